"""A delimited text as a header and rows: the separator found, second headers left out, a last line that was cut."""

import csv
import io
import re
from dataclasses import dataclass

from cnnlab.core.errors import N_
from cnnlab.core.history.cells import Row, is_number, with_decimal_points
from cnnlab.core.history.history import HistoryError, Note, listed
from cnnlab.core.history.limits import MAX_EPOCHS, check_counts

SEPARATORS = (",", ";", "\t", "|")


@dataclass
class Table:
    """The names of the columns, the rows with their line numbers, and what was noted. Unnamed columns are called ""."""

    header: list[str]
    rows: list[Row]
    notes: list[Note]

    @property
    def lines(self) -> list[int]:
        return [line for line, _ in self.rows]

    def cells(self, index: int) -> list[str]:
        """The cells of a column."""
        return [cells[index] for _, cells in self.rows]


def table(text: str) -> Table:
    """Read a delimited text. Raises HistoryError if it has no header or its rows do not fit it."""
    separator, text = _separator(text)
    rows = _rows(text, separator)
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    while header and not header[-1]:  # spreadsheets add empty columns
        header.pop()
    if not header or all(is_number(name) for name in header):
        raise HistoryError(
            N_("The first line has no names of columns: {start}. Add a line such as epoch,loss,val_loss."),
            start=repr(text[:40]),
        )
    check_counts(len(rows) - 1, len(header))
    rows, notes = _without_headers(rows[1:], header)
    rows = _without_cut_line(rows, header, text, notes)
    rows, commas = with_decimal_points(_fitted(rows, header, separator), separator)
    return Table(header, rows, [*notes, *([commas] if commas else [])])


def _separator(text: str) -> tuple[str, str]:
    """The separator and the text without the line `sep=;` that spreadsheets understand.

    What follows the name epoch, or stands before the first name, is the separator, whatever it is.
    """
    said = re.match(r"sep=(.)\r?\n", text)
    if said:
        return said[1], text[said.end() :]
    first = text.lstrip("\r\n").partition("\n")[0].rstrip("\r")
    after_epoch = re.match(r"\"?(?:epoch|Epoch|step|Step)\"?([^\w\s\"]|\t| )", first)
    if after_epoch:
        return after_epoch[1], text
    if first[:1] in SEPARATORS:
        return first[0], text
    return max(SEPARATORS, key=first.count), text


def _rows(text: str, separator: str) -> list[Row]:
    """The lines that have a cell. Raises HistoryError if there are too many, or the quotation marks do not match."""
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, cells))
            if len(rows) > MAX_EPOCHS + 1:
                check_counts(len(rows), len(rows[0][1]))
    except csv.Error as error:
        raise HistoryError(
            N_("Line {line} cannot be read as a line of a table: {reason}. Save the file as CSV again."),
            line=reader.line_num,
            reason=str(error),
        ) from error
    return rows


def _without_headers(rows: list[Row], header: list[str]) -> tuple[list[Row], list[Note]]:
    """The rows without those that repeat the header, and a note on them."""
    repeats = [[cell.strip() for cell in cells[: len(header)]] == header for _, cells in rows]
    kept = [row for row, repeats_header in zip(rows, repeats, strict=True) if not repeats_header]
    if len(kept) == len(rows):
        return rows, []
    note = Note(
        N_("The header stands again in line {line} (repeated: {count}): the rows are one run."),
        line=rows[repeats.index(True)][0],
        count=len(rows) - len(kept),
    )
    return kept, [note]


def _without_cut_line(rows: list[Row], header: list[str], text: str, notes: list[Note]) -> list[Row]:
    """The rows without a last line that ends before its end, as a run that is killed leaves it."""
    if not rows or text.endswith(("\n", "\r")):
        return rows
    line, cells = rows[-1]
    if len(cells) < len(header) or _is_cut(cells[-1], [row[1][-1] for row in rows[:-1]]):
        notes.append(
            Note(
                N_("The last line, {line}, is cut off and left out: it ends in {end}."),
                line=line,
                end=repr(cells[-1][-20:]),
            )
        )
        return rows[:-1]
    if is_number(cells[-1]):
        notes.append(
            Note(
                N_("The last line, {line}, has no line break at its end. If the run was killed, {end} may be cut off."),
                line=line,
                end=cells[-1][-20:],
            )
        )
    return rows


def _is_cut(last: str, others: list[str]) -> bool:
    """Whether a last cell is the start of a number, or a number less than half as long as any other of its column.

    >>> _is_cut("0.", []), _is_cut("0.6", ["0.7", "0.65"]), _is_cut("0.6", ["0.7206083536148071"])
    (True, False, True)
    """
    if not last.strip() or re.fullmatch(r"\s*[+-]?(\d[\d.,]*)?([.,]|[eE][+-]?|[+-])", last):
        return True
    return is_number(last) and bool(others) and 2 * len(last) < min(map(len, others))


def _fitted(rows: list[Row], header: list[str], separator: str) -> list[Row]:
    """The rows with as many cells as the header has. Raises HistoryError for a row with more or fewer."""
    width = len(header)
    for line, cells in rows:
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            raise HistoryError(
                N_(
                    "Line {line} has {found} cells, but the header has {expected}: {names}. Correct the line. If the "
                    "file has decimal commas, separate its cells by semicolons."
                ),
                line=line,
                found=len(cells),
                expected=width,
                names=listed(header),
            )
    return [(line, cells[:width]) for line, cells in rows]

"""The cells of a table as numbers; decimal commas where they are unambiguous."""

import re
from collections.abc import Sequence
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.history.building import Values
from cnnlab.core.history.history import HistoryError, Note
from cnnlab.core.layers.arguments import short_repr

MISSING = {"", "na", "n/a", "#n/a", "none", "null"}
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
LIKE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")

Row = tuple[int, list[str]]  # the line of the file, its cells


def number(cell: Any) -> float | None:
    """A cell's number, None for an empty one or NA; NaN and infinities are numbers. Raises ValueError for words.

    A cell is a text, or a value of a JSON text.

    >>> number("1e-3"), number("NA"), number("inf"), number(2)
    (0.001, None, inf, 2.0)
    """
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in MISSING):
        return None
    if isinstance(cell, bool | list | dict) or (isinstance(cell, str) and "_" in cell):
        raise ValueError(cell)  # 1_000 is Python's own spelling, which no program writes into a table
    return float(cell)


def is_number(cell: str) -> bool:
    """Whether a cell holds a number."""
    try:
        return number(cell) is not None
    except ValueError:
        return False


def numbers(name: str, cells: Sequence[Any], lines: Sequence[int] | None = None) -> Values | None:
    """The numbers of a column; None if it holds no number but words. Raises HistoryError for a word among numbers.

    `lines` are the lines of the cells in the file; without them the rows are counted from 1.
    """
    values: Values = []
    wrong: int | None = None
    for row, cell in enumerate(cells):
        try:
            values.append(number(cell))
        except (ValueError, OverflowError):
            wrong = row if wrong is None else wrong
    if wrong is None:
        return values
    if all(value is None for value in values):
        return None
    place = {"line": lines[wrong]} if lines else {"row": wrong + 1}
    template = (
        N_("Line {line} has {cell} in the column {column}, which is not a number. Correct the file.")
        if lines
        else N_("Row {row} has {cell} in the column {column}, which is not a number. Correct the file.")
    )
    raise HistoryError(template, **place, cell=short_repr(cells[wrong]), column=name[:60])


def with_decimal_points(rows: list[Row], separator: str) -> tuple[list[Row], Note | None]:
    """The rows with decimal points for decimal commas, and a note on them.

    A comma in a cell is a decimal comma if all such cells of the file look like one, no cell has a point as well, and
    at least one of them cannot be a number with a comma between thousands. Raises HistoryError where it is ambiguous.
    """
    if separator == ",":
        return rows, None
    commas = [(line, cell) for line, cells in rows for cell in cells if "," in cell]
    commas = [(line, cell) for line, cell in commas if DECIMAL_COMMA.fullmatch(cell.strip())]
    if not commas:
        return rows, None
    points = [(line, cell) for line, cells in rows for cell in cells if "." in cell and is_number(cell)]
    if points or all(LIKE_THOUSANDS.fullmatch(cell.strip()) for _, cell in commas):
        line, cell = commas[0]
        raise HistoryError(
            N_(
                "Line {line} has {cell}: whether its comma stands before decimals or between thousands cannot be known "
                "({points:,} numbers in this file have a point). Save the file with decimal points."
            ),
            line=line,
            cell=cell.strip(),
            points=len(points),
        )
    changed = [(line, [_with_point(cell) for cell in cells]) for line, cells in rows]
    return changed, Note(N_("Decimal commas are read as decimal points ({count:,} numbers)."), count=len(commas))


def _with_point(cell: str) -> str:
    return cell.replace(",", ".") if "," in cell and DECIMAL_COMMA.fullmatch(cell.strip()) else cell

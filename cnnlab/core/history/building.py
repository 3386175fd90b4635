"""Turn named columns of numbers into a History: number the epochs, drop empty columns, report infinite values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from cnnlab.core.errors import N_
from cnnlab.core.history.history import History, HistoryError, Note, Source, listed, not_finite_notes
from cnnlab.core.history.limits import MAX_EPOCH_NUMBER, check_counts, check_names
from cnnlab.core.history.metric_names import COUNTERS, SECONDS, is_epoch, is_known, is_metric

Values = list[float | None]


@dataclass
class Columns:
    """What a reader found in a file: each column's values, one a row, and its notes.

    `words` are the columns that hold no numbers, which are left out. `index` holds the row numbers if the file has
    any, such as pandas' index.
    """

    values: dict[str, Values]
    words: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    index: Values | None = None

    @property
    def rows(self) -> int:
        return max((len(values) for values in self.values.values()), default=0)


def built(name: str, source: Source, columns: Columns) -> History:
    """Make a History of the columns of a file. Raises HistoryError if they are none."""
    check_names(list(columns.values))
    check_counts(columns.rows, len(columns.values))
    numbers, counter = _numbers(columns)
    _check_names(columns, counter)
    notes = [*columns.notes, *_words_notes(columns.words)]
    if counter is not None and not is_epoch(counter):
        notes.append(Note(N_("There is no column epoch; the numbers in {column} count as epochs."), column=counter))
    numbers, values = merged(numbers, columns.values)
    epochs = list(_counted_on(numbers, notes))
    metrics = _with_values({name: its for name, its in values.items() if is_metric(name)}, list(values), notes)
    seconds = values.get(SECONDS)
    notes += [*_missing_notes(metrics), *not_finite_notes(epochs, metrics)]
    known = seconds is not None and any(value is not None for value in seconds)
    return History(name, source, epochs, metrics, seconds if known else None, tuple(notes))


def _check_names(columns: Columns, counter: str | None) -> None:
    """Raise HistoryError if no column is the epoch or a metric that is known, or if the epochs are words."""
    epoch = next((name for name in columns.words if is_epoch(name)), None)
    if epoch is not None:
        raise HistoryError(N_("The column {column} does not contain epoch numbers. Correct the file."), column=epoch)
    if counter is None and not is_known(list(columns.values)):
        raise HistoryError(
            N_(
                "This is not a training history: it has the columns {columns}, and none of them is epoch or a metric "
                "such as loss or accuracy. Save the history with keras.callbacks.CSVLogger."
            ),
            columns=listed([*columns.words, *columns.values]) or "-",
        )


def _words_notes(words: list[str]) -> list[Note]:
    """The note on columns that hold words; none if there are no such columns, or only times and counters."""
    shown = [name for name in words if is_metric(name)]
    if not shown:
        return []
    return [Note(N_("Columns that do not hold numbers are left out: {columns}."), columns=listed(shown))]


def _numbers(columns: Columns) -> tuple[list[int], str | None]:
    """The numbers of the rows, and the column that they come from; 0, 1, 2... and None if there is none."""
    by_name = {name.lower(): name for name in reversed(columns.values)}
    column = next((by_name[name] for name in ("epoch", "epochs", *COUNTERS) if name in by_name), None)
    values = columns.values[column] if column is not None else columns.index
    if values is None:
        return list(range(columns.rows)), None
    return [whole(value, row, column or "index") for row, value in enumerate(values)], column


def whole(value: float | None, row: int, column: str) -> int:
    """The number of an epoch. Raises HistoryError unless it is a whole number of a size that is possible."""
    if value is None or not abs(value) <= MAX_EPOCH_NUMBER or value != int(value):
        raise HistoryError(
            N_(
                "Row {row} has {value} in the column {column}, which is not the number of an epoch. Correct it: epochs "
                "are whole numbers up to {most:,}."
            ),
            row=row + 1,
            value="-" if value is None else value,
            column=column,
            most=MAX_EPOCH_NUMBER,
        )
    return int(value)


def merged(numbers: list[int], columns: dict[str, Values]) -> tuple[list[int], dict[str, Values]]:
    """Join consecutive rows of one epoch if no column has different values in them.

    Some programs write one row for training and one for validation.

    >>> merged([0, 0, 1], {"loss": [0.5, None, 0.4], "val_loss": [None, 0.6, None]})
    ([0, 1], {'loss': [0.5, 0.4], 'val_loss': [0.6, None]})
    """
    if all(number != following for number, following in pairwise(numbers)):
        return numbers, columns
    kept: list[int] = []
    joined: dict[str, Values] = {name: [] for name in columns}
    counted = [name for name in columns if is_metric(name) or name == SECONDS]
    for row, number in enumerate(numbers):
        cells = {name: columns[name][row] for name in counted}
        same = bool(kept) and kept[-1] == number
        if same and all(value is None or joined[name][-1] in (None, value) for name, value in cells.items()):
            for name, value in cells.items():
                joined[name][-1] = value if value is not None else joined[name][-1]
            continue
        kept.append(number)
        for name, values in joined.items():
            values.append(columns[name][row])
    return kept, joined


def _counted_on(numbers: list[int], notes: list[Note]) -> Iterator[int]:
    """The epoch numbers, made to increase: a row whose number does not exceed the previous one continues from it."""
    offset, previous, restarts = 0, None, []
    for number in numbers:
        if previous is not None and number + offset <= previous:
            restarts.append((number, previous))
            offset = previous + 1 - number
        previous = number + offset
        yield previous
    if restarts:
        notes.append(
            Note(
                N_(
                    "The epochs start again at {number} after epoch {previous} (restarts: {count}). The rows are one "
                    "run in the order of the file, numbered up to epoch {last}."
                ),
                number=restarts[0][0],
                previous=restarts[0][1],
                count=len(restarts),
                last=previous,
            )
        )


def _with_values(metrics: dict[str, Values], names: list[str], notes: list[Note]) -> dict[str, Values]:
    """The metrics that have a value at any epoch. Raises HistoryError if there are none."""
    empty = [name for name, values in metrics.items() if all(value is None for value in values)]
    if len(empty) == len(metrics):
        raise HistoryError(
            N_(
                "This file has no values of any metric; it has the columns {columns} and {rows:,} rows. Save the "
                "history after at least one epoch."
            ),
            columns=listed(names) or "-",
            rows=len(next(iter(metrics.values()), [])),
        )
    if empty:
        notes.append(Note(N_("Columns without a single value are left out: {columns}."), columns=listed(empty)))
    return {name: values for name, values in metrics.items() if name not in empty}


def _missing_notes(metrics: dict[str, Values]) -> Iterator[Note]:
    """One note for each set of metrics that have values at the same number of epochs, if not at all epochs."""
    counts = {name: sum(value is not None for value in values) for name, values in metrics.items()}
    total = len(next(iter(metrics.values())))
    for count in sorted(set(counts.values()) - {total}):
        names = [name for name, its_count in counts.items() if its_count == count]
        yield Note(
            N_("{metrics}: a value at {count:,} of {total:,} epochs only."),
            metrics=listed(names),
            count=count,
            total=total,
        )

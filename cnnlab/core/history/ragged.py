"""Lists of unequal length in a History.history: validation that ran less often than once an epoch."""

from cnnlab.core.errors import N_
from cnnlab.core.history.building import Columns, Values
from cnnlab.core.history.history import HistoryError, Note, listed


def aligned(columns: dict[str, Values], words: list[str]) -> Columns:
    """Give every list one value an epoch: `validation_freq=k` validates at epochs k, 2 k, ... counted from 1.

    With n epochs and m validation values, k is any number with m = floor(n / k). Where several are possible, n = m k is
    taken, or else the smallest, and the note says so. Raises HistoryError for other lengths.

    >>> aligned({"loss": [4.0, 3.0, 2.0, 1.0], "val_loss": [3.5, 1.5]}, []).values["val_loss"]
    [None, 3.5, None, 1.5]
    """
    training = [len(values) for name, values in columns.items() if not name.startswith("val_")]
    total = max(training or [len(values) for values in columns.values()], default=0)
    fits = {name: _frequencies(name, len(values), total) for name, values in columns.items()}
    if not all(fits.values()):
        raise HistoryError(
            N_(
                "The lists have different lengths ({lengths}), which no `validation_freq` explains, so it cannot be "
                "known to which epochs the values belong. Record the run with keras.callbacks.CSVLogger."
            ),
            lengths=listed([f"{name} {len(values)}" for name, values in columns.items()]),
        )
    spread = {name: _spread(values, _taken(fits[name], len(values), total), total) for name, values in columns.items()}
    return Columns(spread, words, _notes(columns, fits, total))


def _frequencies(name: str, length: int, total: int) -> list[int]:
    """Each k with `length` = floor(`total` / k); for training metrics only 1, and only for full lists."""
    if length == total or not name.startswith("val_") or not 0 < length < total:
        return [1] if length in (0, total) else []
    return list(range(total // (length + 1) + 1, total // length + 1))


def _taken(fits: list[int], length: int, total: int) -> int:
    return total // length if length and total % length == 0 else fits[0]


def _spread(values: Values, frequency: int, total: int) -> Values:
    spread: Values = [None] * total
    spread[frequency - 1 : frequency * len(values) : frequency] = values
    return spread


def _notes(columns: dict[str, Values], fits: dict[str, list[int]], total: int) -> list[Note]:
    """A note for each length of the validation lists that are shorter than the others."""
    lengths = {len(values) for values in columns.values()} - {0, total}
    notes = []
    for length in sorted(lengths):
        possible = next(fits[name] for name, values in columns.items() if len(values) == length)
        taken = _taken(possible, length, total)
        values = {"count": length, "total": total, "k": taken, "first": taken - 1}
        if len(possible) == 1:
            template = N_(
                "There are {count:,} validation values for {total:,} epochs, so `validation_freq` was {k}: they belong "
                "to epoch {first} and every {k} epochs after it, counted from 0."
            )
        else:
            values |= {"smallest": possible[0], "largest": possible[-1]}
            template = N_(
                "There are {count:,} validation values for {total:,} epochs, which fits every `validation_freq` from "
                "{smallest} to {largest}. {k} is assumed: epoch {first} and every {k} epochs after it, counted from 0."
            )
        notes.append(Note(template, **values))
    return notes

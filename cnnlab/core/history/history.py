"""A training history: what it holds, what its reader noted, and why a file is not read as one."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from cnnlab.core.errors import N_, CnnLabError


class HistoryError(CnnLabError):
    """A file is not a training history that can be read, or a rule cannot be applied to one."""


class Note:
    """What a reader did or found, as a template and its values, like CnnLabError, so that a page can translate it.

    >>> str(Note("Line {line} is left out.", line=3))
    'Line 3 is left out.'
    """

    def __init__(self, template: str, **values: object):
        self.template, self.values = template, values

    def __str__(self) -> str:
        return self.template.format(**self.values)

    def __repr__(self) -> str:
        return f"Note({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Note) and (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash(self.template)


class Source(StrEnum):
    """The format that a history was read from; names, so they are the same in every language."""

    CSV_LOGGER = "Keras CSVLogger"
    TABLE = "CSV"
    PANDAS_CSV = "pandas CSV"
    HISTORY_JSON = "Keras History.history, JSON"
    PANDAS_JSON = "pandas JSON"
    JSON_LINES = "JSON Lines"
    TENSORBOARD = "TensorBoard"
    WANDB = "Weights & Biases CSV"
    MLFLOW = "MLflow CSV"
    TRACKIO = "trackio"
    LIVE = "CNN Lab"  # trained on one of its pages


@dataclass(frozen=True)
class History:
    """One training run: the values of its metrics after each epoch.

    `epochs` are the numbers of the epochs as they were recorded (Keras counts from 0), strictly increasing; where a
    file starts again, they are counted on and a note says so. Each list in `metrics` has one value an epoch: None where
    that epoch has none, NaN or an infinity where training gave that. `seconds` are the duration of each epoch.

    >>> run = History("run", Source.CSV_LOGGER, [0, 1], {"loss": [0.7, 0.5], "val_loss": [None, 0.6]})
    >>> run.metrics["val_loss"]
    [None, 0.6]
    """

    name: str
    source: Source
    epochs: list[int]
    metrics: dict[str, list[float | None]]
    seconds: list[float | None] | None = None
    notes: tuple[Note, ...] = ()

    def counted(self, epoch: int) -> int:
        """Return an epoch's number counted from 1, as Keras prints it; as it is where the file counts from 1 too.

        >>> [History("run", Source.TABLE, epochs, {}).counted(1) for epochs in ([0, 1], [1, 2])]
        [2, 1]
        """
        return epoch if self.epochs[0] == 1 else epoch + 1

    def named(self, name: str) -> "History":
        """Return the same history under another name."""
        return replace(self, name=name)

    def noted(self, *notes: Note) -> "History":
        """Return the same history with further notes."""
        return replace(self, notes=(*self.notes, *notes))


def is_loss(metric: str) -> bool:
    """Whether a metric is a loss, which ends in NaN when training diverges; other metrics may be NaN without that.

    >>> is_loss("val_loss"), is_loss("precision")
    (True, False)
    """
    return "loss" in metric.lower()


def first_not_finite(values: list[float | None]) -> int | None:
    """Return the index from which all values are NaN or infinite; None if the last value is finite.

    >>> first_not_finite([math.nan, 0.5, math.inf, None, math.nan]), first_not_finite([math.nan, 0.5])
    (2, None)
    """
    start = None
    for index in reversed(range(len(values))):
        value = values[index]
        if value is not None:
            if math.isfinite(value):
                break
            start = index
    return start


def diverged_from(history: History) -> int | None:
    """Return the number of the first epoch from which a loss stays NaN or infinite; None if there is none.

    >>> diverged_from(History("run", Source.CSV_LOGGER, [0, 1], {"loss": [0.7, math.nan]}))
    1
    """
    starts = [first_not_finite(values) for metric, values in history.metrics.items() if is_loss(metric)]
    return min((history.epochs[start] for start in starts if start is not None), default=None)


def not_finite_notes(epochs: list[int], metrics: dict[str, list[float | None]]) -> Iterator[Note]:
    """The notes on values that are NaN or infinite: to the end, or at single epochs."""
    starts = {name: first_not_finite(values) for name, values in metrics.items()}
    for start in sorted({start for start in starts.values() if start is not None}):
        names = [name for name, its_start in starts.items() if its_start == start]
        if any(is_loss(name) for name in names):
            template = N_(
                "Diverged from epoch {epoch} on (numbered as in the file): no value of {metrics} is finite from there "
                "on."
            )
        else:
            template = N_("From epoch {epoch} on (numbered as in the file), no value of {metrics} is finite.")
        yield Note(template, epoch=epochs[start], metrics=listed(names))
    for name, values in metrics.items():
        until = len(values) if starts[name] is None else starts[name]
        found = [
            epoch
            for epoch, value in zip(epochs[:until], values, strict=False)
            if value is not None and not math.isfinite(value)
        ]
        if found:
            yield Note(
                N_(
                    "{metric} is NaN or infinite at {count} epochs and finite again later; the first is epoch {epoch} "
                    "(numbered as in the file)."
                ),
                metric=name,
                count=len(found),
                epoch=found[0],
            )


def listed(names: list[str], most: int = 6) -> str:
    """Return names in one line, those beyond `most` as a number.

    >>> listed(["a", "b", "c"], most=2)
    'a, b ... (+1)'
    """
    shown = ", ".join(name[:40] for name in names[:most])
    return shown if len(names) <= most else f"{shown} ... (+{len(names) - most})"

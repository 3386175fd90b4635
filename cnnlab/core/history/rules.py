"""The best epoch, the last one, and the gap between training and validation."""

import math
from dataclasses import dataclass

from cnnlab.core.errors import N_
from cnnlab.core.history.history import History, HistoryError
from cnnlab.core.history.metric_names import Direction, direction
from cnnlab.core.history.pairs import Pair


@dataclass(frozen=True)
class Point:
    """A value of a metric: its position in the list, the number of its epoch as recorded, and the value."""

    index: int
    epoch: int
    value: float


def best(history: History, metric: str, mode: Direction | None = None) -> Point | None:
    """Return where a metric is best, the first such epoch if several are; None without a finite value.

    `mode` is "min" or "max" where the name of the metric does not say which is better. Raises HistoryError for a metric
    that the history does not have, and without a `mode` where it is needed.

    >>> from cnnlab.core.history.history import Source
    >>> best(History("run", Source.CSV_LOGGER, [0, 1, 2], {"loss": [0.7, 0.5, 0.6]}), "loss")
    Point(index=1, epoch=1, value=0.5)
    """
    values = values_of(history, metric)
    chosen = mode or direction(metric)
    if chosen is None:
        raise HistoryError(
            N_("Whether {metric} is better smaller or larger does not follow from its name. Say which."), metric=metric
        )
    index = best_index(values, chosen)
    return None if index is None else Point(index, history.epochs[index], float(values[index] or 0.0))


def best_index(values: list[float | None], mode: Direction) -> int | None:
    """Return the position of the smallest or largest finite value, the first of several; None without one.

    >>> best_index([math.nan, 0.5, 0.5, None], "max")
    1
    """
    finite = [index for index, value in enumerate(values) if value is not None and math.isfinite(value)]
    sign = 1 if mode == "min" else -1
    return min(finite, key=lambda index: sign * (values[index] or 0.0), default=None)


def last(history: History, metric: str) -> Point | None:
    """Return the last value of a metric, which may be NaN; None if it has none. Raises HistoryError as `best` does."""
    values = values_of(history, metric)
    index = max((index for index, value in enumerate(values) if value is not None), default=None)
    return None if index is None else Point(index, history.epochs[index], float(values[index] or 0.0))


def gap(history: History, pair: Pair) -> list[float | None]:
    """Return by how much a metric is worse on the validation data than on the training data, for each epoch.

    That is validation - training where smaller is better, training - validation otherwise; None where one is missing.
    """
    if pair.training is None or pair.validation is None:
        return [None] * len(history.epochs)
    sign = -1.0 if pair.direction == "max" else 1.0
    training, validation = history.metrics[pair.training], history.metrics[pair.validation]
    return [
        None if mine is None or other is None else sign * (other - mine)
        for mine, other in zip(training, validation, strict=True)
    ]


def values_of(history: History, metric: str) -> list[float | None]:
    """Return the values of a metric. Raises HistoryError if the history does not have it."""
    if metric not in history.metrics:
        raise HistoryError(
            N_("The run {run} has no metric {metric}; it has {metrics}."),
            run=history.name,
            metric=metric,
            metrics=", ".join(history.metrics),
        )
    return history.metrics[metric]

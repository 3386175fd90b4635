"""Runs as rows of a table, and a run as a CSV file."""

import csv
import io
from dataclasses import dataclass, replace

from cnnlab.core.cards import ModelCard
from cnnlab.core.history.history import History
from cnnlab.core.history.metric_names import SECONDS, Direction, direction
from cnnlab.core.history.noise import standard_error
from cnnlab.core.history.rules import Point, best, last
from cnnlab.core.history.smoothing import smoothed

MISSING = "NA"  # as CSVLogger writes it
SHARE = "val_accuracy"  # the metric that counts right answers to validation pictures


@dataclass(frozen=True)
class Summary:
    """One run in a table, by one metric.

    `smoothed_best` is the best point of the smoothed curve; both are None where the metric's name does not say whether
    it is better smaller or larger. `test` is the first figure on the card; `minutes` are the
    card's, or the sum of the epochs' where all are known. `best_error` and `test_error` are standard errors, of shares
    of right answers to a known number of pictures. None where something is unknown.
    """

    name: str
    metric: str
    epochs: int
    best: Point | None
    last: Point | None
    smoothed_best: Point | None
    test: float | None
    parameters: int | None
    minutes: float | None
    best_error: float | None = None
    test_error: float | None = None


def summary(
    history: History, metric: str, card: ModelCard | None = None, half_life: float = 0.0, mode: Direction | None = None
) -> Summary:
    """Return a run's row, without figures for a metric that it does not have; `half_life` is in epochs."""
    points: tuple[Point | None, ...] = (None, None, None)
    if metric in history.metrics:
        smooth = replace(history, metrics={metric: smoothed(history.metrics[metric], half_life, history.epochs)})
        is_known = mode or direction(metric)
        bests = (best(run, metric, mode) if is_known else None for run in (history, smooth))
        points = (*bests, last(history, metric))
    test = card.measured[0].value if card and card.training and card.measured else None
    return Summary(
        name=history.name,
        metric=metric,
        epochs=len(history.epochs),
        best=points[0],
        last=points[2],
        smoothed_best=points[1],
        test=test,
        parameters=card.parameters if card else None,
        minutes=_minutes(history, card),
        best_error=error_of(points[0].value, card, "validation") if points[0] and metric == SHARE else None,
        test_error=None if test is None else error_of(test, card, "test"),
    )


def error_of(accuracy: float, card: ModelCard | None, subset: str) -> float | None:
    """Return the standard error of a share of right answers to the pictures of a card's subset.

    None without their number, and for segmentation, whose pixels are not independent of each other.
    """
    if card is None or card.training is None or card.task != "classification":
        return None
    pictures = card.training.data.get(subset)
    return standard_error(accuracy, pictures) if pictures else None


def _minutes(history: History, card: ModelCard | None) -> float | None:
    if card is not None and card.training is not None:
        return card.training.minutes
    if history.seconds is None or any(seconds is None for seconds in history.seconds):
        return None
    return sum(seconds or 0.0 for seconds in history.seconds) / 60


def to_csv(history: History) -> str:
    """Return a history in the columns of CSVLogger: epoch, the metrics, seconds where they are known, NA for no value.

    `read_history` reads the same values from it.
    """
    columns: dict[str, list[float | None]] = dict(history.metrics)
    if history.seconds is not None:
        columns[SECONDS] = history.seconds
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["epoch", *columns])
    for index, epoch in enumerate(history.epochs):
        cells = (values[index] for values in columns.values())
        writer.writerow([epoch, *(MISSING if cell is None else repr(float(cell)) for cell in cells)])
    return text.getvalue()

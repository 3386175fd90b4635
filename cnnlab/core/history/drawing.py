"""The curves of several runs as they are drawn: along epochs, time or steps, raw and smoothed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from cnnlab.core.cards import ModelCard
from cnnlab.core.history.history import History
from cnnlab.core.history.pairs import Pair, pairs
from cnnlab.core.history.rules import Point, best
from cnnlab.core.history.smoothing import smoothed

Axis = Literal["epochs", "seconds", "steps"]


@dataclass(frozen=True)
class Curve:
    """One metric of one run. `x` and `values` are the points that can be drawn; `smooth` is None without smoothing."""

    x: list[float]
    values: list[float]
    smooth: list[float] | None
    left_out: int  # values that a logarithmic axis cannot show

    @property
    def shown(self) -> list[float]:
        return self.values if self.smooth is None else self.smooth


@dataclass(frozen=True)
class RunCurves:
    """Training and validation of one metric in one run; `best` is the best point of validation, or else of training."""

    training: Curve | None
    validation: Curve | None
    best: Point | None
    best_x: float | None


def along(history: History, axis: Axis, card: ModelCard | None = None) -> list[float] | None:
    """Return where each epoch ends: after 1, 2, ... epochs, in minutes, or in steps (batches).

    The minutes of a card include what was done before the first epoch, such as computing features. Where only the
    length of the first epoch is unknown, as in event files, they count from its end. None where the axis is not known:
    the seconds if the file has none, the steps without a card that tells the number of training pictures and the batch
    size.
    """
    ends = [float(history.counted(epoch)) for epoch in history.epochs]
    if axis == "epochs":
        return ends
    if axis == "steps":
        if card is None or card.training is None or "train" not in card.training.data:
            return None
        steps = ceil(card.training.data["train"] / card.training.batch_size)
        return [end * steps for end in ends]
    if history.seconds is None or None in history.seconds[1:]:
        return None
    whole = card.training.minutes * 60 if card and card.training else 0.0
    total, minutes = max(0.0, whole - sum(seconds or 0.0 for seconds in history.seconds)), []
    for seconds in history.seconds:
        total += seconds or 0.0
        minutes.append(total / 60)
    return minutes


def run_curves(
    history: History, metric: str, x: Sequence[float], *, half_life: float = 0.0, log: bool = False
) -> RunCurves | None:
    """Return the curves of a metric by its name without "val_"; None if the run does not have it.

    `x` is from `along`; `half_life` is in epochs (see `smoothed`). `log` leaves out values that are not above 0.
    """
    pair = next((pair for pair in pairs(history) if pair.metric == metric), None)
    if pair is None:
        return None
    training, validation = (_curve(history, name, x, half_life, log) for name in (pair.training, pair.validation))
    point = _best(history, pair)
    return RunCurves(training, validation, point, None if point is None else x[point.index])


def _best(history: History, pair: Pair) -> Point | None:
    name = pair.validation or pair.training
    return best(history, name) if name and pair.direction else None


def _curve(history: History, name: str | None, x: Sequence[float], half_life: float, log: bool) -> Curve | None:
    if name is None:
        return None
    values = history.metrics[name]
    smooth = smoothed(values, half_life, history.epochs) if half_life > 0 else values
    finite = [
        at
        for at, value in enumerate(smooth)
        if value is not None and values[at] is not None and abs(value) < float("inf")
    ]
    kept = [at for at in finite if not log or (values[at] or 0) > 0]
    return Curve(
        [x[at] for at in kept],
        [float(values[at] or 0) for at in kept],
        [float(smooth[at] or 0) for at in kept] if half_life > 0 else None,
        len(finite) - len(kept),
    )

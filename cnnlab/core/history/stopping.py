"""What `keras.callbacks.EarlyStopping` would have done: its rule replayed on the values of a recorded run."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError
from cnnlab.core.history.metric_names import Direction


@dataclass(frozen=True)
class Stopping:
    """How a run ends under early stopping; positions in the list of values, from 0.

    `stopped` is the last epoch trained, None if training runs to its end; `kept` the epoch whose weights the model has
    then; `best` the epoch of the best value by the rule, None if it saw none; `epochs` were trained, `saved` not.
    `waits` are the epochs without improvement so far, after each epoch trained; None where the rule did not look.
    """

    stopped: int | None
    kept: int
    best: int | None
    epochs: int
    saved: int
    waits: list[int | None] = field(repr=False)


def early_stopping(
    values: Sequence[float | None],
    patience: int = 0,
    min_delta: float = 0.0,
    mode: Direction = "min",
    start_from_epoch: int = 0,
    baseline: float | None = None,
    restore_best_weights: bool = False,
) -> Stopping:
    """Replay EarlyStopping on the monitored values of a run, one an epoch; the arguments are Keras's.

    A value is an improvement if it beats the best one by more than `min_delta`. Training stops once `patience` epochs
    in a row brought none; an epoch without a value (None) is not counted, as in Keras, nor is one before
    `start_from_epoch`. With a `baseline`, improvements restart the count only if they beat the baseline too. Raises
    HistoryError without any value.

    >>> early_stopping([0.7, 0.5, 0.6, 0.55, 0.4], patience=2, restore_best_weights=True)
    Stopping(stopped=3, kept=1, best=1, epochs=4, saved=1)
    """
    if not any(value is not None for value in values):
        raise HistoryError(
            N_("There are no values to watch, so early stopping cannot be replayed. Choose another metric.")
        )

    best_value, best, restored, wait, stopped = None, None, None, 0, None
    waits: list[int | None] = []
    for epoch, value in enumerate(values):
        if value is None or epoch < start_from_epoch:
            waits.append(None)
            continue
        restored = epoch if restored is None else restored  # the first weights are kept until there are better ones
        wait += 1
        if _improves(value, best_value, min_delta, mode):
            best_value, best, restored = value, epoch, epoch
            if _improves(value, baseline, min_delta, mode):
                wait = 0
        waits.append(wait)
        if wait >= patience and best != epoch:
            stopped = epoch
            break
    final = len(values) - 1 if stopped is None else stopped
    kept = restored if restore_best_weights and restored is not None else final
    return Stopping(stopped, kept, best, final + 1, len(values) - final - 1, waits)


def _improves(value: float, reference: float | None, min_delta: float, mode: Direction) -> bool:
    """Whether a value beats another, compared in float32 as Keras compares them."""
    if reference is None:
        return True
    if mode == "min":
        return bool(np.float32(value + abs(min_delta)) < np.float32(reference))
    return bool(np.float32(value - abs(min_delta)) > np.float32(reference))

"""What the training of a head gives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.history import History, Source

PLANE_SIDE = 32  # cells of HeadRun.plane in each direction


@dataclass(frozen=True, eq=False)
class HeadRun:
    """A head after some epochs.

    `metrics` has accuracy, loss, val_accuracy and val_loss by epoch, as Keras's `fit` reports them; `seconds` is the
    duration of each epoch. `validation` is the probability of "dog" for each validation picture after the last epoch.
    `plane` has for each epoch 255 times the head's probability of "dog" over the plane of the features, rows from top
    to bottom; 0 where the head gives NaN, as `validation` does then. `parameters` is the number of the head's weights.
    """

    metrics: dict[str, list[float]]
    seconds: list[float]
    validation: NDArray[np.float32]  # (validation pictures,)
    plane: tuple[NDArray[np.uint8], ...]  # of (PLANE_SIDE, PLANE_SIDE)
    parameters: int

    @property
    def epochs(self) -> int:
        """How many epochs it has been trained."""
        return len(self.seconds)


def to_history(run: HeadRun, name: str) -> History:
    """Return the run as a training history, to be compared with others; epochs count from 0, as in Keras's files."""
    return History(
        name=name,
        source=Source.LIVE,
        epochs=list(range(run.epochs)),
        metrics={metric: list(values) for metric, values in run.metrics.items()},
        seconds=list(run.seconds),
    )

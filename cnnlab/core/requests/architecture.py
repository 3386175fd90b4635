"""What is measured about networks: gradients by depth, times, batch statistics, and the effective receptive field."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.requests.request import Request

Nonlinearity = Literal["relu", "tanh", "sigmoid"]
Initializer = Literal["glorot_uniform", "he_normal"]


@dataclass(frozen=True, eq=False)
class SizesByDepth:
    """Root mean squares at the output of every convolution: (draws, layers), the first layer first.

    `outputs` are those of the convolution itself, before normalization and activation; `gradients` those of the
    gradient of the loss with respect to it.
    """

    outputs: NDArray[np.float64]
    gradients: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MeasureDepth(Request[SizesByDepth]):
    """Draw the weights of a deep network several times and pass the same pictures through it, forwards and back."""

    residual: bool  # whether each pair of convolutions has a shortcut around it
    normalized: bool  # whether batch normalization follows each convolution
    activation: Nonlinearity
    initializer: Initializer
    seed: int


@dataclass(frozen=True, eq=False)
class LayerTimes:
    """Seconds that layers took for a batch of `batch` maps: (layers, rounds), in the order of their names."""

    layers: tuple[str, ...]
    batch: int
    seconds: NDArray[np.float64]

    @property
    def medians(self) -> NDArray[np.float64]:
        """The median seconds of each layer for one map.

        >>> LayerTimes(("conv",), 2, np.array([[4.0, 6.0, 9.0]])).medians.tolist()
        [3.0]
        """
        return np.asarray(np.median(self.seconds, axis=1) / self.batch)


@dataclass(frozen=True, eq=False)
class MeasureTimes(Request[LayerTimes]):
    """Time the layers of `cnnlab.core.layers.timed` on maps (side, side, channels); another `turn` measures again."""

    side: int
    channels: int
    turn: int = 0


@dataclass(frozen=True, eq=False)
class BatchStatistics:
    """What a BatchNormalization layer saw and kept of one channel; arrays (steps,), `kept_*` after each step.

    `inference` and `training` are the mean and the standard deviation of what the layer then makes of the last batch
    with the moving averages, and with the batch's own statistics.
    """

    means: NDArray[np.float64]
    variances: NDArray[np.float64]
    kept_means: NDArray[np.float64]
    kept_variances: NDArray[np.float64]
    inference: tuple[float, float]
    training: tuple[float, float]


@dataclass(frozen=True, eq=False)
class NormalizeBatches(Request[BatchStatistics]):
    """Call a BatchNormalization layer in training mode on batches (steps, pictures, height, width, 1)."""

    batches: NDArray[np.uint8]
    momentum: float


@dataclass(frozen=True, eq=False)
class EffectiveField:
    """The mean size of the gradient of one unit with respect to each pixel: (rows, columns), the largest is 1.

    `unit` is the position of the unit, (row, column) in the layer's map.
    """

    layer: str
    unit: tuple[int, int]
    values: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FindEffectiveFields(Request[tuple[EffectiveField, ...]]):
    """The effective receptive fields of the middle units of layers, over pictures (count, rows, columns, channels)."""

    gives_way: ClassVar[bool] = True

    model: str
    layers: tuple[str, ...]
    pictures: NDArray[np.uint8]

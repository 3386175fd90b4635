"""What `trainable` and `training` each do to BatchNormalization, on one channel of a small batch."""

from dataclasses import dataclass
from itertools import product

import numpy as np

BATCH = (1.0, 5.0)  # the values of a channel in a batch of two
EPSILON, MOMENTUM = 0.001, 0.99  # Keras's defaults
MEAN, VARIANCE = 0.0, 1.0  # the moving mean and variance before the call


@dataclass(frozen=True)
class NormCase:
    """One call of a layer: what comes out, the moving statistics after it, and how many weights a gradient changes."""

    trainable: bool
    training: bool
    output: tuple[float, ...]
    mean: float
    variance: float
    trained: int


def norm_cases(batch: tuple[float, ...] = BATCH) -> list[NormCase]:
    """The four cases of `layer.trainable` and `layer(x, training=...)`, for gamma 1 and beta 0.

    Only a layer that is trainable *and* called with training=True takes the batch's own mean and variance, and moves
    its statistics towards them: moving = momentum * moving + (1 - momentum) * batch. In each other case it uses the
    moving statistics and leaves them as they are. Gamma and beta are trained wherever the layer is trainable. See
    keras.io/api/layers/normalization_layers/batch_normalization, "About setting layer.trainable = False".
    """
    return [_case(np.array(batch), *case) for case in product((True, False), repeat=2)]


def _case(batch: np.ndarray, trainable: bool, training: bool) -> NormCase:
    mean, variance = after = MEAN, VARIANCE
    if trainable and training:
        mean, variance = float(batch.mean()), float(batch.var())
        after = (_moved(MEAN, mean), _moved(VARIANCE, variance))
    output = (batch - mean) / np.sqrt(variance + EPSILON)
    return NormCase(trainable, training, tuple(output.tolist()), *after, trained=2 if trainable else 0)


def _moved(moving: float, batch: float) -> float:
    return MOMENTUM * moving + (1 - MOMENTUM) * batch

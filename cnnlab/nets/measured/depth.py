"""How large outputs and gradients are, layer by layer, in a deep network before training.

Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010), measure both at the
start of training; He et al., "Deep Residual Learning for Image Recognition" (2015), add the shortcuts.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.core.requests import Initializer, MeasureDepth, SizesByDepth
from cnnlab.nets.gradients import compiled_gradient

LAYERS, FILTERS, CLASSES = 30, 16, 10
DRAWS = 5
EPSILON = 1e-3  # that of Keras's BatchNormalization
Progress = Callable[[int, int], None]


def measure_depth(
    pictures: np.ndarray, request: MeasureDepth, progress: Progress = lambda done, total: None
) -> SizesByDepth:
    """Measure a network of LAYERS convolutions on pictures (batch, height, width, 3) with values from 0 to 255.

    A convolution makes FILTERS maps of the picture, LAYERS convolutions keep their number and size, and a dense layer
    makes CLASSES scores of their means. The loss is the cross-entropy with the classes 0, 1, 2, ... for the pictures:
    before training, any labels will do.
    """
    inputs = np.asarray(pictures, "float32") / 127.5 - 1
    shape = (LAYERS, *inputs.shape[:-1], FILTERS)
    run = _compiled(request.residual, request.normalized, request.activation)
    outputs: list[np.ndarray] = []
    gradients: list[np.ndarray] = []
    for draw in range(DRAWS):
        progress(draw, DRAWS)
        found = run(shape, inputs, *drawn(request.initializer, request.seed * DRAWS + draw))
        for into, values in zip((gradients, outputs), found, strict=True):
            into.append(ops.convert_to_numpy(values).astype(np.float64))
    return SizesByDepth(np.array(outputs), np.array(gradients))


def drawn(initializer: Initializer, seed: int) -> tuple[Any, Any, Any]:
    """The kernels of the first convolution, of the others (LAYERS, 3, 3, FILTERS, FILTERS) and of the dense layer."""
    make = keras.initializers.GlorotUniform if initializer == "glorot_uniform" else keras.initializers.HeNormal
    seeds = iter(range(seed * (LAYERS + 2), (seed + 1) * (LAYERS + 2)))
    first = make(seed=next(seeds))((3, 3, 3, FILTERS))
    others = [make(seed=next(seeds))((3, 3, FILTERS, FILTERS)) for _layer in range(LAYERS)]
    return first, ops.stack(others), make(seed=next(seeds))((FILTERS, CLASSES))


@lru_cache(maxsize=12)  # all that there are
def _compiled(residual: bool, normalized: bool, activation: str) -> Callable[..., Any]:
    activate = keras.activations.get(activation)

    def score(addend: Any, pictures: Any, first: Any, kernels: Any, dense: Any) -> tuple[Any, Any]:
        x = activate(ops.conv(pictures, first, padding="same"))
        outputs, shortcut = [], x
        for at in range(LAYERS):
            z = ops.conv(x, kernels[at], padding="same") + addend[at]
            outputs.append(z)
            z = _normalized(z) if normalized else z
            ends = residual and at % 2 == 1
            x = activate(z + shortcut if ends else z)
            shortcut = x if at % 2 == 1 else shortcut
        scores = ops.matmul(ops.mean(x, axis=(1, 2)), dense)
        labels = ops.arange(pictures.shape[0]) % CLASSES
        loss = ops.mean(keras.losses.sparse_categorical_crossentropy(labels, scores, from_logits=True))
        return loss, ops.stack(outputs)

    return compiled_gradient(score, lambda gradient, outputs: (_size(gradient), _size(outputs)))


def _normalized(z: Any) -> Any:
    mean, variance = ops.moments(z, axes=(0, 1, 2), keepdims=True)
    return (z - mean) / ops.sqrt(variance + EPSILON)


def _size(values: Any) -> Any:
    """The root mean square for each layer; scaled first, because the square of a small gradient is 0 in float32."""
    largest = ops.max(ops.abs(values), axis=(1, 2, 3, 4), keepdims=True)
    safe = ops.where(largest > 0, largest, 1.0)
    mean = ops.mean(ops.square(values / safe), axis=(1, 2, 3, 4))
    return ops.sqrt(mean) * ops.reshape(safe, (-1,))

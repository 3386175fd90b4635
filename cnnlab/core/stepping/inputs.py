"""Small inputs and weights to step through: numbers short enough to read, and something to see in every input."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cnnlab.core.pictures import sample
from cnnlab.core.stepping.kernels import KERNELS

NUMBERS = "numbers"  # instead of a named kernel: small whole numbers, different in every channel
EYE = (140, 205, 48)  # the cat's eye in the photograph: top, left and side in pixels
GLYPHS = {
    "7": ("11111", "00001", "00010", "00100", "00100", "01000", "01000"),
    "A": ("00100", "01010", "10001", "10001", "11111", "10001", "10001"),
    "E": ("11111", "10000", "10000", "11110", "10000", "10000", "11111"),
    "X": ("10001", "01010", "01010", "00100", "01010", "01010", "10001"),
}

Plane = np.ndarray  # float64 (height, width)


def _shape(height: int, width: int, channel: int) -> Plane:
    """A frame, a cross, a corner or a diagonal, depending on the channel."""
    y, x = np.mgrid[:height, :width]
    edge = (np.minimum(y, height - 1 - y) == 1) | (np.minimum(x, width - 1 - x) == 1)
    inside = (y > 0) & (y < height - 1) & (x > 0) & (x < width - 1)
    shapes = (
        edge & inside,
        (y == height // 2) | (x == width // 2),
        (y >= height // 2) & (x >= width // 2),
        x == y,
    )
    return np.asarray(shapes[channel % 4], float)


def _gradient(height: int, width: int, channel: int) -> Plane:
    """Rising to the right, downwards, towards the lower right or to the left, depending on the channel."""
    y, x = np.mgrid[:height, :width].astype(float)
    return np.asarray((x, y, x + y, width - 1 - x)[channel % 4])


def _glyph(height: int, width: int, channel: int) -> Plane:
    """A digit or letter of 7 x 5 cells, centred and enlarged by the largest whole factor that fits."""
    rows = np.array([[int(cell) for cell in row] for row in list(GLYPHS.values())[channel % 4]], float)
    factor = max(1, min(height // 7, width // 5))
    enlarged = np.kron(rows, np.ones((factor, factor)))[:height, :width]
    plane = np.zeros((height, width))
    top, left = (height - enlarged.shape[0]) // 2, (width - enlarged.shape[1]) // 2
    plane[top : top + enlarged.shape[0], left : left + enlarged.shape[1]] = enlarged
    return plane


def _numbers(height: int, width: int, channel: int) -> Plane:
    """Random whole numbers from 0 to 9, the same on every call."""
    if channel == 0 and height * width <= len(DRAWN):
        return np.array([float(digit) for digit in DRAWN[: height * width]]).reshape(height, width)
    return np.random.default_rng(channel).integers(0, 10, (height, width)).astype(float)


def _photo(height: int, width: int, channel: int) -> Plane:
    """The eye of the bundled cat: red, green, blue or their mean, from 0 to 1 in steps of 0.1."""
    top, left, side = EYE
    picture = sample("cat")[top : top + side, left : left + side] / 255
    rows = np.linspace(0, side - 1, height).round().astype(int)
    columns = np.linspace(0, side - 1, width).round().astype(int)
    crop = picture[rows][:, columns]
    plane: Plane = crop.mean(axis=-1) if channel % 4 == 3 else crop[..., channel % 4]
    return plane.round(1)


# What numpy.random.default_rng(0).integers(0, 10, 64) draws: importing that takes memory, and Pooling opens with these.
DRAWN = "8652300018695697655928603850778108050244400106562673498936968673"

INPUTS: dict[str, Callable[[int, int, int], Plane]] = {
    "shape": _shape,
    "glyph": _glyph,
    "gradient": _gradient,
    "numbers": _numbers,
    "photo": _photo,
}


def small_input(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return the input of a name in INPUTS, float64 (height, width, channels); KeyError for any other name.

    >>> small_input("gradient", (2, 3, 1))[..., 0].tolist()
    [[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]]
    """
    height, width, channels = shape
    return np.stack([INPUTS[name](height, width, channel) for channel in range(channels)], axis=-1)


def kernels_for(kernel_size: tuple[int, int]) -> list[str]:
    """Return the ids of the named kernels that exist in a size, then NUMBERS, which exists in every size.

    >>> kernels_for((2, 2))
    ['numbers']
    """
    square = kernel_size[0] if kernel_size[0] == kernel_size[1] else 0
    return [kernel.id for kernel in KERNELS.values() if square in kernel.sizes] + [NUMBERS]


def small_kernel(name: str, kernel_size: tuple[int, int], channels: int, filters: int) -> np.ndarray:
    """Return weights, float64 (*kernel_size, channels, filters): the named kernel, and the next ones for other filters.

    All channels of a filter have the same kernel. NUMBERS gives every channel and filter its own whole numbers from -2
    to 2, the same on every call.

    >>> small_kernel("identity", (3, 3), 1, 1)[..., 0, 0].tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    if name == NUMBERS:
        random = np.random.default_rng(7)
        return random.integers(-2, 3, (*kernel_size, channels, filters)).astype(float)
    named = [kernel for kernel in kernels_for(kernel_size) if kernel != NUMBERS]
    first = named.index(name)
    chosen = [KERNELS[named[(first + n) % len(named)]].values(kernel_size[0]) for n in range(filters)]
    return np.repeat(np.stack(chosen, axis=-1)[:, :, None], channels, axis=2).round(4)


def small_weights(layer: dict[str, Any], shapes: Sequence[tuple[int, ...]], kernel: str) -> list[np.ndarray]:
    """Return weights of these shapes for a layer, in the order of Keras's get_weights, with the kernel `kernel`.

    A second weight of four axes is the pointwise stage of a separable convolution: whole numbers from -1 to 2, not 0
    for the first channel, which may be the only one. The last one, of one axis, is the bias: 1, -1 and 0 in turn.
    """
    weights = []
    for shape in shapes:
        if len(shape) == 1:
            weights.append(np.resize([1.0, -1.0, 0.0], shape))
        elif weights:
            pointwise = np.random.default_rng(1).integers(-1, 3, shape).astype(float)
            pointwise[:, :, 0][pointwise[:, :, 0] == 0] = 1
            weights.append(pointwise)
        else:
            weights.append(_first(layer["class_name"], shape, kernel))
    return weights


def _first(kind: str, shape: tuple[int, ...], kernel: str) -> np.ndarray:
    """The kernel that slides over the input; in a transposed convolution filters come before channels."""
    size, third, fourth = (shape[0], shape[1]), shape[2], shape[3]
    if kind == "Conv2DTranspose":
        return small_kernel(kernel, size, fourth, third).transpose(0, 1, 3, 2)
    if kind in ("DepthwiseConv2D", "SeparableConv2D"):
        return small_kernel(kernel, size, 1, third * fourth)[:, :, 0].reshape(shape)
    return small_kernel(kernel, size, third, fourth)

"""Small inputs and weights to step through: numbers that can be read, each input with something to see in it."""

from collections.abc import Callable, Sequence

import numpy as np

from cnnlab.core.pictures import sample
from cnnlab.core.stepping.kernels import KERNELS

NUMBERS = "numbers"  # the kernel that is no named one: small whole numbers, others in every channel
EYE = (140, 205, 48)  # the cat's eye in the photograph: top, left, side in pixels
GLYPHS = {
    "7": ("11111", "00001", "00010", "00100", "00100", "01000", "01000"),
    "A": ("00100", "01010", "10001", "10001", "11111", "10001", "10001"),
    "E": ("11111", "10000", "10000", "11110", "10000", "10000", "11111"),
    "X": ("10001", "01010", "01010", "00100", "01010", "01010", "10001"),
}

Plane = np.ndarray  # float64 (height, width)


def _shape(height: int, width: int, channel: int) -> Plane:
    """A ring, a cross, a corner, a diagonal: one for each channel."""
    y, x = np.mgrid[:height, :width]
    edge = (np.minimum(y, height - 1 - y) == 1) | (np.minimum(x, width - 1 - x) == 1)
    inside = (y > 0) & (y < height - 1) & (x > 0) & (x < width - 1)
    drawn = (
        edge & inside,
        (y == height // 2) | (x == width // 2),
        (y >= height // 2) & (x >= width // 2),
        x == y,
    )
    return drawn[channel % 4].astype(float)


def _gradient(height: int, width: int, channel: int) -> Plane:
    """From left to right, from top to bottom, from corner to corner, from right to left."""
    y, x = np.mgrid[:height, :width].astype(float)
    return (x, y, x + y, width - 1 - x)[channel % 4]


def _glyph(height: int, width: int, channel: int) -> Plane:
    """A figure or letter of 7 x 5 cells, in the middle and as large as whole cells allow."""
    rows = np.array([[int(cell) for cell in row] for row in list(GLYPHS.values())[channel % 4]], float)
    times = max(1, min(height // 7, width // 5))
    drawn = np.kron(rows, np.ones((times, times)))[:height, :width]
    plane = np.zeros((height, width))
    top, left = (height - drawn.shape[0]) // 2, (width - drawn.shape[1]) // 2
    plane[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    return plane


def _numbers(height: int, width: int, channel: int) -> Plane:
    """Whole numbers from 0 to 9 in no order, always the same ones."""
    return np.random.default_rng(channel).integers(0, 10, (height, width)).astype(float)


def _photo(height: int, width: int, channel: int) -> Plane:
    """The eye of the bundled cat: red, green, blue and their mean, from 0 to 1 in steps of 0.1."""
    top, left, side = EYE
    picture = sample("cat")[top : top + side, left : left + side] / 255
    rows = np.linspace(0, side - 1, height).round().astype(int)
    columns = np.linspace(0, side - 1, width).round().astype(int)
    crop = picture[rows][:, columns]
    return (crop.mean(axis=-1) if channel % 4 == 3 else crop[..., channel % 4]).round(1)


INPUTS: dict[str, Callable[[int, int, int], Plane]] = {
    "shape": _shape,
    "glyph": _glyph,
    "gradient": _gradient,
    "numbers": _numbers,
    "photo": _photo,
}


def small_input(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """An input by its name in INPUTS, float64 (height, width, channels); KeyError for another name.

    >>> small_input("gradient", (2, 3, 1))[..., 0].tolist()
    [[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]]
    """
    height, width, channels = shape
    return np.stack([INPUTS[name](height, width, channel) for channel in range(channels)], axis=-1)


def kernels_for(kernel_size: tuple[int, int]) -> list[str]:
    """The ids of the named kernels that there are at a size, then NUMBERS, which is there at every size.

    >>> kernels_for((2, 2))
    ['numbers']
    """
    square = kernel_size[0] if kernel_size[0] == kernel_size[1] else 0
    return [each.id for each in KERNELS.values() if square in each.sizes] + [NUMBERS]


def small_kernel(name: str, kernel_size: tuple[int, int], channels: int, filters: int) -> np.ndarray:
    """Weights, float64 (*kernel_size, channels, filters): the named kernel in all channels, the next in other filters.

    NUMBERS gives every channel and filter whole numbers from -2 to 2 of its own, always the same ones.

    >>> small_kernel("identity", (3, 3), 1, 1)[..., 0, 0].tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    if name == NUMBERS:
        random = np.random.default_rng(7)
        return random.integers(-2, 3, (*kernel_size, channels, filters)).astype(float)
    named = [each for each in kernels_for(kernel_size) if each != NUMBERS]
    first = named.index(name)
    chosen = [KERNELS[named[(first + each) % len(named)]].values(kernel_size[0]) for each in range(filters)]
    return np.repeat(np.stack(chosen, axis=-1)[:, :, None], channels, axis=2).round(4)


def small_weights(layer: dict, shapes: Sequence[tuple[int, ...]], kernel: str) -> list[np.ndarray]:
    """A layer's weights in the order of Keras's get_weights, of these shapes, with the kernel `kernel`.

    A second weight of four axes is the pointwise stage of a separable convolution; the last, of one axis, the bias: 1,
    -1, 0 in turn.
    """
    weights = []
    for shape in shapes:
        if len(shape) == 1:
            weights.append(np.resize([1.0, -1.0, 0.0], shape))
        elif weights:
            weights.append(np.random.default_rng(1).integers(-1, 3, shape).astype(float))
        else:
            weights.append(_first(layer["class_name"], shape, kernel))
    return weights


def _first(kind: str, shape: tuple[int, ...], kernel: str) -> np.ndarray:
    """The kernel that slides: filters stand before channels in a transposed convolution."""
    size, third, fourth = (shape[0], shape[1]), shape[2], shape[3]
    if kind == "Conv2DTranspose":
        return small_kernel(kernel, size, fourth, third).transpose(0, 1, 3, 2)
    if kind in ("DepthwiseConv2D", "SeparableConv2D"):
        return small_kernel(kernel, size, 1, third * fourth)[:, :, 0].reshape(shape)
    return small_kernel(kernel, size, third, fourth)

"""Pictures from which a heat map's pixels are taken away, or to which they come back, the largest values first.

Petsiuk, Das, Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models" (2018), and the authors'
`evaluation.py`: as many pixels a step as the picture is wide; deletion to zeros; insertion into a blurred picture.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.segmentation.interpolation import enlarge

Kind = Literal["deletion", "insertion"]
# RISE's networks take pictures minus ImageNet's mean colour, divided by its spread. So its zero is this colour, of 0 to
# 255; here networks scale inside, and the same colour is taken for all of them.
MEAN_COLOUR = (123.675, 116.28, 103.53)
KERNEL, SIGMA = 11, 5.0
TRUNCATED = 4  # standard deviations, as SciPy's gaussian_filter cuts its kernel off
SEED = 0  # of the order of equal values


def zero_of(channels: int) -> NDArray[np.float32]:
    """Return the colour of pixels that are taken away: MEAN_COLOUR, or the mean of its three for any other number.

    >>> zero_of(1).round(1).tolist()
    [114.5]
    """
    colour = MEAN_COLOUR if channels == 3 else [np.mean(MEAN_COLOUR)] * channels
    return np.array(colour, np.float32)


def on_picture(heat: NDArray[np.floating], size: int) -> NDArray[np.float32]:
    """Resize a map (rows, columns) bilinearly to the network's square picture. -> (size, size)."""
    return np.asarray(enlarge(heat.astype(np.float32), size, size))


def order_of(values: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return the pixels of a map (height, width) by falling value, as indices into its rows one after the other.

    Equal values, such as the zeros that a ReLU leaves, come in a random order, always the same.

    >>> order_of(np.array([[1.0, 3.0], [2.0, 0.0]])).tolist()
    [1, 2, 0, 3]
    """
    shuffled = np.random.default_rng(SEED).permutation(values.size)
    found: NDArray[np.int64] = shuffled[np.argsort(-values.ravel()[shuffled], kind="stable")]
    return found


def points(pixels: int, step: int) -> list[int]:
    """Return after how many pixels the network is asked, from none to all of them.

    >>> points(10, 4)
    [0, 4, 8, 10]
    """
    return [*range(0, pixels, step), pixels]


class Masking:
    """A picture (height, width, channels) from which the pixels of `order` are taken away, or to which they come back.

    Deletion replaces them by MEAN_COLOUR; insertion puts them back into the blurred picture, which is made once.
    """

    def __init__(self, picture: NDArray[np.floating], order: NDArray[np.int64], kind: Kind):
        full = picture.astype(np.float32)
        empty = np.broadcast_to(zero_of(full.shape[2]), full.shape) if kind == "deletion" else blurred(full)
        before, after = (full, empty) if kind == "deletion" else (empty, full)
        self._shape, self._order = full.shape, order
        self._before, self._after = (part.reshape(-1, full.shape[2]) for part in (before, after))

    def __call__(self, counts: Sequence[int]) -> NDArray[np.float32]:
        """Return the picture after each number of pixels. -> (counts, height, width, channels)."""
        found = np.empty((len(counts), *self._before.shape), np.float32)
        last, done = self._before, 0
        for now, count in zip(found, counts, strict=True):
            if count < done:
                last, done = self._before, 0
            now[:] = last
            changed = self._order[done:count]
            now[changed] = self._after[changed]
            last, done = now, count
        return found.reshape(len(counts), *self._shape)


def faded(picture: NDArray[np.floating], values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the picture times a map (height, width) in [0, 1], in RISE's normalized colours: MEAN_COLOUR is zero."""
    mean = zero_of(picture.shape[2])
    return np.asarray(mean + (picture.astype(np.float32) - mean) * values[..., None].astype(np.float32))


def blur_kernel() -> NDArray[np.float64]:
    """Return the KERNEL weights of the blur along one axis; both axes have the same, so their product is RISE's.

    RISE makes its kernel with SciPy: a Gaussian of SIGMA over an impulse in KERNEL cells, reflected at the edges. What
    lies outside is folded back, so it is flatter than a Gaussian, and its sum is 1.
    """
    reach = int(TRUNCATED * SIGMA + 0.5)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / SIGMA) ** 2)
    weights /= weights.sum()
    middle, period = KERNEL // 2, 2 * KERNEL
    kernel = np.zeros(KERNEL)
    for cell in range(KERNEL):
        at = (cell + np.arange(-reach, reach + 1)) % period
        kernel[cell] = weights[(at == middle) | (at == period - 1 - middle)].sum()
    return kernel


def blurred(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blur a picture (height, width, channels) as RISE does; outside, it has MEAN_COLOUR, RISE's zero padding."""
    kernel, around, mean = blur_kernel(), KERNEL // 2, zero_of(picture.shape[2]).astype(np.float64)
    values = np.pad(picture.astype(np.float64) - mean, ((around, around), (around, around), (0, 0)))
    height, width = picture.shape[:2]
    rows = sum(weight * values[at : at + height] for at, weight in enumerate(kernel))
    both = sum(weight * rows[:, at : at + width] for at, weight in enumerate(kernel))
    return np.asarray(both + mean, np.float32)

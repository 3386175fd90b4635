"""Feature maps in 8 bits, each channel with a scale of its own, in which 0 is exact."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MIDDLE = 128  # the byte of 0 in a channel with negative values


@dataclass(frozen=True, eq=False)
class Maps:
    """The channels of one layer for one picture: `cells` (channels, rows, columns), a byte for each value.

    In a layer without negative values a byte b of channel c stands for reach[c] * b / 255; if it is `signed`, for
    reach[c] * (b - 128) / 127. `reach` (channels,) is the largest absolute value of each channel.
    """

    cells: NDArray[np.uint8]
    reach: NDArray[np.float32]
    signed: bool


def pack(maps: NDArray[np.float32]) -> Maps:
    """Round the maps (rows, columns, channels) of a layer to 8 bits; no value but 0 is rounded to 0.

    >>> packed = pack(np.array([[[0.0], [0.001], [2.0]]], "float32"))
    >>> packed.cells.tolist(), packed.reach.tolist(), packed.signed
    ([[[0, 1, 255]]], [2.0], False)
    """
    channels_first = np.ascontiguousarray(np.moveaxis(maps, -1, 0), dtype="float32")
    signed = bool((channels_first < 0).any())
    reach = np.abs(channels_first).max(axis=(1, 2)) if signed else channels_first.max(axis=(1, 2))
    steps = 127 if signed else 255
    factors = np.divide(steps, reach, out=np.zeros_like(reach), where=reach > 0)
    scaled = channels_first * factors[:, None, None]
    np.rint(scaled, out=scaled)
    if signed:
        rounded_away = (scaled == 0) & (channels_first != 0)
        scaled[rounded_away] = np.sign(channels_first[rounded_away])
        scaled += MIDDLE
    else:
        np.maximum(scaled, channels_first > 0, out=scaled)
    return Maps(scaled.astype(np.uint8), reach.astype(np.float32), signed)


def values(maps: Maps) -> NDArray[np.float32]:
    """Return what the bytes stand for, (rows, columns, channels).

    >>> values(pack(np.array([[[-4.0], [0.0], [2.0]]], "float32"))).ravel().astype(float).round(2).tolist()
    [-4.0, 0.0, 2.02]
    """
    shift, steps = (MIDDLE, 127) if maps.signed else (0, 255)
    numbers = (maps.cells.astype(np.float32) - shift) * (maps.reach[:, None, None] / np.float32(steps))
    return np.ascontiguousarray(np.moveaxis(numbers, 0, -1))

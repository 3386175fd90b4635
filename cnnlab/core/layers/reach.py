"""Which cells of a layer's input its output cells depend on, along one axis of a mask, exactly.

A mask of output cells (bool, any number of axes) becomes the mask of the input cells that any of them depends on.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.layers.windows import Window

Mask = NDArray[np.bool_]
Pairs = Iterable[tuple[NDArray[np.intp], NDArray[np.intp]]]  # output cells, and the input cell that each depends on


def through_window(mask: Mask, axis: int, window: Window) -> Mask:
    """Through a convolution or pooling: each output cell depends on the cells in its window.

    >>> window = Window(size=8, kernel_size=3, strides=2)
    >>> through_window(np.array([False, False, True]), 0, window).nonzero()[0].tolist()
    [4, 5, 6]
    """
    outputs = np.arange(mask.shape[axis])
    taps = _taps(window, len(outputs), window.size)
    return _gathered(mask, axis, window.size, ((outputs, outputs * window.strides + tap) for tap in taps))


def through_transposed(mask: Mask, axis: int, window: Window) -> Mask:
    """Through a transposed convolution: each input cell is spread over the cells in `window`, that of the reversed one.

    >>> window = Window(size=8, kernel_size=3, strides=2, after=1)
    >>> through_transposed(np.eye(8, dtype=bool)[4], 0, window).nonzero()[0].tolist()
    [1, 2]
    """
    inputs = np.arange(window.output_size)
    taps = _taps(window, len(inputs), mask.shape[axis])
    pairs = ((inputs * window.strides + tap, inputs) for tap in taps)
    kept = ((outputs, cells, (outputs >= 0) & (outputs < mask.shape[axis])) for outputs, cells in pairs)
    return _gathered(mask, axis, window.output_size, ((outputs[fits], cells[fits]) for outputs, cells, fits in kept))


def through_nearest(mask: Mask, axis: int, size: int) -> Mask:
    """Through resizing of `size` cells to the nearest neighbour: the cell that the centre of the new one lies in."""
    outputs = np.arange(mask.shape[axis])
    nearest = np.floor((outputs + 0.5) * size / mask.shape[axis]).astype(np.intp)
    return _gathered(mask, axis, size, [(outputs, np.minimum(nearest, size - 1))])


def through_bilinear(mask: Mask, axis: int, size: int) -> Mask:
    """Through bilinear resizing of `size` cells: the two whose centres the new one lies between.

    One that lies on a centre depends on that cell alone; beyond the outermost centres the border is repeated.

    >>> through_bilinear(np.eye(6, dtype=bool)[2], 0, 3).nonzero()[0].tolist()
    [0, 1]
    """
    outputs = np.arange(mask.shape[axis])
    twice = (2 * outputs + 1) * size - mask.shape[axis]  # 2 n times the position, in whole numbers, so exact
    first, rest = np.divmod(twice, 2 * mask.shape[axis])
    pairs = [(outputs, np.clip(first, 0, size - 1)), (outputs[rest > 0], np.clip(first[rest > 0] + 1, 0, size - 1))]
    return _gathered(mask, axis, size, pairs)


def through_adaptive(mask: Mask, axis: int, size: int) -> Mask:
    """Through adaptive pooling: output cell i of n depends on the cells from floor(i N / n) to ceil((i + 1) N / n) - 1.

    >>> through_adaptive(np.array([False, True, False]), 0, 7).nonzero()[0].tolist()
    [2, 3, 4]
    """
    outputs, count = np.arange(mask.shape[axis]), mask.shape[axis]
    first, end = outputs * size // count, -((outputs + 1) * size // -count)
    taps = range(int((end - first).max()))
    return _gathered(mask, axis, size, [(outputs[first + tap < end], (first + tap)[first + tap < end]) for tap in taps])


def through_all(mask: Mask, axes: Iterable[int], shape: tuple[int, ...]) -> Mask:
    """Through a layer that mixes all cells along `axes`: those of the input's `shape`."""
    mixed = mask.any(axis=tuple(axes), keepdims=True)
    return np.broadcast_to(mixed, np.broadcast_shapes(mixed.shape, shape))


def _taps(window: Window, places: int, size: int) -> range:
    """The offsets of a window's cells, without those that lie outside the `size` cells at each of its `places`."""
    taps = range(-window.before, window.effective_size - window.before, window.dilation_rate)
    least = -(places - 1) * window.strides
    start, end = ((bound - taps.start + taps.step - 1) // taps.step for bound in (least, size))
    return taps[max(0, start) : max(0, end)]


def _gathered(mask: Mask, axis: int, size: int, pairs: Pairs) -> Mask:
    """The mask of `size` input cells along the axis; input cells outside are padding and left out."""
    outputs_first = np.moveaxis(mask, axis, 0)
    found = np.zeros((size, *outputs_first.shape[1:]), bool)
    for outputs, cells in pairs:
        inside = (cells >= 0) & (cells < size)
        cells, values = cells[inside], outputs_first[outputs[inside]]
        if np.all(np.diff(cells)):  # no cell twice; the general way takes ten times as long
            found[cells] |= values
        else:
            np.logical_or.at(found, cells, values)
    return np.moveaxis(found, 0, axis)

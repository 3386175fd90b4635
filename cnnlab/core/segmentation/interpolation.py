"""From a network's output to the picture's own size: one rule, the same as in the browser (interpolation.js).

The output covers the whole picture, whatever its aspect ratio. The centre of pixel i of n lies at (i + 0.5) / n of the
picture, that of cell j of m at (j + 0.5) / m. Between the centres of cells a value is interpolated bilinearly; beyond
the outermost ones it is theirs. The sums are made in float64 and in the browser's order, so both get the same numbers.
"""

from collections.abc import Iterator

import numpy as np

from cnnlab.core.segmentation.packing import WHOLE

BLOCK_BYTES = 250_000  # of one block of rows, float64: what fits a processor's cache takes a third less time
UNCERTAIN_BYTES = 8_000_000  # of the values that are interpolated at once for `labels`
UNCERTAIN = 255  # instead of a class


def enlarge(values: np.ndarray, height: int, width: int) -> np.ndarray:
    """Interpolate (rows, columns) or (rows, columns, classes) at the pixels of a picture; float32 (height, width, ...).

    8-bit values are divided by 255.

    >>> enlarge(np.array([[0.0, 1.0]]), 1, 4).tolist()
    [[0.0, 0.25, 0.75, 1.0]]
    """
    cells = values if values.ndim == 3 else values[..., None]
    found = np.empty((height, width, cells.shape[2]), np.float32)
    for start, block in blocks(cells, height, width):
        if values.dtype == np.uint8:
            block /= WHOLE
        found[start : start + len(block)] = block
    return found if values.ndim == 3 else found[..., 0]


def labels(values: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return the most likely class of each pixel, uint8 (height, width), from probabilities (rows, columns, classes).

    Of equally likely classes the first counts. Between four cells of one class, nothing has to be interpolated to know
    that the pixels have it too.

    >>> labels(np.array([[[1.0, 0.0], [0.0, 1.0]]]), 1, 4).tolist()
    [[0, 0, 1, 1]]
    """
    planes = _planes(values)
    certain = _certain(planes)
    top, bottom, down = _neighbours(height, planes.shape[1])
    left, right, across = _neighbours(width, planes.shape[2])
    found: np.ndarray = certain[top[:, None], left]
    step = max(1, UNCERTAIN_BYTES // (32 * width * len(planes)))  # four values of each class for a pixel
    for start in range(0, height, step):
        part = found[start : start + step]
        row, column = np.nonzero(part == UNCERTAIN)
        above, below, share = (each[start + row] for each in (top, bottom, down))
        before, after, near = left[column], right[column], across[column]
        upper = (1 - near) * planes[:, above, before] + near * planes[:, above, after]
        lower = (1 - near) * planes[:, below, before] + near * planes[:, below, after]
        part[row, column] = winners((1 - share) * upper + share * lower)
    return found


def _certain(planes: np.ndarray) -> np.ndarray:
    """The class between a cell and the next ones to the right and below, where all four have it; else UNCERTAIN."""
    best = winners(planes)
    beside = np.concatenate([best[:, 1:], best[:, -1:]], axis=1)
    row = np.where(best == beside, best, UNCERTAIN)
    below = np.concatenate([row[1:], row[-1:]])
    return np.where(row == below, row, UNCERTAIN)


def blocks(cells: np.ndarray, height: int, width: int) -> Iterator[tuple[int, np.ndarray]]:
    """Yield the first row of each block and its values at the pixels, float64 (rows of the block, width, classes).

    `cells` is (rows, columns, classes). 8-bit values stay whole numbers from 0 to 255, so that ties stay ties.
    """
    rows, columns, classes = cells.shape
    left, right, across = _neighbours(width, columns)
    across = across[:, None]
    exact = cells.astype(np.float64)
    wide = ((1 - across) * exact[:, left] + across * exact[:, right]).reshape(rows, width * classes)
    top, bottom, down = _neighbours(height, rows)
    step = max(1, BLOCK_BYTES // (8 * width * classes))
    for start in range(0, height, step):
        part = slice(start, start + step)
        share = down[part, None]
        upper, lower = wide[top[part]], wide[bottom[part]]
        upper *= 1 - share  # in place: half the time of new arrays
        lower *= share
        upper += lower
        yield start, upper.reshape(-1, width, classes)


def winners(planes: np.ndarray) -> np.ndarray:
    """Return the first index of the largest value along the first axis, uint8; faster than argmax for a few classes."""
    best, index = planes[0], np.zeros(planes.shape[1:], np.uint8)
    for at, plane in enumerate(planes[1:], start=1):
        index[plane > best] = at
        best = np.maximum(best, plane)
    return index


def _planes(values: np.ndarray) -> np.ndarray:
    """The classes as the first axis, float64."""
    return np.ascontiguousarray(np.moveaxis(values if values.ndim == 3 else values[..., None], -1, 0), np.float64)


def _neighbours(pixels: int, cells: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each pixel the two cells between whose centres it lies, and its distance from the first."""
    at = np.maximum((np.arange(pixels) + 0.5) / pixels * cells - 0.5, 0)
    first = np.floor(at).astype(int)
    return first, np.minimum(first + 1, cells - 1), at - first

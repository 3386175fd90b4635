"""A kernel that a visitor has typed: checked, and as text for a link."""

import numpy as np

from cnnlab.core.stepping.edits import MAX_VALUE, decimal

LARGEST = 7  # rows and columns
ROWS, CELLS = "~", "_"  # what separates them in a link


def read_kernel(text: str) -> np.ndarray | None:
    """Read the weights in a link, float64 (rows, columns); None where it holds no kernel.

    >>> read_kernel("-1_0_1~0_0.5_0").tolist()
    [[-1.0, 0.0, 1.0], [0.0, 0.5, 0.0]]
    >>> read_kernel("1_2~3") is None
    True
    """
    try:
        return checked_kernel([[float(cell) for cell in row.split(CELLS)] for row in text.split(ROWS)])
    except ValueError:
        return None


def write_kernel(kernel: np.ndarray) -> str:
    """Write weights (rows, columns) as `read_kernel` reads them, with at most 6 decimals.

    >>> write_kernel(np.array([[-1, 0.5]]))
    '-1_0.5'
    """
    return ROWS.join(CELLS.join(map(decimal, row)) for row in kernel.tolist())


def checked_kernel(weights: object) -> np.ndarray | None:
    """What a browser sent as rows of weights, as float64; None unless it is a grid of numbers within the limits.

    >>> checked_kernel([[1, 2]]), checked_kernel([[1], [2, 3]]), checked_kernel([[1e9]]), checked_kernel("x")
    (array([[1., 2.]]), None, None, None)
    """
    try:
        kernel = np.array(weights, np.float64)
    except (TypeError, ValueError):
        return None
    if kernel.ndim != 2 or kernel.size == 0 or max(kernel.shape) > LARGEST:
        return None
    return kernel if (np.abs(kernel) <= MAX_VALUE).all() else None  # no NaN either

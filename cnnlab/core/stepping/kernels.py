"""Named kernels, each with what it answers to and why.

Keras's convolution does not turn the kernel over (it is a cross-correlation, y = sum of x * w), so a kernel stands here
as it lies on the picture: a weight on the right is multiplied with the cell on the right.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnlab.core.errors import N_, CnnLabError

ODD_SIZES = (3, 5, 7)


class KernelError(CnnLabError):
    """A kernel was asked for at a size that it does not come in."""


@dataclass(frozen=True)
class Kernel:
    """A kernel by name; title and reason are English literals, to be translated by the page."""

    id: str
    title: str
    reason: str
    make: Callable[[int], np.ndarray]
    sizes: tuple[int, ...] = ODD_SIZES

    def values(self, size: int = 3) -> np.ndarray:
        """The weights, float64 (size, size); KernelError for a size that is not in `sizes`.

        >>> KERNELS["sobel_x"].values().tolist()
        [[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]
        """
        if size not in self.sizes:
            raise KernelError(
                N_("One of the sizes {known} was expected for the kernel {kernel}; {came} came."),
                known=", ".join(map(str, self.sizes)),
                kernel=self.id,
                came=repr(size),
            )
        return self.make(size).astype(np.float64)


def _point(size: int) -> np.ndarray:
    """1 in the middle, else 0: (size, size)."""
    kernel = np.zeros((size, size))
    kernel[size // 2, size // 2] = 1
    return kernel


def _column(size: int) -> np.ndarray:
    """Ones down the middle column, else 0: (size, size)."""
    kernel = np.zeros((size, size))
    kernel[:, size // 2] = 1
    return kernel


def _binomial(size: int) -> np.ndarray:
    """A row of Pascal's triangle, the bell curve in whole numbers: 1 2 1, 1 4 6 4 1, ... (size,)."""
    row = np.ones(1)
    for _ in range(size - 1):
        row = np.convolve(row, [1, 1])
    return row


def _sobel(size: int) -> np.ndarray:
    """A difference from left to right, smoothed along both axes (Sobel and Feldman 1968 for 3x3): (size, size)."""
    difference = np.convolve(_binomial(size - 2), [-1, 0, 1])
    return np.outer(_binomial(size), difference)


def _gaussian(size: int) -> np.ndarray:
    bell = np.outer(_binomial(size), _binomial(size))
    return bell / bell.sum()


def _laplacian(_size: int) -> np.ndarray:
    return np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])


def _emboss(_size: int) -> np.ndarray:
    return np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])


_ALL = (
    Kernel(
        "identity",
        N_("Identity"),
        N_(
            "A single 1 in the middle: each cell is multiplied by 1 and its neighbours by 0, so the picture comes out "
            "as it went in."
        ),
        _point,
    ),
    Kernel(
        "vertical_line",
        N_("Vertical line"),
        N_(
            "Ones down the middle column: each cell becomes the sum of the cells above and below it. A vertical line "
            "lies under all the ones at once and stays sharp; a horizontal line meets only one of them and is smeared "
            "up and down. The weights sum to the height of the kernel, so a flat area gets that many times brighter."
        ),
        _column,
    ),
    Kernel(
        "horizontal_line",
        N_("Horizontal line"),
        N_(
            "Ones along the middle row: each cell becomes the sum of the cells left and right of it. A horizontal line "
            "lies under all the ones at once and stays sharp; a vertical line meets only one of them and is smeared "
            "sideways. The weights sum to the width of the kernel, so a flat area gets that many times brighter."
        ),
        lambda size: _column(size).T,
    ),
    Kernel(
        "sobel_x",
        N_("Sobel x: vertical edges"),
        N_(
            "The right side minus the left side: positive where the picture gets brighter to the right, negative where "
            "it gets darker, so it answers most to vertical edges. The weights sum to 0: a flat area vanishes. Up and "
            "down the difference is smoothed, which calms noise. Keras does not turn the kernel over; a mathematical "
            "convolution does, and would give the opposite sign."
        ),
        _sobel,
    ),
    Kernel(
        "sobel_y",
        N_("Sobel y: horizontal edges"),
        N_(
            "The lower side minus the upper side: positive where the picture gets brighter downwards, negative where "
            "it gets darker, so it answers most to horizontal edges. The weights sum to 0: a flat area vanishes. "
            "Sideways the difference is smoothed, which calms noise. Keras does not turn the kernel over; a "
            "mathematical convolution does, and would give the opposite sign."
        ),
        lambda size: _sobel(size).T,
    ),
    Kernel(
        "laplacian",
        N_("Laplacian"),
        N_(
            "The four neighbours minus four times the middle: four times how far a cell lies below the mean of its "
            "neighbours. The weights sum to 0, so flat areas vanish, and so does an even slope; a dark point answers "
            "positive, a bright point negative, and an edge of any direction on both its sides with opposite signs."
        ),
        _laplacian,
        (3,),
    ),
    Kernel(
        "blur",
        N_("Blur (box)"),
        N_(
            "The same weight everywhere: each cell becomes the mean of its neighbourhood, so fine detail and noise "
            "fade. The weights sum to 1, so the brightness stays."
        ),
        lambda size: np.full((size, size), 1 / size**2),
    ),
    Kernel(
        "gaussian",
        N_("Blur (Gaussian)"),
        N_(
            "A mean in which near cells count more than far ones, by a bell curve: a blur without the boxy traces that "
            "equal weights leave. The weights sum to 1, so the brightness stays."
        ),
        _gaussian,
    ),
    Kernel(
        "sharpen",
        N_("Sharpen"),
        N_(
            "The picture minus its Laplacian: the difference to each of its four neighbours is added to the cell, so "
            "edges get steeper and noise gets stronger. The weights sum to 1, so flat areas keep their brightness."
        ),
        lambda size: _point(size) - _laplacian(size),
        (3,),
    ),
    Kernel(
        "emboss",
        N_("Emboss"),
        N_(
            "The lower right minus the upper left, and the cell itself: slopes that get brighter to the lower right "
            "are lit, the opposite ones darkened, like a relief in which bright is high, with light from the upper "
            "left. The weights sum to 1, so flat areas keep their brightness. Keras does not turn the kernel over; a "
            "mathematical convolution does, and would put the light on the other side."
        ),
        _emboss,
        (3,),
    ),
)
KERNELS: dict[str, Kernel] = {kernel.id: kernel for kernel in _ALL}

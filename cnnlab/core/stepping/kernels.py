"""Named kernels, each with what it responds to and why.

Keras's convolution does not flip the kernel (it is a cross-correlation, y = sum of x * w), so a kernel is written here
as it is laid on the picture: a weight on the right is multiplied by the cell on the right.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnlab.core.errors import N_, CnnLabError

ODD_SIZES = (3, 5, 7)


class KernelError(CnnLabError):
    """The kernel does not exist in the requested size."""


@dataclass(frozen=True)
class Kernel:
    """A named kernel; `title` and `reason` are English literals, to be translated by the page."""

    id: str
    title: str
    reason: str
    make: Callable[[int], np.ndarray]
    sizes: tuple[int, ...] = ODD_SIZES

    def values(self, size: int = 3) -> np.ndarray:
        """Return the weights, float64 (size, size); KernelError for a size that is not in `sizes`.

        >>> KERNELS["sobel_x"].values().tolist()
        [[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]
        """
        if size not in self.sizes:
            raise KernelError(
                N_("There is no {kernel} kernel of the size {size}. Choose one of {known}."),
                kernel=self.id,
                size=repr(size),
                known=", ".join(map(str, self.sizes)),
            )
        return self.make(size).astype(np.float64)


def _point(size: int) -> np.ndarray:
    """1 in the middle, 0 elsewhere: (size, size)."""
    kernel = np.zeros((size, size))
    kernel[size // 2, size // 2] = 1
    return kernel


def _column(size: int) -> np.ndarray:
    """Ones down the middle column, 0 elsewhere: (size, size)."""
    kernel = np.zeros((size, size))
    kernel[:, size // 2] = 1
    return kernel


def _binomial(size: int) -> np.ndarray:
    """A row of Pascal's triangle, a bell curve in whole numbers: 1 2 1, 1 4 6 4 1, ... (size,)."""
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
    weights: np.ndarray = bell / bell.sum()
    return weights


def _laplacian(_size: int) -> np.ndarray:
    return np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])


def _emboss(_size: int) -> np.ndarray:
    return np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])


_ALL = (
    Kernel(
        "identity",
        N_("Identity"),
        N_(
            "A single 1 in the middle: each cell is multiplied by 1 and its neighbours by 0, so the picture stays "
            "unchanged."
        ),
        _point,
    ),
    Kernel(
        "vertical_line",
        N_("Vertical line"),
        N_(
            "Ones down the middle column: each cell becomes the sum of the cells above it, itself and the cells below. "
            "A vertical line lies under all the ones at once and stays sharp; a horizontal line meets only one of them "
            "and is smeared up and down. The weights sum to the height of the kernel, so a flat area gets that many "
            "times brighter."
        ),
        _column,
    ),
    Kernel(
        "horizontal_line",
        N_("Horizontal line"),
        N_(
            "Ones along the middle row: each cell becomes the sum of the cells to its left, itself and the cells to "
            "its right. A horizontal line lies under all the ones at once and stays sharp; a vertical line meets only "
            "one of them and is smeared sideways. The weights sum to the width of the kernel, so a flat area gets that "
            "many times brighter."
        ),
        lambda size: _column(size).T,
    ),
    Kernel(
        "sobel_x",
        N_("Sobel x: vertical edges"),
        N_(
            "The right side minus the left side: positive where the picture gets brighter to the right, negative where "
            "it gets darker, so it responds most strongly to vertical edges. The weights sum to 0, so flat areas "
            "become 0, and where a bias is added, only the bias is left. Smoothing along the vertical reduces noise. "
            "Keras does not flip the kernel; a mathematical "
            "convolution would, and would give the opposite sign."
        ),
        _sobel,
    ),
    Kernel(
        "sobel_y",
        N_("Sobel y: horizontal edges"),
        N_(
            "The lower side minus the upper side: positive where the picture gets brighter downwards, negative where "
            "it gets darker, so it responds most strongly to horizontal edges. The weights sum to 0, so flat areas "
            "become 0, and where a bias is added, only the bias is left. Smoothing along the horizontal reduces noise. "
            "Keras does not flip the kernel; a mathematical "
            "convolution would, and would give the opposite sign."
        ),
        lambda size: _sobel(size).T,
    ),
    Kernel(
        "laplacian",
        N_("Laplacian"),
        N_(
            "The four neighbours minus four times the middle: four times how far a cell lies below the mean of its "
            "neighbours. The weights sum to 0, so flat areas and even slopes become 0. A dark point gives a positive "
            "value, a bright point a negative one, and an edge in any direction opposite signs on its two sides."
        ),
        _laplacian,
        (3,),
    ),
    Kernel(
        "blur",
        N_("Blur (box)"),
        N_(
            "The same weight everywhere: each cell becomes the mean of its neighbourhood, so fine detail and noise "
            "fade. The weights sum to 1, so the brightness stays the same."
        ),
        lambda size: np.full((size, size), 1 / size**2),
    ),
    Kernel(
        "gaussian",
        N_("Blur (Gaussian)"),
        N_(
            "A mean weighted by a bell curve, in which near cells count more than far ones: it blurs without the boxy "
            "artefacts of equal weights. The weights sum to 1, so the brightness stays the same."
        ),
        _gaussian,
    ),
    Kernel(
        "sharpen",
        N_("Sharpen"),
        N_(
            "The picture minus its Laplacian: the differences between a cell and its four neighbours are added to it, "
            "so edges get steeper and noise gets stronger. The weights sum to 1, so flat areas keep their brightness."
        ),
        lambda size: _point(size) - _laplacian(size),
        (3,),
    ),
    Kernel(
        "emboss",
        N_("Emboss"),
        N_(
            "The lower right minus the upper left, plus the cell itself: slopes that get brighter towards the lower "
            "right are lit, the opposite ones darkened, like a relief in which bright is high, lit from the upper "
            "left. The weights sum to 1, so flat areas keep their brightness. Keras does not flip the kernel; a "
            "mathematical convolution would, and would put the light on the other side."
        ),
        _emboss,
        (3,),
    ),
)
KERNELS: dict[str, Kernel] = {kernel.id: kernel for kernel in _ALL}

"""What is kept of a picture's mask where there are many: a few numbers, and the network's output, packed."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from cnnlab.core.requests import Segmented
from cnnlab.core.segmentation.summary import summary

FAST = 1  # zlib's level: a real output of 256 x 256 x 3 packs to a third in 2 ms
LARGEST = 512  # pixels a side at which shares are counted


@dataclass(frozen=True)
class KeptMask:
    """A picture's size (height, width), the share of it that each class has, and the mean certainty, 0 to 1.

    Certainty is the probability of each pixel's most likely class.
    """

    size: tuple[int, int]
    shares: tuple[float, ...]
    certainty: float
    shape: tuple[int, ...]
    packed: bytes

    @property
    def probabilities(self) -> np.ndarray:
        """The network's output again, uint8 (rows, columns, classes)."""
        return np.frombuffer(zlib.decompress(self.packed), np.uint8).reshape(self.shape)


def kept_mask(found: Segmented) -> KeptMask:
    """Keep what a network said of a picture, in a third of the memory."""
    output = found.probabilities
    made = summary(output, *within(found.size, LARGEST))
    return KeptMask(
        size=found.size,
        shares=tuple(made.shares),
        certainty=made.certainty,
        shape=output.shape,
        packed=zlib.compress(output.tobytes(), FAST),
    )


def means(masks: Sequence[KeptMask]) -> tuple[float, float]:
    """The mean over masks, at least one, of the share of the first class, and of the certainty."""
    return fmean(mask.shares[0] for mask in masks), fmean(mask.certainty for mask in masks)


def within(size: tuple[int, int], most: int) -> tuple[int, int]:
    """The size (height, width) reduced, its proportions kept, so that no side has more pixels than `most`.

    >>> within((300, 600), 100), within((3, 2), 100), within((1, 2000), 100)
    ((50, 100), (3, 2), (1, 100))
    """
    scale = min(1.0, most / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))

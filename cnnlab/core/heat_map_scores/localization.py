"""Whether a heat map lies on the object: three numbers, each to be compared with the mask's share of the picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Localization:
    """`hit`, `mass` and `rank` are None for a map without a positive value, `rank` also where the mask is empty.

    `share` is the mask's share of the picture: what `mass` and `rank` are for a map that is the same everywhere, and
    how often a random pixel is a hit.
    """

    hit: bool | None  # the pointing game (Zhang et al. 2018), without its tolerance of 15 pixels
    mass: float | None  # relevance mass accuracy (Arras, Osman, Samek 2021): the share of the map's sum in the mask
    rank: float | None  # relevance rank accuracy (ibid.): of the K largest pixels the share in the mask, of K pixels
    share: float


def localization(values: NDArray[np.floating], mask: NDArray[np.bool_], order: NDArray[np.int64]) -> Localization:
    """Compare a map (height, width), never negative, with a mask of the same size; `order` is masking.order_of(map).

    >>> values, mask = np.array([[4.0, 1.0], [3.0, 0.0]]), np.array([[True, True], [False, False]])
    >>> localization(values, mask, np.array([0, 2, 1, 3]))
    Localization(hit=True, mass=0.625, rank=0.5, share=0.5)
    """
    share, size = float(mask.mean()), int(mask.sum())
    total = float(values.sum(dtype=np.float64))
    if total <= 0:
        return Localization(None, None, None, share)
    inside = mask.ravel()
    mass = float(values[mask].sum(dtype=np.float64)) / total
    return Localization(bool(inside[order[0]]), mass, float(inside[order[:size]].mean()) if size else None, share)

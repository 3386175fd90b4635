"""How the same layer answers to two pictures."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.activations.packing import Maps, values


@dataclass(frozen=True, eq=False)
class Difference:
    """The channels of a layer, the one whose mean differs most first.

    `order` (channels,) are channels, `means` (2, channels) the mean of each channel, by its own number, for either
    picture. `similarity` is the cosine between the two rows of `means`: 1 where all channels have the same proportions,
    None where one picture excites nothing. `only` counts the channels that only one picture excites, for either.
    """

    order: NDArray[np.int64]
    means: NDArray[np.float64]
    similarity: float | None
    only: tuple[int, int]


def difference(one: Maps, other: Maps) -> Difference:
    """Compare the maps of one layer for two pictures, as their 8 bits say.

    >>> from cnnlab.core.activations import pack
    >>> maps = [pack(np.array([[cells]], "float32")) for cells in ([3.0, 0.0, 1.0], [3.0, 4.0, 0.0])]
    >>> found = difference(*maps)
    >>> found.order.tolist(), round(found.similarity, 3), found.only
    ([1, 2, 0], 0.569, (1, 1))
    """
    maps = [values(each) for each in (one, other)]
    means = np.stack([each.mean(axis=(0, 1), dtype=float) for each in maps])
    excited = np.stack([(each != 0).any(axis=(0, 1)) for each in maps])
    lengths = np.linalg.norm(means, axis=1)
    product = float(lengths.prod())
    return Difference(
        order=np.argsort(-np.abs(means[0] - means[1]), kind="stable"),
        means=means,
        similarity=float(means[0] @ means[1] / product) if product else None,
        only=(int((excited[0] & ~excited[1]).sum()), int((excited[1] & ~excited[0]).sum())),
    )


def side_by_side(
    one: Maps, other: Maps, channels: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The chosen channels (rows, columns, count) of both, each divided by its largest absolute value in either."""
    reach = np.maximum(one.reach, other.reach)[channels]
    factors = np.divide(1, reach, out=np.zeros_like(reach), where=reach > 0)
    shown = [values(Maps(each.cells[channels], each.reach[channels], each.signed)) * factors for each in (one, other)]
    return shown[0], shown[1]

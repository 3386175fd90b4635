"""The question which feature map a kernel of the digit network made, with the mistake behind each wrong map."""

from dataclasses import dataclass
from random import Random

import numpy as np

from cnnlab.core.digits.kernels import lookalikes
from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Slip

LEAST = 0.05  # what the weights of an edge have to add up to, above and below 0, to be told
SLIPS = {  # by the names that `lookalikes` gives them
    "opposite": Slip(
        N_(
            "That map comes from a kernel that looks like this one with its signs reversed: it responds to the other "
            "side of each stroke."
        )
    ),
    "turned": Slip(
        N_(
            "That map comes from a kernel that looks like this one with rows and columns swapped: it responds to "
            "strokes in another direction."
        )
    ),
    "mirrored": Slip(
        N_(
            "That map comes from a kernel that looks like this one rotated by 180°. Keras does not flip a kernel "
            "before multiplying."
        )
    ),
}


MADE = N_("It is map {map} of {layer}.")
SIDES = {  # by the edge of the kernel whose weights add up to more than 0, those of the edge opposite to less
    "left": N_(
        "It is map {map} of {layer}. The weights in the left column of the kernel add up to {high:.2f}, those in the "
        "right column to −{low:.2f}: a stroke under the left column raises the value, one under the other lowers it."
    ),
    "right": N_(
        "It is map {map} of {layer}. The weights in the right column of the kernel add up to {high:.2f}, those in the "
        "left column to −{low:.2f}: a stroke under the right column raises the value, one under the other lowers it."
    ),
    "top": N_(
        "It is map {map} of {layer}. The weights in the top row of the kernel add up to {high:.2f}, those in the "
        "bottom row to −{low:.2f}: a stroke under the top row raises the value, one under the other lowers it."
    ),
    "bottom": N_(
        "It is map {map} of {layer}. The weights in the bottom row of the kernel add up to {high:.2f}, those in the "
        "top row to −{low:.2f}: a stroke under the bottom row raises the value, one under the other lowers it."
    ),
}


@dataclass(frozen=True)
class MapQuestion:
    """Which of these feature maps did the kernel of `filter` make?

    `options` are the filters whose maps are shown, in the order shown, each with its slip; the right one has none.
    """

    filter: int
    options: dict[int, Slip | None]


def map_question(kernels: np.ndarray, maps: np.ndarray, number: int) -> MapQuestion:
    """Ask question `number` about a layer's kernels (side, side, 1, filters) and its maps (rows, columns, filters).

    One question after another asks about the half of the filters whose maps vary most. The other options are the
    filters that are most easily confused with the one asked about, and the order is the same in every run.

    >>> edge = np.array([[-1.0, 0, 1]] * 3)
    >>> kernels = np.stack([edge, -edge, edge.T, edge + 1, np.eye(3)], -1)[:, :, None]
    >>> maps = np.array([[[0.0, 0, 0, 0, 0], [9, 5, 1, 1, 1]]])
    >>> [map_question(kernels, maps, number).filter for number in range(3)]
    [0, 1, 0]
    """
    candidates = _most_varied(maps)
    chosen = candidates[number % len(candidates)]
    options: dict[int, Slip | None] = {chosen: None}
    options |= {filter_: SLIPS[name] for name, filter_ in lookalikes(kernels, chosen).items()}
    order = sorted(options)
    Random(chosen).shuffle(order)
    return MapQuestion(chosen, {filter_: options[filter_] for filter_ in order})


def map_reason(kernel: np.ndarray, filter_: int, layer: str) -> Slip:
    """Why a map is that of a kernel (rows, columns): what two opposite edges of the kernel add up to.

    Of the two directions that which differs more; only the map's number where the edges of neither differ in sign.

    >>> map_reason(np.array([[-1.0, 0, 2]] * 3), 4, "conv").values
    {'map': 5, 'layer': 'conv', 'high': 6.0, 'low': 3.0}
    """
    sums = {"left": kernel[:, 0], "right": kernel[:, -1], "top": kernel[0], "bottom": kernel[-1]}
    edges = {side: float(weights.sum()) for side, weights in sums.items()}
    opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
    pairs = {side: (edges[side], -edges[opposite[side]]) for side in edges}
    found = [side for side, (high, low) in pairs.items() if min(high, low) >= LEAST]
    if not found:
        return Slip(MADE, map=filter_ + 1, layer=layer)
    side = max(found, key=lambda one: sum(pairs[one]))
    high, low = pairs[side]
    return Slip(SIDES[side], map=filter_ + 1, layer=layer, high=high, low=low)


def _most_varied(maps: np.ndarray) -> list[int]:
    """The filters whose maps have the largest standard deviations, the largest first: half of them."""
    filters = maps.shape[-1]
    deviations = maps.reshape(-1, filters).std(axis=0)
    return [int(index) for index in np.argsort(-deviations, kind="stable")[: filters // 2]]

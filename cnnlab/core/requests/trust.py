"""Whether a heat map can be trusted: what the network answers without its pixels, or without its own weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.heat_map_scores import Kind
from cnnlab.core.requests.request import Request

RANDOM_STEPS = 12  # at most; further layers are randomized together


@dataclass(frozen=True, eq=False)
class RandomizedMaps:
    """Maps in [0, 1] of a network whose weights are randomized from the top down.

    `heats` (1 + steps, rows, columns) begins with the map of the trained network. Each step randomizes further layers:
    down to the one in `down_to`, `layers` of them altogether. A part that begins later has heats (steps, ...), and one
    behind the last step (0, ...).
    """

    down_to: tuple[str, ...]
    layers: tuple[int, ...]
    heats: NDArray[np.float32]


def joined(parts: Sequence[RandomizedMaps]) -> RandomizedMaps:
    """Return parts that follow each other as one."""
    down_to = tuple(name for part in parts for name in part.down_to)
    layers = tuple(count for part in parts for count in part.layers)
    return RandomizedMaps(down_to, layers, np.concatenate([part.heats for part in parts if len(part.heats)]))


@dataclass(frozen=True, eq=False)
class WithoutPixels(Request[NDArray[np.float32]]):
    """The probability of a class after each number of the map's pixels, the largest values first. -> (counts,).

    `picture` is (size, size, channels), `heat` (rows, columns). A curve is asked for in several requests, so that
    others need not wait for all of it.
    """

    gives_way: ClassVar[bool] = True

    model: str
    picture: NDArray[Any]
    heat: NDArray[np.float32]
    class_index: int
    kind: Kind
    counts: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class SeenThrough(Request[NDArray[np.float32]]):
    """The probability of a class for the picture, and for the picture times each map in [0, 1]. -> (1 + maps,)."""

    gives_way: ClassVar[bool] = True

    model: str
    picture: NDArray[Any]
    heats: tuple[NDArray[np.float32], ...]
    class_index: int


@dataclass(frozen=True, eq=False)
class RandomizeWeights(Request[RandomizedMaps]):
    """Explain a class while the network's weights are randomized from the top down, on a copy of it.

    `steps` is the first step and the one after the last: 0 is the trained network. All maps are asked for in several
    requests, so that others need not wait for all of them; there are at most RANDOM_STEPS besides the trained one.
    """

    gives_way: ClassVar[bool] = True

    model: str
    picture: NDArray[Any]
    class_index: int
    method: str  # of core/heat_maps.py
    layer: str | None  # None where the method works on pixels
    seed: int
    steps: tuple[int, int] = (0, RANDOM_STEPS + 1)

"""Whether a heat map can be trusted: what the network answers without its pixels, or without its own weights."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.heat_map_scores import Kind
from cnnlab.core.requests.request import Request


@dataclass(frozen=True, eq=False)
class RandomizedMaps:
    """Maps in [0, 1] of a network whose weights are randomized from the top down.

    `heats` (1 + steps, rows, columns) begins with the map of the trained network. Each step randomizes further layers:
    down to the one in `down_to`, `layers` of them altogether.
    """

    down_to: tuple[str, ...]
    layers: tuple[int, ...]
    heats: NDArray[np.float32]


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
    """Explain a class while the network's weights are randomized from the top down, on a copy of it."""

    gives_way: ClassVar[bool] = True

    model: str
    picture: NDArray[Any]
    class_index: int
    method: str  # of core/heat_maps.py
    layer: str | None  # None where the method works on pixels
    seed: int

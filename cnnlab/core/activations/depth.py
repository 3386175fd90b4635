"""What is measured of a network's layers over depth, and what it says about one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

from cnnlab.core.requests import LayerActivity


@dataclass(frozen=True)
class Depth:
    """Numbers of each layer.

    `zeros` is the share of its values that are exactly 0, `means` their mean, `largest` the largest absolute one;
    `likeness` is the mean likeness of its channels to the picture, `dead` counts those that are 0 in every cell, and
    `rectified` says whether it has no negative value.
    """

    zeros: list[float]
    means: list[float]
    largest: list[float]
    likeness: list[float]
    dead: list[int]
    rectified: list[bool]


def over_depth(layers: Sequence[LayerActivity]) -> Depth:
    """Summarize the layers' channels; dead channels do not count in the likeness.

    >>> numbers = [np.array(row, "float32") for row in ([0, 0], [2, 0], [1, 0], [0.25, 1], [0.5, 0])]
    >>> found = over_depth([LayerActivity(*numbers)])
    >>> found.zeros, found.means, found.largest, found.likeness, found.dead, found.rectified
    ([0.625], [0.5], [2.0], [0.5], [1], [True])
    """
    return Depth(
        zeros=[float(layer.zeros.mean(dtype=float)) for layer in layers],
        means=[float(layer.means.mean(dtype=float)) for layer in layers],
        largest=[float(max(abs(layer.lows.min()), abs(layer.highs.max()))) for layer in layers],
        likeness=[_mean_of_living(layer) for layer in layers],
        dead=[int(dead(layer).sum()) for layer in layers],
        rectified=[bool(layer.lows.min() >= 0) for layer in layers],
    )


def dead(layer: LayerActivity) -> np.ndarray:
    """Which channels are 0 in every cell, bool (channels,)."""
    return np.asarray((layer.lows == 0) & (layer.highs == 0))


def farthest(layer: LayerActivity) -> np.ndarray:
    """Each channel's value that is farthest from 0, with its sign; of two that are equally far, the positive one.

    >>> farthest(LayerActivity(*np.array([[-3, -2], [1, 2], [0, 0], [0, 0], [0, 0]], "float32"))).tolist()
    [-3.0, 2.0]
    """
    return np.where(layer.highs >= -layer.lows, layer.highs, layer.lows)


def widest(layer: LayerActivity) -> int:
    """The first of the channels whose values differ most.

    >>> widest(LayerActivity(*np.array([[0, -2, -1], [1, 1, 2], [0] * 3, [0] * 3, [0] * 3], "float32")))
    1
    """
    return int(np.argmax(layer.highs - layer.lows))


def _mean_of_living(layer: LayerActivity) -> float:
    living = layer.likeness[~dead(layer)]
    return float(living.mean(dtype=float)) if len(living) else 0.0


def chance(cells: int) -> float:
    """Return the mean absolute correlation of independent values over so many cells: about sqrt(2 / (pi (n - 1))).

    With dependent neighbours, as in a map, it is larger.

    >>> round(chance(49), 3)
    0.115
    """
    return sqrt(2 / (pi * (cells - 1))) if cells > 1 else 1.0


@dataclass(frozen=True)
class Trend:
    """The mean of a number over the first third of the layers and over the last."""

    first: float
    last: float

    @property
    def rises(self) -> bool:
        return self.last > self.first


def trend(values: Sequence[float]) -> Trend:
    """Compare the first third of some layers with the last; of fewer than six, two layers or fewer on either side.

    >>> trend([0.1, 0.2, 0.6, 0.7])
    Trend(first=0.1, last=0.7)
    """
    count = max(1, len(values) // 3)
    return Trend(float(np.mean(values[:count])), float(np.mean(values[-count:])))


def falls(likeness: Trend, by_chance: Trend) -> bool:
    """Whether early layers exceed what chance alone gives by more than late ones do.

    >>> falls(Trend(0.5, 0.3), Trend(0.1, 0.2)), falls(Trend(0.2, 0.4), Trend(0.1, 0.3))
    (True, False)
    """
    return likeness.first - by_chance.first > likeness.last - by_chance.last

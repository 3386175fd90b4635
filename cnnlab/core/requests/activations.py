"""The feature maps of a network's layers for a picture, what is measured of all of them, and what excites a channel."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.activations.packing import Maps
from cnnlab.core.requests.request import Request


@dataclass(frozen=True, eq=False)
class LayerActivity:
    """What is measured of a layer's channels for one picture, float32 (channels,) each.

    `zeros` is the share of a channel's cells that are exactly 0. `likeness` is the absolute correlation, over the
    cells, of the channel with the picture's brightness at the layer's size; 0 for a channel without variation.
    """

    lows: NDArray[np.float32]
    highs: NDArray[np.float32]
    means: NDArray[np.float32]
    zeros: NDArray[np.float32]
    likeness: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FoundMaps:
    """The maps of one layer, what is measured of it, and the largest absolute value in all layers.

    `kernels` (rows, columns, 3, filters) are those of a convolution that takes the picture itself, else None.
    `milliseconds` is the time from the picture to these numbers, without compiling.
    """

    maps: Maps
    activity: LayerActivity
    largest: float
    kernels: NDArray[np.float32] | None
    milliseconds: float


@dataclass(frozen=True, eq=False)
class ComputeMaps(Request[FoundMaps]):
    """Run a model on one picture (height, width, channels) and keep the maps of `layer`, one of `layers`.

    `convolution` is the layer whose kernels are wanted, the one before its activation.
    """

    model: str
    picture: NDArray[Any]
    layers: tuple[str, ...]
    layer: str
    convolution: str


@dataclass(frozen=True, eq=False)
class MeasureLayers(Request[tuple[LayerActivity, ...]]):
    """Run a model on one picture (height, width, channels), and measure each of `layers`."""

    model: str
    picture: NDArray[Any]
    layers: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Exciting:
    """The cells, one in each picture at most, in which each channel of a layer is largest, the largest first.

    `pictures` (channels, count) are places among the bundled photographs, `cells` (channels, count, 2) row and column
    in the layer's map, `values` (channels, count) what the channel is there; not above 0 means that nothing excites it.
    """

    pictures: NDArray[np.uint8]
    cells: NDArray[np.uint16]
    values: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FindExciting(Request[tuple[Exciting, ...]]):
    """Run a model on the centre squares of all bundled photographs, and find what excites each channel of `layers`."""

    gives_way: ClassVar[bool] = True

    model: str
    layers: tuple[str, ...]

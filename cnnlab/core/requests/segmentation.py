"""Which class each pixel of a picture has, what a network computes on the way there, and why."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.requests.request import Request

Role = Literal["down", "bottom", "up"]
RegionMethod = Literal["seg-grad-cam", "seg-eigen-cam"]


@dataclass(frozen=True, eq=False)
class Segmented:
    """The network's own output for a picture, which was stretched to the network's input and so covers all of it.

    `probabilities` are in steps of 1/255: 255 is 1, and the classes of a pixel add up to 255. The most likely class is
    that of the unrounded output. A network with one sigmoid channel has two classes, 0 without and 1 with the object.
    `milliseconds` is the time from the picture to these numbers, inside the engine.
    """

    probabilities: NDArray[np.uint8]  # (rows, columns, classes)
    size: tuple[int, int]  # height and width of the picture
    milliseconds: float


@dataclass(frozen=True, eq=False)
class Stage:
    """The output of one layer: its most varied channels, each stretched from its smallest value, 0, to its largest.

    `joins` names the layer that a skip connection leads to from here; it is empty where none does.
    """

    name: str
    kind: str  # Keras's name of the layer's class
    shape: tuple[int, int, int]  # rows, columns, channels of the whole output
    role: Role
    channels: tuple[int, ...]  # which are shown, the one of the highest variance first
    maps: NDArray[np.uint8]  # (shown channels, rows, columns)
    joins: str = ""


@dataclass(frozen=True, eq=False)
class RegionExplanation:
    """What in a picture raised a class's scores inside a region, at one layer.

    `score` is the sum over the region of the class's logits. `heat` is `signed` after ReLU, divided by its largest
    value; all zero where nothing is positive.
    """

    signed: NDArray[np.float32]  # (rows, columns) of the layer
    heat: NDArray[np.float32]  # (rows, columns) in [0, 1]
    layer: str
    class_index: int
    method: RegionMethod
    score: float


@dataclass(frozen=True, eq=False)
class Unreadable:
    """A picture that was left out, with the error's template and values, which a page translates."""

    name: str
    template: str
    values: dict[str, Any]


@dataclass(frozen=True, eq=False)
class SegmentedPictures:
    """What was found for each picture, in the order in which they were given."""

    found: tuple[Segmented | Unreadable, ...]
    milliseconds: float  # of all of them together


@dataclass(frozen=True, eq=False)
class SegmentedVersions:
    """Augmented versions of a picture, the picture's own mask moved along with their pixels, and their own masks.

    `moved` is 255 (cnnlab.core.segmentation.NOT_COUNTED) where a version shows nothing of the picture.
    """

    images: NDArray[np.uint8]  # (count, height, width, 3)
    moved: NDArray[np.uint8]  # (count, height, width)
    found: NDArray[np.uint8]  # (count, height, width)


@dataclass(frozen=True, eq=False)
class SegmentPicture(Request[Segmented]):
    """Segment a picture (height, width, 3) of any size."""

    model: str
    picture: NDArray[Any]


@dataclass(frozen=True, eq=False)
class SegmentWithoutSkips(Request[Segmented]):
    """Segment a picture, with zeros in place of what the named layers pass on through their skip connections.

    `skips` are names of layers: those of the `Stage`s with a `joins`. None of them is the network as it is.
    """

    model: str
    picture: NDArray[Any]
    skips: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SegmentationStages(Request[tuple[Stage, ...]]):
    """The network's outputs for a picture on the way down, at the bottom and on the way up, in that order."""

    model: str
    picture: NDArray[Any]


@dataclass(frozen=True, eq=False)
class ExplainRegion(Request[RegionExplanation]):
    """Explain a class over a region, bool (rows, columns) at the size of the network's output.

    `layer` None is the last layer of the smallest size, the bottleneck.
    """

    model: str
    picture: NDArray[Any]
    region: NDArray[np.bool_]
    class_index: int
    layer: str | None = None
    method: RegionMethod = "seg-grad-cam"


@dataclass(frozen=True, eq=False)
class SegmentPictures(Request[SegmentedPictures]):
    """Segment many pictures: the bytes of files, or pixels (height, width, 3), each with a name to report it by."""

    gives_way: ClassVar[bool] = True

    model: str
    pictures: tuple[bytes | NDArray[Any], ...]
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SegmentAugmented(Request[SegmentedVersions]):
    """Segment a picture (height, width, 3), and `count` versions of it that augmentation layers make.

    `layers` are Keras layer configs; the seeds of the versions are seed, seed + 1, ...
    """

    gives_way: ClassVar[bool] = True

    model: str
    picture: NDArray[Any]
    layers: list[dict[str, Any]]
    seed: int
    count: int

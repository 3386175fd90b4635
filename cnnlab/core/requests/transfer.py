"""A head trained on the features of a base, the features as points of a plane, and pictures classified by the head."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.requests.request import Request
from cnnlab.core.transfer import HeadRun, HeadSettings


@dataclass(frozen=True, eq=False)
class FeaturePlane:
    """The features of the pictures as points (n, 2) of the plane in which those of the training pictures vary most.

    `explained` is the share of their variance along each axis. `bounds` (x0, x1, y0, y1) are the edges of the part of
    the plane that `HeadRun.plane` covers.
    """

    train: NDArray[np.float32]
    validation: NDArray[np.float32]
    explained: NDArray[np.float32]  # (2,)
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class JudgedPicture:
    """What two networks predict for a picture, as probabilities of "dog", and its point (2,) in the plane."""

    head: float
    fine_tuned: float
    point: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class JudgedPhotographs:
    """A head's probabilities of "dog" (n,) for the n bundled photographs, and their points (n, 2) in the plane.

    The photographs are those of cnnlab.core.transfer.photographs.
    """

    probabilities: NDArray[np.float32]
    points: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class TrainHead(Request[HeadRun]):
    """Train a head for `epoch` epochs, from 1 to `settings.epochs`.

    The same answer whoever asks. An epoch that follows one asked for before takes the time of one epoch.
    """

    gives_way: ClassVar[bool] = True
    settings: HeadSettings
    epoch: int


@dataclass(frozen=True, eq=False)
class ProjectFeatures(Request[FeaturePlane]):
    """Project the bundled features to a plane, which takes a second for the first visitor."""

    gives_way: ClassVar[bool] = True


@dataclass(frozen=True, eq=False)
class JudgePicture(Request[JudgedPicture]):
    """Classify a picture (height, width, 3) with the head after `epoch` epochs and with the fine-tuned network.

    A head that is no longer kept is trained again first.
    """

    gives_way: ClassVar[bool] = True
    settings: HeadSettings
    epoch: int
    picture: NDArray[Any]


@dataclass(frozen=True, eq=False)
class JudgePhotographs(Request[JudgedPhotographs]):
    """Classify the bundled photographs of cats and dogs with the head after `epoch` epochs, as JudgePicture."""

    gives_way: ClassVar[bool] = True
    settings: HeadSettings
    epoch: int

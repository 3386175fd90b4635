"""Augmented pictures, and what classifiers predict for them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.requests.request import Request


@dataclass(frozen=True, eq=False)
class AugmentedBatch:
    """The output of the augmentation layers for a batch of pictures.

    `masks` is None where none were given or a layer of Keras transforms them wrongly; `no_masks` names those layers.
    `sampled` has an entry for each layer in order: one dict of sampled values per picture ({} where the layer samples
    nothing), or None where Keras does not reveal the values.
    """

    images: NDArray[np.uint8]  # (batch, height, width, 3)
    masks: NDArray[np.uint8] | None  # (batch, height, width)
    labels: NDArray[np.float32] | None  # (batch, classes)
    sampled: list[list[dict[str, Any]] | None]
    no_masks: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Augment(Request[AugmentedBatch]):
    """Run pictures (batch, height, width, 3) through augmentation layers, given as Keras layer configs.

    Every layer's own seed is derived from `seed`. With `apart` each picture is a batch of its own, and the seeds are
    seed, seed + 1, ...
    """

    pictures: NDArray[Any]
    layers: list[dict[str, Any]]
    seed: int
    training: bool = True
    masks: NDArray[Any] | None = None
    labels: NDArray[Any] | None = None
    apart: bool = False


@dataclass(frozen=True, eq=False)
class AugmentedPredictions:
    """Augmented versions of one picture, and the probabilities that each model gives them.

    `images` are at the first model's input size. The other fields are by the id of the model's card.
    """

    images: NDArray[np.uint8]  # (count, height, width, 3)
    probabilities: dict[str, NDArray[np.float32]]  # (count, classes), of the augmented versions
    plain: dict[str, NDArray[np.float32]]  # (classes,), of the picture itself


@dataclass(frozen=True, eq=False)
class PredictAugmented(Request[AugmentedPredictions]):
    """Classify `count` augmented versions of one picture (height, width, 3) with each of several models."""

    models: list[str]
    picture: NDArray[Any]
    layers: list[dict[str, Any]]
    seed: int
    count: int = 32

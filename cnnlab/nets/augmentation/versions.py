"""A network's predictions for many augmented versions of one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from cnnlab.core.augmentation import AUGMENTATIONS, AugmentationError
from cnnlab.core.cards.scores import probabilities
from cnnlab.core.errors import N_
from cnnlab.core.pictures import square
from cnnlab.nets.augmentation.running import augment, augment_separately
from cnnlab.nets.catalog import cached
from cnnlab.nets.logits import Logits

MOST = 64  # versions in one call


@dataclass(frozen=True)
class PredictedVersions:
    """The pictures given to a network, and its prediction for each."""

    images: np.ndarray  # uint8 (count, height, width, 3), at the network's input size
    probabilities: np.ndarray  # float32 (count, classes); one sigmoid unit has two classes
    plain: np.ndarray  # float32 (classes,): for the picture itself


def predict_versions(
    model: keras.Model, picture: np.ndarray, layers: Sequence[dict[str, Any]], seed: int, count: int
) -> PredictedVersions:
    """Return `count` augmented versions of a picture, uint8 (height, width, 3) of any size, and predictions for them.

    The central square is resized to the network's input size and then augmented, as in training; the result of a
    RandomCrop is resized to that size again. If a layer samples once per batch, each version is a batch of its own,
    with the seeds seed, seed + 1, ... Raises AugmentationError for layers that mix several pictures, for any other
    picture, and as `augment`.
    """
    _check(picture, layers, count)
    height, width = model.inputs[0].shape[1:3]
    if height != width:
        raise AugmentationError(
            N_("The network takes pictures of {height} x {width}, which is not square. Choose another network."),
            height=height,
            width=width,
        )
    base = square(picture, "crop", height).pixels
    batch = np.repeat(base[None], count, axis=0)
    separately = any(AUGMENTATIONS[layer["class_name"]].per_batch for layer in layers)
    images = augment_separately(batch, layers, seed).images if separately else augment(batch, layers, seed)
    if images.shape != batch.shape:
        images = np.stack([square(image, "stretch", height).pixels for image in images])
    scores = cached(model, "logits", lambda: Logits(model))
    logits = scores(np.concatenate([base[None], images]))
    predictions = probabilities(logits, scores.activation).astype(np.float32)
    return PredictedVersions(images, predictions[1:], predictions[0])


def _check(picture: np.ndarray, layers: Sequence[dict[str, Any]], count: int) -> None:
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[-1] != 3 or 0 in picture.shape:
        raise AugmentationError(
            N_(
                "The picture must be uint8 (height, width, 3), with values from 0 to 255; this one is {kind} of shape "
                "{shape}. Convert it."
            ),
            kind=str(picture.dtype),
            shape=str(picture.shape),
        )
    if not 1 <= count <= MOST:
        raise AugmentationError(
            N_("The number of augmented versions must be from 1 to {most}, not {count}."), most=MOST, count=repr(count)
        )
    mixing = [layer["class_name"] for layer in layers if AUGMENTATIONS[layer["class_name"]].several]
    if mixing:
        raise AugmentationError(
            N_("There is only one picture, but these layers mix several: {layers}. Remove them."),
            layers=", ".join(mixing),
        )

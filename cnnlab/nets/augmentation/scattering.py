"""What a network answers to many augmented versions of one picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import keras
import numpy as np

from cnnlab.core.augmentation import AUGMENTATIONS, AugmentationError
from cnnlab.core.cards.scores import Activation, probabilities
from cnnlab.core.errors import N_
from cnnlab.core.pictures import square
from cnnlab.nets.activations import LOGITS, Activations
from cnnlab.nets.augmentation.running import augment, augment_apart
from cnnlab.nets.catalog import kept
from cnnlab.nets.surgery import SATURATING, final_layer

MOST = 64  # draws at once


@dataclass(frozen=True)
class Scattered:
    """The pictures that one network saw, and what it said of each."""

    images: np.ndarray  # uint8 (count, height, width, 3), at the network's input size
    probabilities: np.ndarray  # float32 (count, classes); one sigmoid unit has two classes
    plain: np.ndarray  # float32 (classes,): of the picture itself


def scatter(model: keras.Model, picture: np.ndarray, layers: Sequence[dict], seed: int, count: int) -> Scattered:
    """`count` draws of a picture, uint8 (height, width, 3) of any size, and the network's answers.

    The middle square is made the network's input size first and then augmented, as in training; a RandomCrop's piece
    is made that size again. Where a layer draws once for a batch, each draw is a batch of its own, with the seeds
    seed, seed + 1, ... Raises AugmentationError for layers that mix several pictures, and as `augment` does.
    """
    _fits(layers, count)
    height, width = model.inputs[0].shape[1:3]
    base = _sized(picture, height, width, "crop")
    batch = np.repeat(base[None], count, axis=0)
    alone = any(AUGMENTATIONS[each["class_name"]].per_batch for each in layers)
    images = augment_apart(batch, layers, seed).images if alone else augment(batch, layers, seed)
    if images.shape != batch.shape:
        images = np.stack([_sized(each, height, width, "stretch") for each in images])
    answers = kept(model, "scatter", lambda: _Answers(model))(np.concatenate([base[None], images]))
    return Scattered(images, answers[1:], answers[0])


def _sized(picture: np.ndarray, height: int, width: int, how) -> np.ndarray:
    if height != width:
        raise AugmentationError(
            N_("A network for square pictures was expected; one for {height} x {width} came."),
            height=height,
            width=width,
        )
    return square(picture, how, height).pixels


def _fits(layers: Sequence[dict], count: int) -> None:
    if not 1 <= count <= MOST:
        raise AugmentationError(N_("From 1 to {most} draws were expected; {came} came."), most=MOST, came=repr(count))
    mixing = [each["class_name"] for each in layers if AUGMENTATIONS[each["class_name"]].several]
    if mixing:
        raise AugmentationError(
            N_("Layers that take one picture were expected; {came} came, which mixes several. Take it out."),
            came=", ".join(mixing),
        )


class _Answers:
    """A network's probabilities, compiled once for each number of pictures."""

    def __init__(self, model: keras.Model):
        self._run = Activations(model, [], logits=True)
        last = getattr(final_layer(model), "activation", None)
        self._one = model.outputs[0].shape[-1] == 1
        self._activation: Activation = "sigmoid" if self._one or last is SATURATING[1] else "softmax"

    def __call__(self, pictures: np.ndarray) -> np.ndarray:
        """float32 (batch, classes)."""
        logits = self._run(pictures)[LOGITS]
        if self._one:
            logits = np.concatenate([-logits, logits], axis=-1)
        return probabilities(logits, self._activation).astype(np.float32)

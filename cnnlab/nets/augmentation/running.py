"""Pictures, masks and labels through a list of augmentation layers, with a seed."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from keras import ops

from cnnlab.core.augmentation import AUGMENTATIONS, layer_seeds
from cnnlab.nets.augmentation.building import build, name_of, repeated_names
from cnnlab.nets.augmentation.checks import checked_images, checked_labels, checked_masks, enough
from cnnlab.nets.augmentation.draws import overhear, told


@dataclass(frozen=True)
class Augmented:
    """What came out. Sizes are those that went in, unless a RandomCrop is among the layers.

    `masks` is None where none was given or a layer of Keras gets it wrong; `no_masks` names those layers. Where
    fill_mode is "constant", the mask has the layer's fill_value as its class outside the picture, as Keras does it;
    in the other modes it has the class of the pixel that fills.
    `draws` has an entry for each layer in order: a dict a picture (cnnlab.nets.augmentation.draws says what is in
    it, {} where nothing is drawn), or None where Keras's draw cannot be told.
    """

    images: np.ndarray  # uint8 (batch, height, width, 3)
    masks: np.ndarray | None  # uint8 (batch, height, width)
    labels: np.ndarray | None  # float32 (batch, classes)
    draws: list[list[dict] | None]
    no_masks: tuple[str, ...] = ()


def augment(images, layers: Sequence[dict], seed: int, training: bool = True) -> np.ndarray:
    """Pictures of 0..255, uint8 or float (batch, height, width, 3), through Keras's layers; uint8, clipped, rounded.

    `layers` are Keras layer configs, as cnnlab.core.augmentation.layer_config gives them; each layer gets a seed made
    of `seed` and its kind (layer_seeds), so that the same seed gives the same pixels, in every process of a backend.
    All pictures go through in one batch, as in training: what Keras draws once for a batch (`per_batch` of the
    catalogue) they share; `augment_apart` gives each a batch of its own.
    Raises AugmentationError for pictures, layers or a seed that do not fit, and for MixUp or CutMix of one picture.

    >>> flip = {"class_name": "RandomFlip", "config": {"mode": "horizontal"}}
    >>> augment(np.arange(12).reshape(1, 1, 4, 3), [flip], seed=1).tolist() in (
    ...     [[[[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]]], [[[[9, 10, 11], [6, 7, 8], [3, 4, 5], [0, 1, 2]]]])
    True
    """
    return augment_targets(images, layers, seed, training=training).images


def augment_targets(
    images, layers: Sequence[dict], seed: int, masks=None, labels=None, training: bool = True
) -> Augmented:
    """Pictures as `augment` takes them, with masks of class numbers (batch, height, width), labels (batch, classes)."""
    pictures = checked_images(images)
    masks, labels = checked_masks(masks, pictures), checked_labels(labels, pictures)
    seeds = layer_seeds(seed, [name_of(config) for config in layers])
    with repeated_names(), _pythons_random(seed):
        built = [build(config, own) for config, own in zip(layers, seeds, strict=True)]
        if training:
            enough(pictures, [type(each).__name__ for each in built])
        flow = _Flow(pictures, masks, labels, training)
        for layer in built:
            flow.through(layer)
    return flow.result()


def augment_apart(
    images, layers: Sequence[dict], seed: int, masks=None, labels=None, training: bool = True
) -> Augmented:
    """As `augment_targets`, but each picture alone in a batch, with the seed seed + its place in `images`.

    For a grid that shows what several batches would draw, where a layer draws once for a whole batch.
    """
    pictures = checked_images(images)
    masks, labels = checked_masks(masks, pictures), checked_labels(labels, pictures)
    apart = [
        augment_targets(
            pictures[place : place + 1],
            layers,
            seed + place,
            None if masks is None else masks[place : place + 1],
            None if labels is None else labels[place : place + 1],
            training,
        )
        for place in range(len(pictures))
    ]
    draws = [
        None if None in each else [drawn[0] for drawn in each]
        for each in zip(*(one.draws for one in apart), strict=True)
    ]
    return Augmented(
        np.concatenate([each.images for each in apart]),
        _joined([each.masks for each in apart]),
        _joined([each.labels for each in apart]),
        draws,
        tuple(dict.fromkeys(name for each in apart for name in each.no_masks)),
    )


def _joined(arrays: list) -> np.ndarray | None:
    return None if any(each is None for each in arrays) else np.concatenate(arrays)


class _Flow:
    """Pictures, masks and labels between two layers, as tensors of the backend."""

    def __init__(self, pictures: np.ndarray, masks: np.ndarray | None, labels: np.ndarray | None, training: bool):
        self.training, self.masks_given = training, masks is not None
        self.images = ops.convert_to_tensor(pictures)
        self.masks = None if masks is None else ops.convert_to_tensor(masks[..., None].astype("float32"))
        self.labels = None if labels is None else ops.convert_to_tensor(labels)
        self.draws: list[list[dict] | None] = []
        self.no_masks: list[str] = []

    def through(self, layer) -> None:
        """What the layer's own call does for a dict, which RandomGrayscale and CLAHE of Keras 3.15 cannot take."""
        known = AUGMENTATIONS.get(type(layer).__name__)
        drawn = layer.get_random_transformation(self.images, training=self.training) if self.training else None
        if self.training and self.masks_given and (known is None or known.masks != "stays"):
            self._masks_through(layer, drawn, known is None or known.masks == "wrong")
        if self.training and self.labels is not None and (known is None or known.several):
            self.labels = layer.transform_labels(self.labels, drawn, training=True)
        heard, shape = overhear(layer), tuple(self.images.shape)
        self.images = self._images_through(layer, drawn)
        self.draws.append(told(layer, heard or drawn, shape))

    def _images_through(self, layer, drawn):
        if type(layer).__name__ != "ContrastLimitedAdaptiveHistogramEqualization":
            return layer.transform_images(self.images, drawn, training=self.training)
        # It counts with 256 floats for every value of every picture: 2.8 GB for nine of 320x320 at once.
        apart = ops.split(self.images, len(self.images))
        return ops.concatenate([layer.transform_images(each, drawn, training=self.training) for each in apart])

    def _masks_through(self, layer, drawn, wrong: bool) -> None:
        """Nearest pixels; lets go of the masks where the layer makes no masks of them."""
        if not wrong and self.masks is not None:
            self.masks = layer.transform_segmentation_masks(self.masks, drawn, training=True)
            values = ops.convert_to_numpy(self.masks)
            wrong = bool((values != np.rint(values)).any())  # RandomCrop draws out what is too small, smoothly
        if wrong:
            self.masks = None
            self.no_masks.append(type(layer).__name__)

    def result(self) -> Augmented:
        images = ops.convert_to_numpy(self.images)
        masks = None if self.masks is None else ops.convert_to_numpy(self.masks)[..., 0].astype(np.uint8)
        labels = None if self.labels is None else np.asarray(ops.convert_to_numpy(self.labels), np.float32)
        pixels = np.clip(np.rint(images), 0, 255).astype(np.uint8)
        return Augmented(pixels, masks, labels, self.draws, tuple(self.no_masks))


@contextmanager
def _pythons_random(seed: int) -> Iterator[None]:
    """AugMix chooses its layers with Python's own `random`, which is left as it was found."""
    before = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(before)

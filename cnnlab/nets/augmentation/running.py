"""Run pictures, masks and labels through a list of augmentation layers, with a seed."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from cnnlab.core.augmentation import AUGMENTATIONS, layer_seeds
from cnnlab.core.requests import AugmentedBatch
from cnnlab.nets.augmentation.building import build, name_of
from cnnlab.nets.augmentation.checks import check_count, checked_images, checked_labels, checked_masks
from cnnlab.nets.augmentation.sampled_values import SampledValues, record_jitter, sampled_values
from cnnlab.nets.repeated_names import repeated_names


def augment(images: npt.ArrayLike, layers: Sequence[dict[str, Any]], seed: int, training: bool = True) -> np.ndarray:
    """Run pictures of 0..255, uint8 or float (batch, height, width, 3), through Keras's layers; returns uint8.

    The result is clipped and rounded. `layers` are Keras layer configs, as from cnnlab.core.augmentation.layer_config;
    each layer's own seed is derived from `seed` and its class (layer_seeds), so that the same seed gives the same
    pixels in every process with the same backend. All pictures form one batch, as in training: they share what Keras
    samples once per batch (`per_batch` in the catalogue); `augment_separately` gives each a batch of its own.
    Raises AugmentationError if the pictures, layers or seed do not fit, for floats of 0..1 (checks.checked_images), and
    for MixUp or CutMix of one picture.

    >>> flip = {"class_name": "RandomFlip", "config": {"mode": "horizontal"}}
    >>> augment(np.arange(12).reshape(1, 1, 4, 3), [flip], seed=1).tolist() in (
    ...     [[[[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]]], [[[[9, 10, 11], [6, 7, 8], [3, 4, 5], [0, 1, 2]]]])
    True
    """
    return augment_targets(images, layers, seed, training=training).images


def augment_targets(
    images: npt.ArrayLike,
    layers: Sequence[dict[str, Any]],
    seed: int,
    masks: npt.ArrayLike | None = None,
    labels: npt.ArrayLike | None = None,
    training: bool = True,
) -> AugmentedBatch:
    """As `augment`, with masks of class numbers (batch, height, width) and labels (batch, classes).

    With fill_mode "constant", a mask outside the picture has the layer's fill_value as its class, as in Keras; with
    the other modes it has the class of the pixel that fills. The keys of `sampled` in the result are listed in
    cnnlab.nets.augmentation.sampled_values.
    """
    pictures = checked_images(images)
    return _augmented(
        pictures, layers, seed, checked_masks(masks, pictures), checked_labels(labels, pictures), training
    )


def _augmented(
    pictures: np.ndarray,
    layers: Sequence[dict[str, Any]],
    seed: int,
    classes: np.ndarray | None,
    rows: np.ndarray | None,
    training: bool,
) -> AugmentedBatch:
    """As `augment_targets`, for what has been checked."""
    seeds = layer_seeds(seed, [name_of(config) for config in layers])
    with repeated_names(), _python_seed(seed):
        built = [build(config, layer_seed) for config, layer_seed in zip(layers, seeds, strict=True)]
        if training:
            check_count(pictures, [type(layer).__name__ for layer in built])
        batch = _Batch(pictures, classes, rows, training)
        for layer in built:
            batch.apply(layer)
    return batch.result()


def augment_separately(
    images: npt.ArrayLike,
    layers: Sequence[dict[str, Any]],
    seed: int,
    masks: npt.ArrayLike | None = None,
    labels: npt.ArrayLike | None = None,
    training: bool = True,
) -> AugmentedBatch:
    """As `augment_targets`, but each picture is a batch of its own, with the seed `seed` + its index in `images`.

    For a grid of pictures as different batches would have them, if a layer samples once for a whole batch.
    """
    pictures = checked_images(images)
    classes, rows = checked_masks(masks, pictures), checked_labels(labels, pictures)
    found = [
        _augmented(
            pictures[index : index + 1],
            layers,
            seed + index,
            None if classes is None else classes[index : index + 1],
            None if rows is None else rows[index : index + 1],
            training,
        )
        for index in range(len(pictures))
    ]
    by_layer = zip(*(single.sampled for single in found), strict=True)
    return AugmentedBatch(
        np.concatenate([single.images for single in found]),
        _joined([single.masks for single in found]),
        _joined([single.labels for single in found]),
        [_one_each(values) for values in by_layer],
        tuple(dict.fromkeys(name for single in found for name in single.no_masks)),
    )


def _joined(arrays: Sequence[np.ndarray | None]) -> np.ndarray | None:
    known = [array for array in arrays if array is not None]
    return np.concatenate(known) if len(known) == len(arrays) else None


def _one_each(values: Sequence[SampledValues | None]) -> SampledValues | None:
    known = [value[0] for value in values if value is not None]
    return known if len(known) == len(values) else None


class _Batch:
    """Pictures, masks and labels between two layers, as tensors of the backend."""

    def __init__(self, pictures: np.ndarray, masks: np.ndarray | None, labels: np.ndarray | None, training: bool):
        self.training, self.masks_given = training, masks is not None
        self.images = ops.convert_to_tensor(pictures)
        self.masks = None if masks is None else ops.convert_to_tensor(masks[..., None].astype("float32"))
        self.labels = None if labels is None else ops.convert_to_tensor(labels)
        self.sampled: list[SampledValues | None] = []
        self.no_masks: list[str] = []

    def apply(self, layer: keras.Layer) -> None:
        """Do what the layer's own call does for a dict, which RandomGrayscale and CLAHE of Keras 3.15 do not accept."""
        known = AUGMENTATIONS.get(type(layer).__name__)
        transformation = layer.get_random_transformation(self.images, training=self.training) if self.training else None
        if self.training and self.masks_given and (known is None or known.masks != "stays"):
            self._transform_masks(layer, transformation, known is None or known.masks == "wrong")
        if self.training and self.labels is not None and (known is None or known.several):
            self.labels = layer.transform_labels(self.labels, transformation, training=True)
        jitter, shape = record_jitter(layer), tuple(self.images.shape)
        self.images = self._transformed_images(layer, transformation)
        self.sampled.append(sampled_values(layer, jitter or transformation, shape))

    def _transformed_images(self, layer: keras.Layer, transformation: Any) -> Any:
        if type(layer).__name__ != "ContrastLimitedAdaptiveHistogramEqualization":
            return layer.transform_images(self.images, transformation, training=self.training)
        # It counts with 256 floats for every value of every picture: 2.8 GB for nine of 320x320 at once.
        singles = ops.split(self.images, len(self.images))
        found = [layer.transform_images(single, transformation, training=self.training) for single in singles]
        return ops.concatenate(found)

    def _transform_masks(self, layer: keras.Layer, transformation: Any, wrong: bool) -> None:
        """Transform the masks with nearest-pixel interpolation; drop them if the layer's result is not a mask."""
        if not wrong and self.masks is not None:
            self.masks = layer.transform_segmentation_masks(self.masks, transformation, training=True)
            values = ops.convert_to_numpy(self.masks)
            wrong = bool((values != np.rint(values)).any())  # RandomCrop enlarges smoothly what is too small
        if wrong:
            self.masks = None
            self.no_masks.append(type(layer).__name__)

    def result(self) -> AugmentedBatch:
        images = ops.convert_to_numpy(self.images)
        masks = None if self.masks is None else ops.convert_to_numpy(self.masks)[..., 0].astype(np.uint8)
        labels = None if self.labels is None else np.asarray(ops.convert_to_numpy(self.labels), np.float32)
        pixels = np.clip(np.rint(images), 0, 255).astype(np.uint8)
        return AugmentedBatch(pixels, masks, labels, self.sampled, tuple(self.no_masks))


@contextmanager
def _python_seed(seed: int) -> Iterator[None]:
    """Seed Python's own `random`, with which AugMix chooses its layers, and restore its state afterwards."""
    before = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(before)

"""Pictures and what a model should say of them, held once and dealt out in an order that a seed fixes.

With TensorFlow they come through `tf.data`; without it (the JAX backend needs none) as arrays.
"""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import keras
import numpy as np

from cnnlab.train.check import PICTURES

Change = Callable[[np.ndarray, np.ndarray, np.random.Generator], tuple[np.ndarray, np.ndarray]]


class Examples(Protocol):
    """One subset: `count` examples, pictures uint8 (height, width, channels) with a target each."""

    count: int

    def batches(self, size: int, seed: int | None = None):
        """What `fit` and `evaluate` take; in the stored order, or in the one that `seed` fixes."""


def seed_of(seed: int, epoch: int) -> int:
    """A seed of its own for each epoch, so that a run resumed at any of them deals out what it would have.

    >>> seed_of(0, 1) == seed_of(0, 1) and seed_of(0, 1) != seed_of(1, 0)
    True
    """
    return int(np.random.SeedSequence((seed, epoch)).generate_state(1)[0])


class ArrayExamples:
    """Examples in memory: pictures (count, height, width, channels) and targets (count, ...).

    `change` makes new pictures and targets of all of them, for batches that are dealt out with a seed.
    """

    def __init__(self, pictures: np.ndarray, targets: np.ndarray, change: Change | None = None):
        self.pictures, self.targets, self.change = pictures, targets, change
        self.count = len(pictures)

    def batches(self, size: int, seed: int | None = None):
        pictures, targets = self.pictures, self.targets
        if seed is not None:
            random = np.random.default_rng(seed)
            order = random.permutation(self.count)
            pictures, targets = pictures[order], targets[order]
            if self.change:
                pictures, targets = self.change(pictures, targets, random)
        if not has_tensorflow():
            return ArrayBatches(pictures, targets, size)
        import tensorflow as tf

        return tf.data.Dataset.from_tensor_slices((pictures, targets)).batch(size).prefetch(tf.data.AUTOTUNE)


class ArrayBatches(keras.utils.PyDataset):
    """Arrays cut into batches, for a backend without `tf.data`."""

    def __init__(self, pictures: np.ndarray, targets: np.ndarray, size: int):
        super().__init__()
        self.pictures, self.targets, self.size = pictures, targets, size

    def __len__(self) -> int:
        return math.ceil(len(self.pictures) / self.size)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        part = slice(index * self.size, (index + 1) * self.size)
        return self.pictures[part], self.targets[part]


class FolderExamples:
    """Examples from a folder of pictures with one subfolder a class: read, resized and kept in memory once.

    Kept as bytes: as float32 the 3000 pictures of a run would take 1.8 GB instead of 0.45.
    """

    def __init__(self, folder: Path, size: tuple[int, int], binary: bool):
        import tensorflow as tf

        pictures = keras.utils.image_dataset_from_directory(
            folder,
            label_mode="binary" if binary else "int",
            image_size=size,
            batch_size=None,
            shuffle=False,  # the order is dealt anew in each epoch, from the epoch's own seed
            verbose=False,
        )
        self.count = len(pictures.file_paths)
        self.kept = pictures.map(lambda x, y: (tf.cast(tf.round(x), tf.uint8), y)).cache()

    def batches(self, size: int, seed: int | None = None):
        import tensorflow as tf

        dealt = self.kept
        if seed is not None:
            dealt = dealt.shuffle(self.count, seed=seed, reshuffle_each_iteration=False)
        return dealt.batch(size).prefetch(tf.data.AUTOTUNE)


def from_folder(folder: Path, size: tuple[int, int], binary: bool) -> Examples:
    """The pictures of a folder; labels (1,) of 0 and 1 where `binary`, else class numbers, folders in order of name."""
    return FolderExamples(folder, size, binary) if has_tensorflow() else _read_folder(folder, size, binary)


def _read_folder(folder: Path, size: tuple[int, int], binary: bool) -> ArrayExamples:
    classes = sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    paths = [(path, label) for label, each in enumerate(classes) for path in sorted(each.rglob("*")) if path.is_file()]
    found = [
        (keras.utils.load_img(path, target_size=size, interpolation="bilinear"), label)
        for path, label in paths
        if path.suffix.lower() in PICTURES
    ]
    labels = np.array([label for _, label in found])
    return ArrayExamples(
        np.stack([np.asarray(picture) for picture, _ in found]),
        labels[:, None].astype("float32") if binary else labels.astype("int32"),
    )


def in_order(examples: Examples, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The batches of a subset in the stored order, as arrays."""
    batches = examples.batches(size)
    if has_tensorflow():
        return batches.as_numpy_iterator()
    return (batches[index] for index in range(len(batches)))


def has_tensorflow() -> bool:
    """Whether batches go through `tf.data`: so it is on the TensorFlow backend."""
    return keras.backend.backend() == "tensorflow"

"""Pictures with their targets, kept in memory and served in batches whose order is fixed by a seed.

The TensorFlow backend gets them through `tf.data`, other backends as arrays.
"""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import keras
import numpy as np
from PIL import Image

from cnnlab.train.check import PICTURES

Transform = Callable[[np.ndarray, np.ndarray, np.random.Generator], tuple[np.ndarray, np.ndarray]]


class Examples(Protocol):
    """One subset: `count` examples, each a picture uint8 (height, width, channels) with its target."""

    count: int

    def batches(self, size: int, seed: int | None = None):
        """Batches for `fit` and `evaluate`, in stored order, or shuffled by `seed`."""


def seed_of(seed: int, epoch: int) -> int:
    """A separate seed for each epoch, so that a resumed run gets the same batches as an uninterrupted one.

    >>> seed_of(0, 1) == seed_of(0, 1) and seed_of(0, 1) != seed_of(1, 0)
    True
    """
    return int(np.random.SeedSequence((seed, epoch)).generate_state(1)[0])


class ArrayExamples:
    """Examples in memory: pictures (count, height, width, channels) and targets (count, ...).

    `transform` augments all pictures and targets; it applies to shuffled batches only.
    """

    def __init__(self, pictures: np.ndarray, targets: np.ndarray, transform: Transform | None = None):
        self.pictures, self.targets, self.transform = pictures, targets, transform
        self.count = len(pictures)

    def batches(self, size: int, seed: int | None = None):
        pictures, targets = self.pictures, self.targets
        if seed is not None:
            random = np.random.default_rng(seed)
            order = random.permutation(self.count)
            pictures, targets = pictures[order], targets[order]
            if self.transform:
                pictures, targets = self.transform(pictures, targets, random)
        if not has_tensorflow():
            return ArrayBatches(pictures, targets, size)
        import tensorflow as tf

        return tf.data.Dataset.from_tensor_slices((pictures, targets)).batch(size).prefetch(tf.data.AUTOTUNE)


class ArrayBatches(keras.utils.PyDataset):
    """Batches of arrays, for a backend without `tf.data`."""

    def __init__(self, pictures: np.ndarray, targets: np.ndarray, size: int):
        super().__init__()
        self.pictures, self.targets, self.size = pictures, targets, size

    def __len__(self) -> int:
        return math.ceil(len(self.pictures) / self.size)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        part = slice(index * self.size, (index + 1) * self.size)
        return self.pictures[part], self.targets[part]


class FileExamples:
    """Examples from picture files, read and resized once, then kept in memory.

    They are kept as bytes: as float32, the 3,000 pictures of a run would take 1.8 GB instead of 0.45 GB.
    """

    def __init__(self, files: list[tuple[Path, int]], size: tuple[int, int], binary: bool):
        import tensorflow as tf

        def read(path, label):
            picture = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
            return tf.cast(tf.round(tf.image.resize(picture, size)), tf.uint8), label

        self.count = len(files)
        paths = tf.data.Dataset.from_tensor_slices(([str(path) for path, _ in files], _labels(files, binary)))
        self._examples = paths.map(read, num_parallel_calls=tf.data.AUTOTUNE).cache()

    def batches(self, size: int, seed: int | None = None):
        import tensorflow as tf

        examples = self._examples
        if seed is not None:
            examples = examples.shuffle(self.count, seed=seed, reshuffle_each_iteration=False)
        return examples.batch(size).prefetch(tf.data.AUTOTUNE)


def class_files(folder: Path) -> list[tuple[Path, int]]:
    """Each picture under `folder` with the index of its class: the subfolders in order of name, then by file name."""
    classes = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [
        (path, label)
        for label, class_folder in enumerate(classes)
        for path in sorted(class_folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in PICTURES
    ]


def from_files(files: list[tuple[Path, int]], size: tuple[int, int], binary: bool) -> Examples:
    """Read pictures (height, width) = `size` in the given order; labels are (1,) of 0 and 1 if `binary`, else (,)."""
    return FileExamples(files, size, binary) if has_tensorflow() else _read(files, size, binary)


def _read(files: list[tuple[Path, int]], size: tuple[int, int], binary: bool) -> ArrayExamples:
    return ArrayExamples(np.stack([_resized(path, size) for path, _ in files]), _labels(files, binary))


def _resized(path: Path, size: tuple[int, int]) -> np.ndarray:
    """Read a picture as `tf.image.resize` does: between the four nearest pixels, without a blur when it gets smaller.

    Pillow's own `resize` blurs, so that a network of one backend would get other pictures on another one. Of integers
    Pillow's `transform` cuts the fractions off, so each colour is resized as float.
    """
    with Image.open(path) as image:
        scales = (image.width / size[1], 0, 0, 0, image.height / size[0], 0)
        colours = [band.convert("F") for band in image.convert("RGB").split()]
    affine, bilinear = Image.Transform.AFFINE, Image.Resampling.BILINEAR
    resized = [np.asarray(colour.transform(size[::-1], affine, scales, bilinear)) for colour in colours]
    return np.stack(resized, axis=-1).round().astype(np.uint8)


def _labels(files: list[tuple[Path, int]], binary: bool) -> np.ndarray:
    labels = np.array([label for _, label in files])
    return labels[:, None].astype("float32") if binary else labels.astype("int32")


def in_order(examples: Examples, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Iterate over a subset in stored order, in batches of arrays."""
    batches = examples.batches(size)
    if has_tensorflow():
        return batches.as_numpy_iterator()
    return (batches[index] for index in range(len(batches)))


def has_tensorflow() -> bool:
    """Whether batches come from `tf.data`, which they do on the TensorFlow backend."""
    return keras.backend.backend() == "tensorflow"

"""Small data sets with the layout of the real ones."""

import gzip
from collections.abc import Iterable
from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

from cnnlab.train.digits import IDX_FILES

FLOWER_FILES = {"0.jpg": "train", "5.jpg": "validation", "1.jpg": "test"}  # by sha256sum and a calculator


def write_picture(path: Path, random: np.random.Generator, width: int = 40, height: int = 30) -> None:
    """Write a coarse random pattern, so that pictures still differ after JPEG compression."""
    path.parent.mkdir(parents=True, exist_ok=True)
    coarse = Image.fromarray(random.integers(0, 256, (3, 4, 3), dtype=np.uint8))
    coarse.resize((width, height), Image.Resampling.BILINEAR).save(path)


def write_classes(folder: Path, names: list[str], count: int, random: np.random.Generator) -> None:
    for subset in ("train", "validation", "test"):
        for name in names:
            for index in range(count):
                write_picture(folder / subset / name / f"{name}.{index}.jpg", random)


def write_flowers(folder: Path, files: Iterable[str], random: np.random.Generator) -> None:
    for name in ("daisy", "dandelion", "roses", "sunflowers", "tulips"):
        for file in files:
            write_picture(folder / name / file, random)


def write_pets(folder: Path, count: int, random: np.random.Generator) -> None:
    for index in range(count):
        write_picture(folder / "images" / f"Pet_{index}.jpg", random, 24, 20)
        trimap = folder / "annotations" / "trimaps" / f"Pet_{index}.png"
        trimap.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(1, 4, (20, 24), dtype=np.uint8)).save(trimap)


def write_mnist(path: Path, train: int, test: int, random: np.random.Generator) -> None:
    def pictures(count):
        return random.integers(0, 256, (count, 28, 28), dtype=np.uint8)

    np.savez(
        path,
        x_train=pictures(train),
        y_train=(np.arange(train) % 10).astype(np.uint8),
        x_test=pictures(test),
        y_test=(np.arange(test) % 10).astype(np.uint8),
    )


def idx_bytes(values: np.ndarray) -> bytes:
    head = bytes([0, 0, 8, values.ndim]) + b"".join(int(axis).to_bytes(4, "big") for axis in values.shape)
    return gzip.compress(head + values.tobytes())


def write_fashion(folder: Path, random: np.random.Generator) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in IDX_FILES:
        count = 24 if name.startswith("train") else 10
        values = random.integers(0, 256, (count, 28, 28), dtype=np.uint8) if "images" in name else np.arange(count) % 10
        (folder / f"{name}-ubyte.gz").write_bytes(idx_bytes(values.astype(np.uint8)))


def write_all(folder: Path) -> Path:
    """Write a small version of every data set to `folder`."""
    random = np.random.default_rng(0)
    write_mnist(folder / "mnist.npz", 120, 20, random)
    write_fashion(folder / "fashion-mnist", random)
    write_classes(folder / "cats_vs_dogs_small", ["cat", "dog"], 4, random)
    write_flowers(folder / "flower_photos", FLOWER_FILES, random)
    write_pets(folder / "oxford_pets_3_breeds", 12, random)
    return folder


def like_vgg16(weights, include_top, input_shape) -> keras.Model:
    """A small network with the layer names of VGG16's fifth block."""
    x = inputs = keras.Input(input_shape)
    for name in ("block4_conv3", "block5_conv1", "block5_conv2", "block5_conv3"):
        x = keras.layers.Conv2D(4, 3, padding="same", name=name)(x)
    return keras.Model(inputs, keras.layers.MaxPooling2D(name="block5_pool")(x), name="vgg16")


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Path:
    """All data sets, shared by all tests: read only."""
    return write_all(tmp_path_factory.mktemp("data"))


@pytest.fixture
def own_data(tmp_path) -> Path:
    """A copy of the data sets for tests that damage them."""
    folder = tmp_path / "data"
    folder.mkdir()
    return write_all(folder)

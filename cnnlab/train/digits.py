"""MNIST and Fashion-MNIST: 60,000 + 10,000 pictures of 28x28; the last 5,000 training pictures are for validation."""

import gzip
import zlib
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from cnnlab.train.errors import DataError

HELD_OUT = 5000
MIN_TRAIN = 12  # training pictures, of which one is held out
KEYS = ("x_train", "y_train", "x_test", "y_test")
IDX_FILES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
DEBIAN_FOLDER = Path("/usr/share/datasets/fashion-mnist")

Arrays = dict[str, tuple[np.ndarray, np.ndarray]]


def read_mnist(data: Path) -> Arrays:
    """Read train, validation and test from `data`/mnist.npz: pictures uint8 (count, 28, 28, 1), labels (count,)."""
    path = data / "mnist.npz"
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            arrays = [file[key] for key in KEYS]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
        raise _unreadable(path, f"the arrays {', '.join(KEYS)}", error) from error
    return split(path, *arrays)


def read_fashion_mnist(data: Path) -> Arrays:
    """Read the same from the four idx files in `data`/fashion-mnist, or from Debian's dataset-fashion-mnist package."""
    folder = data / "fashion-mnist"
    folder = folder if folder.is_dir() or not DEBIAN_FOLDER.is_dir() else DEBIAN_FOLDER
    return split(folder, *(read_idx(folder / f"{name}-ubyte.gz") for name in IDX_FILES))


def read_idx(path: Path) -> np.ndarray:
    """Read a gzipped idx file of bytes: two zero bytes, the data type, the number of axes, their sizes, the values."""
    try:
        data = gzip.decompress(path.read_bytes())
        if data[:3] != b"\0\0\x08":
            raise ValueError("it does not start like an idx file of bytes")
        shape = np.frombuffer(data, ">u4", count=data[3], offset=4)
        return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)
    except (OSError, ValueError, EOFError, IndexError, zlib.error) as error:
        raise _unreadable(path, "a gzipped idx file", error) from error


def split(path: Path, x_train: np.ndarray, y_train: np.ndarray, x_test: np.ndarray, y_test: np.ndarray) -> Arrays:
    """Check the four arrays and hold out the validation set. Raises DataError."""
    for pictures, labels in ((x_train, y_train), (x_test, y_test)):
        if pictures.shape[1:] != (28, 28) or labels.shape != (len(pictures),) or not len(pictures):
            raise DataError(
                "{path} has pictures of shape {pictures} and labels of shape {labels} instead of (count, 28, 28) and "
                "(count,). Download the data set again.",
                path=str(path),
                pictures=pictures.shape,
                labels=labels.shape,
            )
        if pictures.dtype != np.uint8 or labels.min() < 0 or labels.max() > 9:
            raise DataError(
                "{path} has {dtype} pictures and labels from {low} to {high} instead of bytes and labels from 0 to 9. "
                "Download the data set again.",
                path=str(path),
                dtype=str(pictures.dtype),
                low=int(labels.min()),
                high=int(labels.max()),
            )
    if len(x_train) < MIN_TRAIN:
        raise DataError(
            "{path} has only {count} training pictures; at least {minimum} are needed. Download the data set again.",
            minimum=MIN_TRAIN,
            path=str(path),
            count=len(x_train),
        )
    held_out = min(HELD_OUT, len(x_train) // 12)  # a twelfth, like 5,000 of 60,000, if the data set is smaller
    x_train, x_test = x_train[..., None], x_test[..., None]
    return {
        "train": (x_train[:-held_out], y_train[:-held_out]),
        "validation": (x_train[-held_out:], y_train[-held_out:]),
        "test": (x_test, y_test),
    }


def _unreadable(path: Path, expected: str, error: Exception) -> DataError:
    return DataError(
        "{path} cannot be read as {expected}: {reason}. Replace it with an intact file, set --data to the folder that "
        "contains one, or delete it and run with --fetch.",
        path=str(path),
        expected=expected,
        reason=str(error) or type(error).__name__,
    )

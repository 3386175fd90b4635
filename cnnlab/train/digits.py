"""MNIST and Fashion-MNIST: 60,000 + 10,000 pictures of 28x28, the last 5,000 of the first kept for validation."""

import gzip
import zlib
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from cnnlab.train.errors import DataError

HELD_OUT = 5000
FEWEST = 12  # training pictures: one of them is held out
KEYS = ("x_train", "y_train", "x_test", "y_test")
IDX_FILES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
DEBIAN_FOLDER = Path("/usr/share/datasets/fashion-mnist")

Arrays = dict[str, tuple[np.ndarray, np.ndarray]]


def read_mnist(data: Path) -> Arrays:
    """train, validation and test of `data`/mnist.npz: pictures uint8 (count, 28, 28, 1), labels (count,)."""
    path = data / "mnist.npz"
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            arrays = [file[key] for key in KEYS]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
        raise _unreadable(path, f"the arrays {', '.join(KEYS)}", error) from error
    return split(path, *arrays)


def read_fashion_mnist(data: Path) -> Arrays:
    """The same of the four idx files in `data`/fashion-mnist, or where Debian's dataset-fashion-mnist puts them."""
    folder = data / "fashion-mnist"
    folder = folder if folder.is_dir() or not DEBIAN_FOLDER.is_dir() else DEBIAN_FOLDER
    return split(folder, *(read_idx(folder / f"{name}-ubyte.gz") for name in IDX_FILES))


def read_idx(path: Path) -> np.ndarray:
    """The bytes of an idx file: two zeros, the kind of number, the count of axes, the axes, the numbers."""
    try:
        data = gzip.decompress(path.read_bytes())
        if data[:3] != b"\0\0\x08":
            raise ValueError("it does not begin as an idx file of bytes")
        shape = np.frombuffer(data, ">u4", count=data[3], offset=4)
        return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)
    except (OSError, ValueError, EOFError, IndexError, zlib.error) as error:
        raise _unreadable(path, "a gzipped idx file", error) from error


def split(path: Path, x_train: np.ndarray, y_train: np.ndarray, x_test: np.ndarray, y_test: np.ndarray) -> Arrays:
    """Check the four arrays and hold out the validation set."""
    for pictures, labels in ((x_train, y_train), (x_test, y_test)):
        if pictures.shape[1:] != (28, 28) or labels.shape != (len(pictures),) or not len(pictures):
            raise DataError(
                "{path} should hold pictures (count, 28, 28) and as many labels (count,); it holds {pictures} and "
                "{labels}. Take the data set from its source again.",
                path=str(path),
                pictures=pictures.shape,
                labels=labels.shape,
            )
        if pictures.dtype != np.uint8 or labels.min() < 0 or labels.max() > 9:
            raise DataError(
                "{path} should hold pictures of bytes and labels from 0 to 9; it holds {kind} and labels from {low} to "
                "{high}. Take the data set from its source again.",
                path=str(path),
                kind=str(pictures.dtype),
                low=int(labels.min()),
                high=int(labels.max()),
            )
    if len(x_train) < FEWEST:
        raise DataError(
            "At least {fewest} training pictures were expected in {path}; there are {count}. Take the data set from "
            "its source again.",
            fewest=FEWEST,
            path=str(path),
            count=len(x_train),
        )
    held_out = min(HELD_OUT, len(x_train) // 12)  # a twelfth, as 5,000 of 60,000, of a data set cut short
    x_train, x_test = x_train[..., None], x_test[..., None]
    return {
        "train": (x_train[:-held_out], y_train[:-held_out]),
        "validation": (x_train[-held_out:], y_train[-held_out:]),
        "test": (x_test, y_test),
    }


def _unreadable(path: Path, what: str, error: Exception) -> DataError:
    return DataError(
        "{path} should be {what}; reading it gave: {reason}. Put a whole one there, name the folder that holds it "
        "with --data, or delete what is there and get it with --fetch.",
        path=str(path),
        what=what,
        reason=str(error) or type(error).__name__,
    )

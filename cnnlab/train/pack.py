"""A trained model as a file as small as it can be, and the same to the byte for the same weights."""

import io
import json
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np

from cnnlab.train.state import replaced

KEPT_BITS = 15  # of a float32's 23 after the leading one: a weight moves by at most 1 part in 65,536
NO_DATE = (1980, 1, 1, 0, 0, 0)


def round_weights(values: np.ndarray) -> np.ndarray:
    """float32 values to the nearest with 15 bits after the leading one; the zeros that are left compress to nothing.

    >>> round_weights(np.float32([1 + 2**-20, 3.0])).tolist()
    [1.0, 3.0]
    """
    dropped = 23 - KEPT_BITS
    bits = np.asarray(values, np.float32).view(np.uint32)
    half = np.uint32(1 << (dropped - 1))
    return ((bits + half) >> np.uint32(dropped) << np.uint32(dropped)).view(np.float32)


def plain(model: keras.Model, name: str) -> keras.Model:
    """The same network without optimizer, loss and metrics, its weights rounded."""
    copy = type(model).from_config(model.get_config() | {"name": name})
    copy.set_weights([round_weights(each) for each in model.get_weights()])
    return copy


def save_model(model: keras.Model, path: Path) -> None:
    """Save as a .keras file, its weights compressed and without dates; Keras loads it like any other."""
    with replaced(path) as temporary:
        whole = temporary.with_name(f"{temporary.name}.keras")  # Keras saves to this ending alone
        try:
            model.save(whole)
            _write_again(whole, temporary)
        finally:
            whole.unlink(missing_ok=True)


def _write_again(archive: Path, path: Path) -> None:
    with zipfile.ZipFile(archive) as read, zipfile.ZipFile(path, "w") as write:
        for name in sorted(read.namelist()):
            data = read.read(name)
            if name == "metadata.json":
                data = json.dumps(json.loads(data) | {"date_saved": ""}).encode()
            if name.endswith(".h5"):
                data = _compressed(data)
            write.writestr(zipfile.ZipInfo(name, NO_DATE), data)


def _compressed(weights: bytes) -> bytes:
    """The same HDF5 file, each array's bytes sorted by their place (`shuffle`) before they are compressed."""
    result = io.BytesIO()
    with h5py.File(io.BytesIO(weights)) as read, h5py.File(result, "w") as write:
        _copy(read, write)
    return result.getvalue()


def _copy(read: h5py.Group, write: h5py.Group) -> None:
    write.attrs.update(read.attrs)
    for name, each in read.items():
        if isinstance(each, h5py.Group):
            _copy(each, write.create_group(name))
        else:
            packed = {"compression": "gzip", "compression_opts": 6, "shuffle": True} if each.size > 1000 else {}
            write.create_dataset(name, data=each[()], **packed).attrs.update(each.attrs)

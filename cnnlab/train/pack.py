"""Save a trained model as a small file; the same weights always give the same bytes."""

import io
import json
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np

from cnnlab.train.state import replacing

KEPT_BITS = 15  # of a float32's 23 fraction bits: a weight changes by at most 1 part in 65,536
NO_DATE = (1980, 1, 1, 0, 0, 0)


def round_weights(values: np.ndarray) -> np.ndarray:
    """Round float32 values to 15 fraction bits; the zero bits that remain compress well.

    >>> round_weights(np.float32([1 + 2**-20, 3.0])).tolist()
    [1.0, 3.0]
    """
    dropped = 23 - KEPT_BITS
    bits = np.asarray(values, np.float32).view(np.uint32)
    half = np.uint32(1 << (dropped - 1))
    return ((bits + half) >> np.uint32(dropped) << np.uint32(dropped)).view(np.float32)


def plain(model: keras.Model, name: str) -> keras.Model:
    """A copy of the network without optimizer, loss and metrics, with rounded weights."""
    copy = type(model).from_config(model.get_config() | {"name": name})
    copy.set_weights([round_weights(weight) for weight in model.get_weights()])
    return copy


def save_model(model: keras.Model, path: Path) -> None:
    """Save as a .keras file with compressed weights and no dates. Keras loads it like any other file."""
    with replacing(path) as temporary:
        uncompressed = temporary.with_name(f"{temporary.name}.keras")  # Keras insists on this suffix
        try:
            model.save(uncompressed)
            _repack(uncompressed, temporary)
        finally:
            uncompressed.unlink(missing_ok=True)


def _repack(archive: Path, path: Path) -> None:
    with zipfile.ZipFile(archive) as read, zipfile.ZipFile(path, "w") as write:
        for name in sorted(read.namelist()):
            data = read.read(name)
            if name == "metadata.json":
                data = json.dumps(json.loads(data) | {"date_saved": ""}).encode()
            if name.endswith(".h5"):
                data = _compressed(data)
            write.writestr(zipfile.ZipInfo(name, NO_DATE), data)


def _compressed(weights: bytes) -> bytes:
    """The same HDF5 file, compressed after HDF5's `shuffle` filter has grouped the bytes by significance."""
    result = io.BytesIO()
    with h5py.File(io.BytesIO(weights)) as read, h5py.File(result, "w") as write:
        _copy(read, write)
    return result.getvalue()


def _copy(read: h5py.Group, write: h5py.Group) -> None:
    write.attrs.update(read.attrs)
    for name, item in read.items():
        if isinstance(item, h5py.Group):
            _copy(item, write.create_group(name))
        else:
            options = {"compression": "gzip", "compression_opts": 6, "shuffle": True} if item.size > 1000 else {}
            write.create_dataset(name, data=item[()], **options).attrs.update(item.attrs)

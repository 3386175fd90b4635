"""The config in a .keras file, an untrusted ZIP archive of which only config.json is read."""

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from cnnlab.core.archives import Limits, check_end, unusual
from cnnlab.core.errors import N_
from cnnlab.core.network.graph import NetworkError
from cnnlab.core.network.reading import read
from cnnlab.core.network.table import Network

MAX_BYTES = 5_000_000  # of config.json; NASNetLarge's has one million
MAX_MEMBERS = 1000  # Keras writes three, and one for each asset
LIMITS = Limits(MAX_MEMBERS, MAX_BYTES, NetworkError)


def read_keras_file(path_or_bytes: str | Path | bytes) -> Network:
    """The network in a .keras file, from its config.json alone: no weights are read and no code is run.

    Raises NetworkError if the file is not a .keras file, or if its config.json is larger than that of any real network.

    >>> from cnnlab.core.cards import PRETRAINED
    >>> rows = read_keras_file(PRETRAINED / "mnist_convnet" / "model.keras").table()
    >>> [(row.name, row.output_shape, row.receptive_field.size) for row in rows if row.class_name == "Conv2D"]
    [('conv1', (26, 26, 32), (3, 3)), ('conv2', (11, 11, 64), (8, 8)), ('conv3', (3, 3, 128), (18, 18))]
    """
    try:
        with _opened(path_or_bytes) as source:
            check_end(source, LIMITS)
            with zipfile.ZipFile(source) as archive:
                text = _config(archive)
        if len(text) > MAX_BYTES:
            raise NetworkError(
                N_("The config.json in this .keras file is larger than {limit} MB. Use a smaller network."),
                limit=MAX_BYTES // 1_000_000,
            )
        config = json.loads(text)
    except NetworkError:
        raise
    # what the zipfile and json modules raise for damaged, encrypted or unusually compressed archives
    except (OSError, EOFError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise NetworkError(
            N_(
                "This cannot be read as a .keras file, which is a ZIP archive with a config.json: {reason}. Save the "
                'model with model.save("model.keras").'
            ),
            reason=f"{type(error).__name__} {error}"[:200],
        ) from error
    return read(config)


def _opened(path_or_bytes: str | Path | bytes) -> BinaryIO:
    if isinstance(path_or_bytes, bytes | bytearray | memoryview):
        return io.BytesIO(path_or_bytes)
    return Path(path_or_bytes).open("rb")


def _config(archive: zipfile.ZipFile) -> bytes:
    """The bytes of config.json, one more than MAX_BYTES at most."""
    info = archive.getinfo("config.json")
    if unusual(info):
        raise zipfile.BadZipFile("config.json is encrypted or packed in an unusual way")
    with archive.open(info) as file:
        return file.read(MAX_BYTES + 1)

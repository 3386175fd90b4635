"""The config out of a .keras file: a ZIP archive from anyone, of which nothing but config.json is read."""

import io
import json
import zipfile
import zlib
from pathlib import Path

from cnnlab.core.errors import N_
from cnnlab.core.network.graph import NetworkError
from cnnlab.core.network.reading import read
from cnnlab.core.network.table import Network

LARGEST = 5_000_000  # bytes of config.json; NASNetLarge's has one million


def read_keras_file(path_or_bytes: str | Path | bytes) -> Network:
    """The network in a .keras file, from its config.json alone: no weights, and no code is run.

    Raises NetworkError for what is no such file, or one whose config.json is larger than a network's can be.

    >>> from cnnlab.core.cards import PRETRAINED
    >>> rows = read_keras_file(PRETRAINED / "mnist_convnet" / "model.keras").table()
    >>> [(row.name, row.output_shape, row.receptive_field.size) for row in rows if row.class_name == "Conv2D"]
    [('conv1', (26, 26, 32), (3, 3)), ('conv2', (11, 11, 64), (8, 8)), ('conv3', (3, 3, 128), (18, 18))]
    """
    source = io.BytesIO(path_or_bytes) if isinstance(path_or_bytes, bytes | bytearray | memoryview) else path_or_bytes
    try:
        with zipfile.ZipFile(source) as archive, archive.open("config.json") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise NetworkError(
                N_(
                    "A config.json of at most {most} MB was expected in the .keras file; this one is larger. "
                    "Take a smaller network."
                ),
                most=LARGEST // 1_000_000,
            )
        config = json.loads(text)
    except NetworkError:
        raise
    # what the modules for ZIP and JSON raise at damaged, encrypted and oddly packed archives
    except (OSError, EOFError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise NetworkError(
            N_(
                "A .keras file was expected, a ZIP archive with a config.json in it; reading it gave: {reason}. "
                'Save the model with model.save("model.keras").'
            ),
            reason=f"{type(error).__name__} {error}"[:200],
        ) from error
    return read(config)

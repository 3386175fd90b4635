"""Files with the config of a network: read by their content, without weights and without running any of their code."""

import json

from cnnlab.core.errors import N_
from cnnlab.core.network.archive import MAX_BYTES, read_keras_file
from cnnlab.core.network.graph import NetworkError
from cnnlab.core.network.pausing import without_collecting
from cnnlab.core.network.reading import read
from cnnlab.core.network.table import Network

ZIP, HDF5 = b"PK", b"\x89HDF\r\n\x1a\n"
MAX_FILE = 1_000_000_000  # bytes of a .keras file, most of them weights, which are not read


def read_file(data: bytes) -> Network:
    """The network in a .keras file, in `model.to_json()` of Keras 3 or tf.keras 2, or in a model.json of TensorFlow.js.

    An .h5 file is not opened: the error says how to convert it. Raises NetworkError.

    >>> read_file(b'{"class_name": "Sequential", "config": {"name": "small", "layers": []}}').name
    'small'
    """
    if len(data) > MAX_FILE:
        raise NetworkError(
            N_("This file is larger than {limit} MB. Save the network without its weights: model.to_json()."),
            limit=MAX_FILE // 1_000_000,
        )
    with without_collecting():
        return _read(data)


def _read(data: bytes) -> Network:
    if data.startswith(ZIP):
        return read_keras_file(data)
    if data.startswith(HDF5):
        raise NetworkError(
            N_(
                "This is an HDF5 file, which is not opened here. Convert it with the Keras that wrote it: "
                '`open("model.json", "w").write(keras.models.load_model("model.h5").to_json())`, and give '
                "the JSON file."
            )
        )
    return _read_json(data)


def _read_json(data: bytes) -> Network:
    if len(data) > MAX_BYTES:
        raise NetworkError(
            N_("This JSON is larger than {limit} MB, more than any real network's config. Use a smaller network."),
            limit=MAX_BYTES // 1_000_000,
        )
    try:
        config = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NetworkError(
            N_(
                "This is neither a .keras file nor the JSON of a network: {reason}. Give the file that "
                'model.save("model.keras") writes, or the text of model.to_json().'
            ),
            reason=f"{type(error).__name__} {error}"[:200],
        ) from error
    if not isinstance(config, dict):
        raise NetworkError(
            N_("This JSON is not the config of a network, which is an object with class_name and config.")
        )
    return read(config)

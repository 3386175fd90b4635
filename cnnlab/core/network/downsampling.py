"""What downsampling is for: the digit network with its pooling layers and without them."""

from pathlib import Path

from cnnlab.core.cards import PRETRAINED, card
from cnnlab.core.file_cache import cached_by_file
from cnnlab.core.network import Row, read, read_keras_file

NETWORK = "mnist_convnet"


def compared() -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of the digit network with its pooling layers, and without them; its input and scaling are left out.

    Raises CardError if the network is not in the folder, and NetworkError if its file is damaged.

    >>> [rows[-2].output_shape for rows in compared()]
    [(1152,), (61952,)]
    """
    model_file = PRETRAINED / NETWORK / "model.keras"
    if not model_file.is_file():
        found = card(NETWORK)
        found.check_file()
        model_file = found.model_file
    return _compared(model_file)


@cached_by_file
def _compared(model_file: Path) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    network = read_keras_file(model_file)
    layers = [
        {"class_name": layer.class_name, "config": layer.config}
        for layer in network.layers
        if layer.class_name != "MaxPooling2D"
    ]
    without = read({"name": "without_pooling", "layers": layers})
    return _main_rows(network.table()), _main_rows(without.table())


def _main_rows(rows: list[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.class_name not in ("InputLayer", "Rescaling"))

"""The course's first network with its poolings and without them: what downsampling is for."""

from functools import cache

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.network import Row, read, read_keras_file

NETWORK = "mnist_convnet"


@cache
def compared() -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of the digit network, without its input and scaling: as it is, and with its pooling layers left out.

    >>> [rows[-2].output_shape for rows in compared()]
    [(1152,), (61952,)]
    """
    whole = read_keras_file(PRETRAINED / NETWORK / "model.keras")
    layers = [
        {"class_name": each.class_name, "config": each.config}
        for each in whole.layers
        if each.class_name != "MaxPooling2D"
    ]
    without = read({"name": "without_pooling", "layers": layers})
    return _told(whole.table()), _told(without.table())


def _told(rows: list[Row]) -> tuple[Row, ...]:
    return tuple(each for each in rows if each.class_name not in ("InputLayer", "Rescaling"))

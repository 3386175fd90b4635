"""What a model has against overfitting: its augmentation layers and its dropout, read from its file without Keras."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from cnnlab.core.augmentation import AUGMENTATIONS
from cnnlab.core.cards import ModelCard
from cnnlab.core.network import read_keras_file
from cnnlab.core.network.graph import Graph, Layer

DROPOUTS = ("Dropout", "SpatialDropout2D", "GaussianDropout", "AlphaDropout")


def regularizers(card: ModelCard) -> dict[str, tuple[str, ...]]:
    """Return the "augmentation" layers of a card's model by class, and its "dropout" by rate, both in their order.

    Raises NetworkError where the file cannot be read. Augmentation outside the model is not found.

    >>> from cnnlab.core.cards import card
    >>> regularizers(card("cats_dogs_augmented"))
    {'augmentation': ('RandomFlip', 'RandomRotation', 'RandomZoom'), 'dropout': ('0.5',)}
    >>> regularizers(card("cats_dogs_scratch"))
    {'augmentation': (), 'dropout': ()}
    """
    return _read(card.model_file, card.sha256)


@lru_cache
def _read(file: Path, _checksum: str) -> dict[str, tuple[str, ...]]:
    layers = list(_layers(read_keras_file(file)))
    return {
        "augmentation": tuple(layer.class_name for layer in layers if layer.class_name in AUGMENTATIONS),
        "dropout": tuple(str(layer.config.get("rate", "?")) for layer in layers if layer.class_name in DROPOUTS),
    }


def _layers(graph: Graph) -> Iterator[Layer]:
    for layer in graph.layers:
        if layer.nested is None:
            yield layer
        else:
            yield from _layers(layer.nested)

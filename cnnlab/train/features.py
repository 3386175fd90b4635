"""What a frozen base makes of every picture, worked out once and kept in a small file."""

from pathlib import Path

import keras
import numpy as np

from cnnlab.train.bases import Base
from cnnlab.train.examples import ArrayExamples, Examples, in_order
from cnnlab.train.state import replaced

FEATURES_FILE = "features.npz"
BATCH = 32


def features_of(base: Base, examples: dict[str, Examples], path: Path) -> dict[str, ArrayExamples]:
    """Each subset as features (count, *base.features) with its labels; worked out once and kept at `path`.

    Kept as float16 and trained on as kept, so that a head trained on the file is the head that this run trains.
    """
    if not path.exists():
        network = extractor(base)
        found = {}
        for name, subset in examples.items():
            found[f"{name}_features"], found[f"{name}_labels"] = _through(network, subset)
        with replaced(path) as temporary, temporary.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **found)
    with np.load(path) as file:
        return {
            name: ArrayExamples(file[f"{name}_features"].astype("float32"), file[f"{name}_labels"].astype("float32"))
            for name in examples
        }


def extractor(base: Base) -> keras.Model:
    """Pictures (batch, height, width, 3) of 0-255 to features: the base's maps, averaged unless they are laid out."""
    inputs = keras.Input(base.model.inputs[0].shape[1:], name="picture")
    maps = base.model(base.prepare(inputs))
    return keras.Model(inputs, maps if base.flatten else keras.layers.GlobalAveragePooling2D()(maps))


def _through(network: keras.Model, examples: Examples) -> tuple[np.ndarray, np.ndarray]:
    features, labels = [], []
    for pictures, some in in_order(examples, BATCH):
        features.append(network.predict_on_batch(pictures).astype(np.float16))
        labels.append(some.astype(np.uint8))
    return np.concatenate(features), np.concatenate(labels)

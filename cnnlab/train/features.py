"""The features that a frozen base extracts from every picture, computed once and saved in a small file."""

import hashlib
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile

import keras
import numpy as np

from cnnlab.train.bases import Base
from cnnlab.train.examples import ArrayExamples, Examples, in_order
from cnnlab.train.state import replacing

FEATURES_FILE = "features.npz"
BATCH = 32


def features_of(
    base: Base, examples: dict[str, Examples], path: Path, clock: Callable[[], float]
) -> tuple[dict[str, ArrayExamples], float]:
    """Return each subset as features (count, *base.features) with labels, and the seconds spent extracting them.

    The features are saved at `path` and reused unless that file is damaged or comes from another base or other
    pictures. They are saved as float16 and read back before training, so that training on the file gives the same head.
    """
    source = source_of(base, examples)
    if (saved := _saved(path, source, examples)) is not None:
        return saved
    started = clock()
    network = extractor(base)
    found = {}
    for name, subset in examples.items():
        found[f"{name}_features"], found[f"{name}_labels"] = extract(network, subset)
    seconds = clock() - started
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, source=np.array(source), seconds=np.array(seconds), **found)
    saved = _saved(path, source, examples)
    assert saved is not None
    return saved


def source_of(base: Base, examples: dict[str, Examples]) -> str:
    """A hash of everything the features depend on: the base, its weights and input size, every picture and label."""
    digest = hashlib.sha256(f"{base.model.name} {base.model.input_shape} {base.flatten}".encode())
    for weight in base.model.get_weights():
        digest.update(weight.tobytes())
    for name, subset in examples.items():
        digest.update(name.encode())
        for pictures, labels in in_order(subset, BATCH):
            digest.update(pictures.tobytes() + labels.tobytes())
    return digest.hexdigest()


def _saved(path: Path, source: str, examples: dict[str, Examples]) -> tuple[dict[str, ArrayExamples], float] | None:
    """The saved features, or None if the file is missing, damaged or from another source."""
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            if str(file["source"]) != source:
                return None
            seconds = float(file["seconds"])
            return {name: _examples(file, name) for name in examples}, seconds
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        return None


def _examples(file, name: str) -> ArrayExamples:
    return ArrayExamples(file[f"{name}_features"].astype("float32"), file[f"{name}_labels"].astype("float32"))


def extractor(base: Base) -> keras.Model:
    """A model from pictures (batch, height, width, 3) of 0-255 to the base's maps, averaged unless `base.flatten`."""
    inputs = keras.Input(base.model.inputs[0].shape[1:], name="picture")
    maps = base.model(base.preprocess(inputs))
    return keras.Model(inputs, maps if base.flatten else keras.layers.GlobalAveragePooling2D()(maps))


def extract(network: keras.Model, examples: Examples) -> tuple[np.ndarray, np.ndarray]:
    """What a network gives for each picture of a subset, float16 (count, ...), and its labels, uint8 (count, ...)."""
    features, labels = [], []
    for pictures, targets in in_order(examples, BATCH):
        features.append(network.predict_on_batch(pictures).astype(np.float16))
        labels.append(targets.astype(np.uint8))
    return np.concatenate(features), np.concatenate(labels)

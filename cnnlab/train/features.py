"""What a frozen base makes of every picture, worked out once and kept in a small file."""

import hashlib
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile

import keras
import numpy as np

from cnnlab.train.bases import Base
from cnnlab.train.examples import ArrayExamples, Examples, in_order
from cnnlab.train.state import replaced

FEATURES_FILE = "features.npz"
BATCH = 32


def features_of(
    base: Base, examples: dict[str, Examples], path: Path, clock: Callable[[], float]
) -> tuple[dict[str, ArrayExamples], float]:
    """Each subset as features (count, *base.features) with its labels, and the seconds that the base took for them.

    Worked out once and kept at `path`; anew where the file there is of another base or of other pictures, or damaged.
    Kept as float16 and trained on as kept, so that a head trained on the file is the head that this run trains.
    """
    source = source_of(base, examples)
    if (kept := _kept(path, source, examples)) is not None:
        return kept
    begun = clock()
    network = extractor(base)
    found = {}
    for name, subset in examples.items():
        found[f"{name}_features"], found[f"{name}_labels"] = _through(network, subset)
    took = clock() - begun
    with replaced(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, source=np.array(source), seconds=np.array(took), **found)
    kept = _kept(path, source, examples)
    assert kept is not None
    return kept


def source_of(base: Base, examples: dict[str, Examples]) -> str:
    """What features come from: the base with its weights and its input size, and a sum over every picture and label."""
    digest = hashlib.sha256(f"{base.model.name} {base.model.input_shape} {base.flatten}".encode())
    for weight in base.model.get_weights():
        digest.update(weight.tobytes())
    for name, subset in examples.items():
        digest.update(name.encode())
        for pictures, labels in in_order(subset, BATCH):
            digest.update(pictures.tobytes() + labels.tobytes())
    return digest.hexdigest()


def _kept(path: Path, source: str, examples: dict[str, Examples]) -> tuple[dict[str, ArrayExamples], float] | None:
    """What the file holds; None where there is none, or none of these pictures."""
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

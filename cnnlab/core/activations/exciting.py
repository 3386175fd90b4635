"""What excites each channel most among the bundled photographs: stored by scripts.exciting_patches."""

from functools import cache
from pathlib import Path

import numpy as np

from cnnlab.core.activations.shown import ShownLayer, shown_layers
from cnnlab.core.cards import ModelCard
from cnnlab.core.requests import Exciting

COUNT = 6  # photographs for each channel
FILE = Path(__file__).with_name("exciting.npz")
PARTS = ("pictures", "cells", "values")  # the fields of Exciting, of all layers one after another


def stored(card: ModelCard, file: Path = FILE) -> tuple[Exciting, ...] | None:
    """Return what is stored for each of `shown_layers(card)`; None if nothing is, or for another file of the model."""
    kept = _read(file)
    if card.sha256 not in kept:
        return None
    pictures, cells, values = kept[card.sha256]
    ends = np.cumsum([layer.shape[2] for layer in shown_layers(card)])
    if ends[-1] != len(pictures):
        return None
    typed = pictures, cells.astype(np.uint16), values.astype(np.float32)
    parts = (np.split(array, ends[:-1]) for array in typed)
    return tuple(Exciting(*part) for part in zip(*parts, strict=True))


@cache
def _read(file: Path) -> dict[str, tuple[np.ndarray, ...]]:
    """The arrays of each network, by the SHA-256 of its file."""
    if not file.exists():
        return {}
    with np.load(file) as archive:
        names = {name.partition("/")[0] for name in archive.files}
        return {name: tuple(archive[f"{name}/{part}"] for part in PARTS) for name in names}


def write(found: dict[str, tuple[Exciting, ...]], file: Path = FILE) -> None:
    """Store what excites the channels of networks, by the SHA-256 of their files; values in 16 bits."""
    arrays = {}
    for name, layers in found.items():
        for part in PARTS:
            together = np.concatenate([getattr(layer, part) for layer in layers])
            least = np.float16 if part == "values" else np.min_scalar_type(together.max())
            arrays[f"{name}/{part}"] = together.astype(least)
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # its stub takes the arrays for allow_pickle


def excited(layers: tuple[ShownLayer, ...], found: tuple[Exciting, ...], name: str) -> Exciting:
    """What excites the channels of the layer called `name`."""
    return next(part for layer, part in zip(layers, found, strict=True) if layer.name == name)

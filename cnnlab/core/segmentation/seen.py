"""Which part of the picture each cell of a layer depends on, for a network with a card."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cnnlab.core.cards import ModelCard
from cnnlab.core.network import NetworkError, read_keras_file, seen


@dataclass(frozen=True)
class Seen:
    """For each row and each column of a map the cells of the network's input that it sees: (first, end)."""

    input: tuple[int, int]  # rows and columns
    rows: list[tuple[int, int]]
    columns: list[tuple[int, int]]


def seen_by(card: ModelCard, layer: str | None = None) -> Seen | None:
    """What the cells of a layer see, by its path, "base/conv1"; None is the output. None where that is not known.

    It reads the model's config alone, and takes up to 0.4 s the first time.
    """
    file, size = card.model_file, card.input
    return _seen_by(file, file.stat().st_mtime_ns, (size.height, size.width, size.channels), layer)


@lru_cache(maxsize=64)
def _seen_by(file: Path, _changed: int, shape: tuple[int, int, int], layer: str | None) -> Seen | None:
    try:
        network = read_keras_file(file)
        found = seen(network, layer or network.outputs[0].layer, shape)
    except NetworkError:
        return None
    if found is None or len(found) != 2:
        return None
    rows, columns = ([(first, end) for first, end in axis.tolist()] for axis in found)
    return Seen(shape[:2], rows, columns)

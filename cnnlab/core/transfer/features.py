"""The features that a pretrained base extracted from the pictures of a data set, read from the file beside a card."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.file_cache import cached_by_file

CARD = "cats_dogs_extraction"
FILE = "features.npz"
SUBSETS = ("train", "validation", "test")


class FeaturesError(CnnLabError):
    """The file of features is missing or damaged, or has too few pictures for what is asked."""


@dataclass(frozen=True, eq=False)
class LabelledFeatures:
    """The features of one subset, float16 (pictures, features), and its labels, uint8 (pictures,); both read-only."""

    features: np.ndarray
    labels: np.ndarray


def read_features(card_id: str = CARD, folder: Path = PRETRAINED) -> dict[str, LabelledFeatures]:
    """Return the features and labels of the subsets train, validation and test; cached until the file changes.

    Raises FeaturesError if the file is missing or damaged.
    """
    return _features(folder / card_id / FILE)


def read_labels(card_id: str = CARD, folder: Path = PRETRAINED) -> dict[str, np.ndarray]:
    """Return the labels of each subset, uint8 (pictures,), without reading the features; cached as they are."""
    return _labels(folder / card_id / FILE)


def chosen(labels: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Return the indices of `count` pictures drawn with `seed`, equally many of each class, the classes in turn.

    Of an odd count, the class with the lowest label gets one more. The choice is nested: the first 100 of the 200
    pictures of a seed are its 100. `labels` are (pictures,) or (pictures, 1). Raises FeaturesError if a class has too
    few pictures.

    >>> chosen(np.array([0, 0, 0, 1, 1, 1]), 3, seed=0).shape
    (3,)
    """
    flat = labels.ravel()
    generator = np.random.default_rng(seed)
    shuffled = [generator.permutation(np.flatnonzero(flat == label)) for label in np.unique(flat)]
    available = min((len(indices) for indices in shuffled), default=0)
    if not 1 <= count <= available * len(shuffled):
        raise FeaturesError(
            N_("{count} pictures cannot be chosen equally from the classes. Choose from 1 to {most}."),
            count=count,
            most=available * len(shuffled),
        )
    in_turn = np.stack([indices[:available] for indices in shuffled], axis=1).ravel()
    return in_turn[:count]


@cached_by_file
def _features(path: Path) -> dict[str, LabelledFeatures]:
    found = _read(path, ("features", "labels"))
    subsets = {name: LabelledFeatures(found[f"{name}_features"], found[f"{name}_labels"].ravel()) for name in SUBSETS}
    widths = {subset.features.shape[1:] for subset in subsets.values()}
    for subset in subsets.values():
        if subset.features.ndim != 2 or len(subset.features) != len(subset.labels) or len(widths) != 1:
            raise _damaged(path, f"{subset.features.shape}, {subset.labels.shape}")
    return subsets


@cached_by_file
def _labels(path: Path) -> dict[str, np.ndarray]:
    found = _read(path, ("labels",))
    return {name: found[f"{name}_labels"].ravel() for name in SUBSETS}


def _read(path: Path, kinds: tuple[str, ...]) -> dict[str, np.ndarray]:
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            found = {f"{name}_{kind}": file[f"{name}_{kind}"] for name in SUBSETS for kind in kinds}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
        raise _damaged(path, str(error)) from error
    for array in found.values():
        array.setflags(write=False)
    return found


def _damaged(path: Path, reason: str) -> FeaturesError:
    return FeaturesError(
        N_("The features in {path} cannot be read: {reason}. Get the file from the repository again."),
        path=str(path),
        reason=reason,
    )

"""Load the models of pretrained/ by their cards; `python -m cnnlab.nets.catalog describe FILE` writes a card."""

import argparse
import gc
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import NamedTuple, TypeVar

import keras

from cnnlab.core.cards import ModelCard, card, stamp
from cnnlab.core.errors import CnnLabError
from cnnlab.nets.describe import describe_file, open_file

MAX_MODELS = 9  # in memory at once: all networks of cats and dogs, one of ImageNet's and one of masks
# Bytes of all their weights; the least recently used model is dropped first. What is cached with a model is not
# counted, such as a copy with as many weights again, made where its heat maps are asked for with random weights.
MAX_WEIGHTS = 800_000_000
WEIGHT = 4  # bytes
MAX_CACHED = 8  # values cached for one model
Value = TypeVar("Value")


class _Loaded(NamedTuple):
    model: keras.Model
    all_files: tuple[tuple[str, int, int], ...]  # paths and modification times in pretrained/ when the card was read
    own_files: tuple[tuple[str, int, int], ...]  # those in the model's own folder
    weights: int  # bytes


_loaded: "OrderedDict[str, _Loaded]" = OrderedDict()


def load(card_id: str) -> keras.Model:
    """Return the model of a card, without an optimizer; loaded once, and again if one of its own files changes.

    The model takes pictures (batch, height, width, channels) with values from 0 to 255. Raises CardError if there is
    no such card or the model's file does not match it.
    """
    files, loaded = stamp(), _loaded.pop(card_id, None)
    if loaded is None or loaded.all_files != files:
        model_card = card(card_id)
        own_files = tuple(file for file in files if Path(file[0]).parent == model_card.folder)
        model = loaded.model if loaded and loaded.own_files == own_files else None
        loaded = None  # so that a changed model can be freed before it is loaded again
        if model is None:
            _make_room(WEIGHT * model_card.parameters)
            model = _open(model_card)
        loaded = _Loaded(model, files, own_files, WEIGHT * model_card.parameters)
    _loaded[card_id] = loaded
    return loaded.model


def _make_room(weights: int) -> None:
    """Drop models until one more, with so many bytes of weights, fits."""
    while _loaded and (
        len(_loaded) >= MAX_MODELS or weights + sum(one.weights for one in _loaded.values()) > MAX_WEIGHTS
    ):
        _loaded.popitem(last=False)
    gc.collect()  # models and their layers refer to each other


def _open(model_card: ModelCard) -> keras.Model:
    model_card.check_file()
    return open_file(model_card.model_file)


def cached(model: keras.Model, key: Hashable, make: Callable[[], Value]) -> Value:
    """Cache `make()` under a key of the model; entries are dropped with the model.

    Beyond MAX_CACHED entries of one model the least recently used is dropped.
    """
    # In the model's __dict__, past Keras, which would track the attribute.
    values: OrderedDict[Hashable, Value] = vars(model).setdefault("_cnnlab_cached", OrderedDict())
    values[key] = values.pop(key) if key in values else make()
    if len(values) > MAX_CACHED:
        values.popitem(last=False)
    return values[key]


def forget() -> None:
    """Drop every loaded model; each is loaded again when it is next requested."""
    _loaded.clear()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns 0 if the card was written, 1 after printing why the file cannot be described."""
    parser = argparse.ArgumentParser("python -m cnnlab.nets.catalog", description=__doc__)
    parser.add_argument("command", choices=["describe"])
    parser.add_argument("file", type=Path, help="the model.keras in a folder of its own, whose name is the model's id")
    parser.add_argument("--title", help="the name shown to readers; by default the folder's name")
    options = parser.parse_args(arguments)
    try:
        written = describe_file(options.file, options.title)
    except CnnLabError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{written.folder / 'card.json'}: {written.id}, {written.parameters:,} parameters")
    if not written.explains_photographs:
        print("Not on the Grad-CAM page, which shows classifiers of square colour pictures with a convolution layer.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

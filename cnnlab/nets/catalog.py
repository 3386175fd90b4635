"""The models of pretrained/, loaded by their cards; `python -m cnnlab.nets.catalog describe FILE` writes a card."""

import argparse
import gc
import sys
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import keras

from cnnlab.core.cards import CardError, ModelCard, card, stamp
from cnnlab.core.errors import N_, CnnLabError
from cnnlab.nets.describe import describe_file
from cnnlab.nets.device import is_out_of_memory

HELD = 4  # models in memory at once; the one that was asked for the longest ago goes first
KEPT = 8  # things made for one model


class _Held(NamedTuple):
    model: keras.Model
    everything: tuple  # pretrained/ when the card was looked at
    own: tuple  # of that the model's own files


_held: "OrderedDict[str, _Held]" = OrderedDict()


def load(card_id: str) -> keras.Model:
    """The model of a card, without an optimizer; loaded once, and again when one of its own files has changed.

    Takes pictures (batch, height, width, channels) with values from 0 to 255. Raises CardError for a wrong file or an
    unknown id.
    """
    now, held = stamp(), _held.pop(card_id, None)
    if held is None or held.everything != now:
        model_card = card(card_id)
        own = tuple(each for each in now if Path(each[0]).parent == model_card.folder)
        model = held.model if held and held.own == own else None
        held = None
        if model is None:
            _make_room()
        held = _Held(model or _opened(model_card), now, own)
    _held[card_id] = held
    return held.model


def _make_room() -> None:
    while len(_held) >= HELD:
        _held.popitem(last=False)
    gc.collect()  # models and their layers refer to each other


def kept(model: keras.Model, key: Any, make: Callable[[], Any]) -> Any:
    """What `make` gives for a model, made once for each key and let go of together with the model.

    Of more than KEPT keys the one that was asked for the longest ago goes first.
    """
    made = vars(model).setdefault("_cnnlab_kept", OrderedDict())  # past Keras, which would track it
    made[key] = made.pop(key) if key in made else make()
    if len(made) > KEPT:
        made.popitem(last=False)
    return made[key]


def forget() -> None:
    """Let go of every model that is held; the next to ask loads it again."""
    _held.clear()


def _opened(model_card: ModelCard) -> keras.Model:
    model_card.check_file()
    try:
        return keras.saving.load_model(model_card.model_file, compile=False)
    except Exception as error:  # Keras raises anything at all for a file that is no model
        if isinstance(error, MemoryError) or is_out_of_memory(error):
            raise
        raise CardError(
            N_(
                "A model saved by Keras 3 was expected in {path}; opening it gave: {reason}. Save it again, and write "
                "its card: python -m cnnlab.nets.catalog describe {path}"
            ),
            path=str(model_card.model_file),
            reason=str(error)[:300],
        ) from error


def main(arguments: list[str] | None = None) -> int:
    """0 when the card is written, 1 when the file is none that can be described; says which."""
    parser = argparse.ArgumentParser("python -m cnnlab.nets.catalog", description=__doc__)
    parser.add_argument("command", choices=["describe"])
    parser.add_argument("file", type=Path, help="a .keras file in a folder of its own, named as the model's id")
    parser.add_argument("--title", help="what readers see; the folder's name without it")
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

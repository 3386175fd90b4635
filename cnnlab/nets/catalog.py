"""The models of pretrained/, loaded by their cards; `python -m cnnlab.nets.catalog describe FILE` writes a card."""

import argparse
import sys
from functools import lru_cache
from pathlib import Path

import keras

from cnnlab.core.cards import card, stamp
from cnnlab.core.errors import CnnLabError
from cnnlab.nets.describe import describe_file

HELD = 4  # models in memory at once; the least used one goes first


def load(card_id: str) -> keras.Model:
    """The model of a card, without an optimizer; loaded once, and again when a file of pretrained/ has changed.

    Takes pictures (batch, height, width, channels) with values from 0 to 255. Raises CardError for a wrong file or an
    unknown id.
    """
    return _load(card_id, stamp())


@lru_cache(maxsize=HELD)
def _load(card_id: str, when: tuple) -> keras.Model:
    model_card = card(card_id)
    model_card.check_file()
    return keras.saving.load_model(model_card.model_file, compile=False)


def forget() -> None:
    """Let go of every model that is held; the next to ask loads it again."""
    _load.cache_clear()


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

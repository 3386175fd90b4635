"""What networks make of the bundled photographs: `python -m cnnlab.nets.photographs` writes it into their cards."""

import keras
import numpy as np
from msgspec.structs import replace

from cnnlab.core.cards import ModelCard, cards
from cnnlab.core.cards.card_file import save_card
from cnnlab.core.pictures import sample, samples, square
from cnnlab.core.segmentation.hand_drawn import object_iou
from cnnlab.core.segmentation.known import ANIMAL, known_classes
from cnnlab.nets.catalog import load
from cnnlab.nets.segmentation.segment import network_of

DIGITS = 4
BATCH = 10


def on_photographs(card: ModelCard) -> dict[str, dict[str, float]]:
    """Return what a card states about each bundled photograph, by its id, rounded to DIGITS digits.

    A classifier, given the photograph's centre square: the likeliest class and its probability. A segmentation network:
    the share of the pixels of each class, and the IoU of the first class where an animal was outlined by hand.
    """
    names = [name.en for name in card.classes()]
    model = load(card.id)
    if card.task == "segmentation":
        return {photograph.id: _segmented(model, names, photograph.id) for photograph in samples()}
    ids = [photograph.id for photograph in samples()]
    found = [row for at in range(0, len(ids), BATCH) for row in _probabilities(model, card, ids[at : at + BATCH])]
    best = [int(row.argmax()) for row in found]
    return {
        name: {names[index]: round(float(row[index]), DIGITS)}
        for name, index, row in zip(ids, best, found, strict=True)
    }


def _probabilities(model: keras.Model, card: ModelCard, ids: list[str]) -> np.ndarray:
    """The probability of each class, float (pictures, classes); a single output is that of the second class."""
    pictures = np.stack([square(sample(name), "crop", card.input.height).pixels for name in ids]).astype("float32")
    output = keras.ops.convert_to_numpy(model(pictures, training=False))
    return output if output.shape[-1] > 1 else np.concatenate([1 - output, output], axis=-1)


def _segmented(model: keras.Model, names: list[str], sample_id: str) -> dict[str, float]:
    output = network_of(model)(sample(sample_id))
    classes = output.argmax(axis=-1)
    found = {name: float((classes == index).mean()) for index, name in enumerate(names)}
    known = known_classes(sample_id)
    if known is not None and (known == ANIMAL).any():
        iou = object_iou(output, known == ANIMAL)
        assert iou is not None  # there is an animal
        found[f"IoU of {names[ANIMAL]}"] = iou
    return {name: round(value, DIGITS) for name, value in found.items()}


def main() -> None:
    """Write the cards of all networks for colour pictures in pretrained/."""
    for card in cards():
        if card.input.channels == 3:
            save_card(replace(card, on_photographs=on_photographs(card)))
            print(card.id)


if __name__ == "__main__":
    main()

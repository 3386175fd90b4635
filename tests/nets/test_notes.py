"""What the cards say of pictures outside a model's classes is so: asked of the committed models."""

import numpy as np
import pytest

from cnnlab.core.cards import cards
from cnnlab.core.digits import pieces
from cnnlab.core.pictures import sample, samples, square
from cnnlab.nets.catalog import load

NO_ANIMAL = {each.id for each in samples()} - {"cat"}
CALLED_A_DOG = {"cats_dogs_extraction": NO_ANIMAL, "cats_dogs_scratch": {"flower", "rocket"}}


@pytest.mark.parametrize("card_id", CALLED_A_DOG)
def test_what_is_neither_cat_nor_dog(card_id):
    card = next(each for each in cards() if each.id == card_id)
    pictures = np.stack([square(sample(each), "crop", card.input.height).pixels for each in sorted(NO_ANIMAL)])
    answers = np.asarray(load(card_id)(pictures.astype("float32"), training=False))[:, 0]
    assert {each for each, answer in zip(sorted(NO_ANIMAL), answers, strict=True) if answer > 0.5} == CALLED_A_DOG[
        card_id
    ]


def test_some_clothes_look_more_like_a_digit_than_some_digits():
    surest = {"mnist": [], "fashion": []}
    for piece in pieces().values():
        answer = np.asarray(load("mnist_convnet")(piece.picture[None, ..., None].astype("float32"), training=False))
        surest["mnist" if piece.kind == "mnist" else "fashion"].append(float(answer.max()))
    assert len(surest["mnist"]) == len(surest["fashion"]) == 20
    assert max(surest["fashion"]) > min(surest["mnist"])


def test_what_the_pets_network_marks_where_there_is_no_pet():
    names = [each.id for each in samples()]
    pet = dict(zip(names, _marked("pets_unet", names), strict=True))
    assert pet["cat"] > 0.8
    assert min(pet["astronaut"], pet["flower"], pet["rocket"]) > 0.003
    assert max(pet["china"], pet["coffee"]) < 0.003


def test_the_notes_network_marks_something_everywhere():
    names = [each.id for each in samples()]
    pet = dict(zip(names, _marked("pets_segmentation", names), strict=True))
    assert pet["cat"] > 0.4
    assert min(pet.values()) > 0.05


def _marked(card_id, names):
    """The part of each bundled picture that the network takes for a pet."""
    card = next(each for each in cards() if each.id == card_id)
    pictures = np.stack([square(sample(each), "crop", card.input.height).pixels for each in names])
    classes = np.asarray(load(card_id)(pictures.astype("float32"), training=False)).argmax(axis=-1)
    return (classes == 0).mean(axis=(1, 2))

"""What the cards' notes say about pictures unlike the training data holds for the bundled models."""

import numpy as np
import pytest

from cnnlab.core.cards import card
from cnnlab.core.digits import bundled_images
from cnnlab.core.pictures import sample, samples, square
from cnnlab.nets.catalog import load

NO_ANIMAL = {info.id for info in samples()} - {"cat"}
CLASSIFIED_AS_DOG = {"cats_dogs_extraction": NO_ANIMAL, "cats_dogs_scratch": {"flower", "rocket"}}


@pytest.mark.parametrize("card_id", CLASSIFIED_AS_DOG)
def test_pictures_of_neither_cats_nor_dogs(card_id):
    names = sorted(NO_ANIMAL)
    size = card(card_id).input.height
    pictures = np.stack([square(sample(name), "crop", size).pixels for name in names])
    predictions = np.asarray(load(card_id)(pictures.astype("float32"), training=False))[:, 0]
    found = {name for name, probability in zip(names, predictions, strict=True) if probability > 0.5}
    assert found == CLASSIFIED_AS_DOG[card_id]


def test_some_clothes_are_classified_more_confidently_than_some_digits():
    confidence = {"mnist": [], "fashion": []}
    for piece in bundled_images().values():
        predictions = np.asarray(
            load("mnist_convnet")(piece.picture[None, ..., None].astype("float32"), training=False)
        )
        confidence["mnist" if piece.kind == "mnist" else "fashion"].append(float(predictions.max()))
    assert len(confidence["mnist"]) == len(confidence["fashion"]) == 20
    assert max(confidence["fashion"]) > min(confidence["mnist"])


def test_pets_found_by_the_unet_in_pictures_without_pets():
    names = [info.id for info in samples()]
    pet = dict(zip(names, _pet_shares("pets_unet", names), strict=True))
    assert pet["cat"] > 0.8
    assert min(pet["astronaut"], pet["flower"], pet["rocket"]) > 0.003
    assert max(pet["china"], pet["coffee"]) < 0.003


def test_pets_found_by_the_encoder_decoder_in_every_picture():
    names = [info.id for info in samples()]
    pet = dict(zip(names, _pet_shares("pets_segmentation", names), strict=True))
    assert pet["cat"] > 0.4
    assert min(pet.values()) > 0.05


def _pet_shares(card_id, names):
    """Return the share of each bundled picture that the network labels as a pet."""
    size = card(card_id).input.height
    pictures = np.stack([square(sample(name), "crop", size).pixels for name in names])
    classes = np.asarray(load(card_id)(pictures.astype("float32"), training=False)).argmax(axis=-1)
    return (classes == 0).mean(axis=(1, 2))

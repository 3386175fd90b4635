"""What the cards say about the bundled photographs and other pictures unlike the training data is what is measured."""

import keras
import numpy as np
import pytest
from PIL import Image

from cnnlab.core.cards import card, cards
from cnnlab.core.digits import bundled_images
from cnnlab.core.pictures import sample, samples
from cnnlab.core.pictures.bundled import SAMPLES
from cnnlab.core.pictures.masks import mask_of
from cnnlab.nets.catalog import load
from cnnlab.nets.photographs import on_photographs

FOR_COLOUR = [card.id for card in cards() if card.input.channels == 3]
NO_ANIMAL = {"coffee", "flower", "china", "astronaut", "rocket"}
CLASSIFIED_AS_DOG = {"cats_dogs_extraction": NO_ANIMAL, "cats_dogs_scratch": {"flower", "rocket"}}


@pytest.mark.parametrize("card_id", FOR_COLOUR)
def test_a_card_has_a_statement_on_every_photograph(card_id):
    stated = card(card_id).on_photographs
    assert list(stated) == [photograph.id for photograph in samples()], "run: python -m cnnlab.nets.photographs"


@pytest.mark.sweep
@pytest.mark.parametrize("card_id", FOR_COLOUR)
def test_the_cards_state_what_the_networks_make_of_the_photographs(card_id):
    stated = card(card_id).on_photographs
    for name, shares in on_photographs(card(card_id)).items():
        assert stated[name] == pytest.approx(shares, abs=2e-3)


@pytest.mark.parametrize("card_id", CLASSIFIED_AS_DOG)
def test_pictures_of_neither_cats_nor_dogs(card_id):
    stated = card(card_id).on_photographs
    assert {name for name in NO_ANIMAL if "dog" in stated[name]} == CLASSIFIED_AS_DOG[card_id]


def test_the_class_of_a_photograph_by_another_way():
    """The probability from Keras's `predict`, on the square that Pillow cuts out of the file and resizes."""
    with Image.open(SAMPLES / "shepherd.jpg") as image:
        left = (image.width - image.height) // 2
        square = image.crop((left, 0, left + image.height, image.height)).resize((224, 224), Image.Resampling.BICUBIC)
    predictions = load("efficientnet_lite0").predict(np.asarray(square, "float32")[None], verbose=0)[0]
    ((name, probability),) = card("efficientnet_lite0").on_photographs["shepherd"].items()
    assert name == card("efficientnet_lite0").classes()[int(predictions.argmax())].en == "German shepherd"
    assert probability == pytest.approx(predictions.max(), abs=2e-3)


def test_the_masks_of_a_photograph_by_another_way():
    """Two dogs: the network's input resized by Keras, and the IoU counted at the network's own size."""
    stated = card("pets_unet").on_photographs["two_dogs"]
    resized = keras.ops.image.resize(sample("two_dogs")[None].astype("float32"), (256, 256), antialias=True)
    output = load("pets_unet").predict(np.asarray(resized), verbose=0)[0]
    assert (output.argmax(axis=-1) == 0).mean() == pytest.approx(stated["pet"], abs=0.01)
    drawn = Image.fromarray(mask_of("two_dogs")).resize((256, 256), Image.Resampling.NEAREST)
    truth, found = np.asarray(drawn) == 1, output[..., 0] > output[..., 1]
    assert (truth & found).sum() / (truth | found).sum() == pytest.approx(stated["IoU of pet"], abs=0.02)


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
    pet = {name: shares["pet"] for name, shares in card("pets_unet").on_photographs.items()}
    assert min(pet["cat"], pet["grey_cat"], pet["persian"]) > 0.7
    assert min(pet["astronaut"], pet["flower"], pet["coffee"]) > 0.03
    assert max(pet["china"], pet["rocket"], pet["drawing"]) < 0.005


def test_pets_found_by_the_encoder_decoder_in_every_picture():
    pet = {name: shares["pet"] for name, shares in card("pets_segmentation").on_photographs.items()}
    assert pet["cat"] > 0.4
    assert min(pet.values()) > 0.03


def test_the_outlined_animals_are_found_better_with_a_trained_encoder():
    unet, other = (card(name).on_photographs for name in ("pets_unet", "pets_segmentation"))
    outlined = [name for name, shares in unet.items() if "IoU of pet" in shares]
    assert outlined == ["cat", "kitten", "shepherd", "two_dogs"]
    assert all(unet[name]["IoU of pet"] > other[name]["IoU of pet"] for name in outlined)

"""The picture that a pipeline cannot have made: impossible, not just unlikely, visible, and in a random position."""

from collections import Counter

import numpy as np
import pytest

from cnnlab.core.augmentation import AUGMENTATIONS, FIRST, LARGEST_SEED, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.core.questions.augmentation import (
    LETTERS,
    PICTURES,
    impossible,
    impostor_for,
    impostor_question,
    place_of_impostor,
    question_seed,
)

ALL = ["upside_down", "half_turn", "quarter_turn", "negative", "grey", "quarters"]
MOVED = ALL[:3]
CAT = square(sample("cat"), "crop", 96).pixels
FOUR = np.stack([CAT] * PICTURES)


def offered(*layers: tuple[str, dict]) -> list[str]:
    return [impostor.name for impostor in impossible([layer_config(name, values) for name, values in layers])]


@pytest.mark.parametrize(
    ("layers", "left_out"),
    [
        ([], []),
        ([("RandomFlip", {"mode": "horizontal"})], []),
        ([("RandomFlip", {"mode": "vertical"})], ["upside_down", "half_turn"]),
        ([("RandomFlip", {"mode": "horizontal_and_vertical"})], ["upside_down", "half_turn"]),
        ([("RandomRotation", {"factor": (-0.06, 0.06)})], []),
        ([("RandomRotation", {"factor": (-0.1, 0.1)})], ["quarter_turn"]),
        ([("RandomRotation", {"factor": (-0.19, 0.19)})], ["quarter_turn"]),
        ([("RandomRotation", {"factor": (-0.2, 0.0)})], MOVED),
        ([("RandomRotation", {"factor": (0.4, 0.6)})], MOVED),
        ([("RandomRotation", {"factor": (-0.1, 0.1)}), ("RandomShear", {"x_factor": (0.0, 1.0)})], MOVED),
        ([("RandomPerspective", {"scale": 1.0})], MOVED),
        ([("RandomTranslation", {"height_factor": (-0.9, 0.0)})], MOVED),
        ([("RandomTranslation", {})], []),
        ([("RandomInvert", {})], ["negative"]),
        ([("Solarization", {})], ["negative"]),
        ([("RandomGrayscale", {})], ["grey"]),
        ([("RandomColorDegeneration", {})], ["grey"]),
        ([("RandomSaturation", {})], ["grey"]),
        ([("RandAugment", {})], ALL[:-1]),
        ([("RandomFlip", {}), ("AugMix", {})], ALL[:-1]),
    ],
)
def test_what_a_pipeline_can_do_is_not_an_impostor(layers, left_out):
    assert offered(*layers) == [name for name in ALL if name not in left_out]


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_every_layer_leaves_an_impostor_to_ask_about(name):
    assert impostor_for([layer_config(name)], FOUR, 8, 0) is not None


@pytest.mark.parametrize("impostor", impossible([]), ids=lambda impostor: impostor.name)
def test_an_impostor_has_the_shape_of_its_original_and_differs(impostor):
    made = impostor.make(CAT)
    assert (made.shape, made.dtype) == (CAT.shape, CAT.dtype)
    assert np.abs(made.astype(int) - CAT).mean() > 14


def test_the_impostors_by_hand():
    picture = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    made = {impostor.name: impostor.make(picture).tolist() for impostor in impossible([])}
    a, b, c, d = [0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]
    assert made["upside_down"] == [[c, d], [a, b]]
    assert made["half_turn"] == [[d, c], [b, a]]
    assert made["quarter_turn"] == [[b, d], [a, c]]
    assert made["quarters"] == [[d, b], [c, a]]
    assert made["negative"][0][1] == [252, 251, 250]
    assert made["grey"][1] == [[7, 7, 7], [10, 10, 10]]


def test_the_reason_names_the_largest_tilt():
    [first, *_] = impossible([layer_config(name) for name in FIRST])
    assert first.why.format(**first.values).endswith("none tilts it by more than 36°.")
    [first, *_] = impossible([layer_config("RandomFlip")])
    assert first.why.format(**first.values) == "It is upside down. No layer here flips vertically or rotates."


def test_an_impostor_that_is_not_visible_on_every_picture_is_not_used():
    grey = np.repeat(CAT[..., :1], 3, axis=-1)
    asked = {impostor_for([layer_config("RandomFlip")], np.stack([CAT, grey]), 8, at).name for at in range(12)}
    assert asked == set(ALL) - {"grey"}
    flat = np.full_like(FOUR, 90)
    assert impostor_for([layer_config("RandomFlip")], flat, 8, 0) is None
    pale = (CAT // 12 + 200).astype(np.uint8)  # its negative is dark, but does not look like one
    asked = [impostor_for([layer_config("RandomFlip")], pale[None], 8, at) for at in range(12)]
    assert "negative" not in {impostor.name for impostor in asked if impostor}
    oblong = {impostor_for([layer_config("RandomFlip")], FOUR[:, :60], 8, at).name for at in range(12)}
    assert oblong == set(ALL) - {"quarter_turn"}


def test_successive_questions_use_all_impostors():
    layers = [layer_config("RandomFlip")]
    asked = [impostor_for(layers, FOUR, 8, at).name for at in range(len(ALL))]
    assert set(asked) == set(ALL)
    assert asked == [impostor_for(layers, FOUR, 8, at).name for at in range(len(ALL))]


def test_the_position_of_the_impostor_is_random_but_reproducible():
    places = [place_of_impostor(seed, number) for seed in range(40) for number in range(10)]
    assert places == [place_of_impostor(seed, number) for seed in range(40) for number in range(10)]
    assert set(places) == set(range(PICTURES))
    assert max(Counter(places).values()) < 0.4 * len(places)
    assert len({place_of_impostor(8, number) for number in range(10)}) > 1


@pytest.mark.parametrize("seed", [0, 8, LARGEST_SEED - 1003, LARGEST_SEED - 3, LARGEST_SEED])
def test_the_seeds_of_a_question_are_not_those_of_the_page(seed):
    for number in range(20):
        first = question_seed(seed, number)
        used = set(range(first, first + PICTURES))
        assert 0 <= first <= max(used) <= LARGEST_SEED
        assert not used & set(range(seed, seed + 36))


def test_a_question_has_one_impostor_and_a_slip_for_every_other_picture():
    layers = [layer_config(name) for name in FIRST]
    for number in range(6):
        asked = impostor_question(layers, FOUR, 8, number)
        assert asked.answer == place_of_impostor(8, number)
        assert asked.impostor.name == impostor_for(layers, FOUR, 8, number).name
        assert list(asked.options) == list(LETTERS)
        assert [slip is None for slip in asked.options.values()] == [at == asked.answer for at in range(PICTURES)]
        pictures = asked.pictures(FOUR)
        assert [np.array_equal(picture, CAT) for picture in pictures] == [at != asked.answer for at in range(PICTURES)]
        assert np.array_equal(pictures[asked.answer], asked.impostor.make(CAT))


def test_there_is_no_question_if_nothing_is_visible():
    assert impostor_question([layer_config("RandomFlip")], np.full_like(FOUR, 90), 8, 0) is None

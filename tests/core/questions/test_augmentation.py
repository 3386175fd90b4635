"""Which picture a pipeline cannot have made: impossible and not only unlikely, to be seen, in a place of its own."""

from collections import Counter

import numpy as np
import pytest

from cnnlab.core.augmentation import AUGMENTATIONS, FIRST, LARGEST_SEED, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.core.questions.augmentation import PICTURES, impossible, impostor_for, place_of_impostor, question_seed

ALL = ["upside_down", "half_turn", "quarter_turn", "negative", "grey", "quarters"]
MOVED = ALL[:3]
CAT = square(sample("cat"), "crop", 96).pixels
FOUR = np.stack([CAT] * PICTURES)


def offered(*layers: tuple[str, dict]) -> list[str]:
    return [each.name for each in impossible([layer_config(name, values) for name, values in layers])]


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
def test_what_a_pipeline_can_do_is_no_impostor(layers, left_out):
    assert offered(*layers) == [each for each in ALL if each not in left_out]


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_every_layer_leaves_something_to_ask(name):
    assert impostor_for([layer_config(name)], FOUR, 8, 0) is not None


@pytest.mark.parametrize("impostor", impossible([]), ids=lambda each: each.name)
def test_an_impostor_is_a_picture_like_its_draw(impostor):
    made = impostor.make(CAT)
    assert (made.shape, made.dtype) == (CAT.shape, CAT.dtype)
    assert np.abs(made.astype(int) - CAT).mean() > 14


def test_what_the_impostors_do_by_hand():
    draw = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    made = {each.name: each.make(draw).tolist() for each in impossible([])}
    a, b, c, d = [0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]
    assert made["upside_down"] == [[c, d], [a, b]]
    assert made["half_turn"] == [[d, c], [b, a]]
    assert made["quarter_turn"] == [[b, d], [a, c]]
    assert made["quarters"] == [[d, b], [c, a]]
    assert made["negative"][0][1] == [252, 251, 250]
    assert made["grey"][1] == [[7, 7, 7], [10, 10, 10]]


def test_the_sentence_tells_the_range_of_the_turn():
    [first, *_] = impossible([layer_config(each) for each in FIRST])
    assert first.why.format(**first.values).endswith("none leans it by more than 36°.")
    [first, *_] = impossible([layer_config("RandomFlip")])
    assert first.why.format(**first.values) == "It stands on its head. No layer here flips up and down or turns."


def test_what_cannot_be_seen_on_one_of_the_draws_is_not_asked():
    grey = np.repeat(CAT[..., :1], 3, axis=-1)
    asked = {impostor_for([layer_config("RandomFlip")], np.stack([CAT, grey]), 8, at).name for at in range(12)}
    assert asked == set(ALL) - {"grey"}
    flat = np.full_like(FOUR, 90)
    assert impostor_for([layer_config("RandomFlip")], flat, 8, 0) is None
    pale = (CAT // 12 + 200).astype(np.uint8)  # its negative is dark, but one cannot tell that it is one
    asked = [impostor_for([layer_config("RandomFlip")], pale[None], 8, at) for at in range(12)]
    assert "negative" not in {each.name for each in asked if each}
    oblong = {impostor_for([layer_config("RandomFlip")], FOUR[:, :60], 8, at).name for at in range(12)}
    assert oblong == set(ALL) - {"quarter_turn"}


def test_question_by_question_all_impostors_come():
    layers = [layer_config("RandomFlip")]
    asked = [impostor_for(layers, FOUR, 8, at).name for at in range(len(ALL))]
    assert set(asked) == set(ALL)
    assert asked == [impostor_for(layers, FOUR, 8, at).name for at in range(len(ALL))]


def test_the_place_of_the_impostor_is_drawn_and_stays():
    places = [place_of_impostor(seed, number) for seed in range(40) for number in range(10)]
    assert places == [place_of_impostor(seed, number) for seed in range(40) for number in range(10)]
    assert set(places) == set(range(PICTURES))
    assert max(Counter(places).values()) < 0.4 * len(places)
    assert len({place_of_impostor(8, number) for number in range(10)}) > 1


@pytest.mark.parametrize("seed", [0, 8, LARGEST_SEED - 1003, LARGEST_SEED - 3, LARGEST_SEED])
def test_the_seeds_of_a_question_are_none_of_the_pages(seed):
    for number in range(20):
        first = question_seed(seed, number)
        used = set(range(first, first + PICTURES))
        assert 0 <= first <= max(used) <= LARGEST_SEED
        assert not used & set(range(seed, seed + 36))

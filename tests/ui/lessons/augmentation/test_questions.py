"""The Augmentation page asks which picture its pipeline cannot have made."""

import numpy as np
import pytest

from cnnlab.core.augmentation import layer_config
from cnnlab.core.questions.augmentation import impossible, place_of_impostor, question_seed
from tests.ui.sections import CAT, THREE, change, engine, names, said


@pytest.mark.parametrize("seed", [8, 9])
def test_one_of_the_four_is_the_impostor(section, seed):
    test = section("predict", seed=seed)
    first, place = question_seed(seed, 0), place_of_impostor(seed, 0)
    draws = engine(
        "augment", pictures=np.stack([CAT] * 4), layers=THREE, layers_seed=first, apart=True
    )["images"]  # fmt: skip
    [grid] = test.grids
    assert grid.captions == list("ABCD")
    same = [np.array_equal(tile, draw) for tile, draw in zip(grid.tiles, draws, strict=True)]
    assert same == [at != place for at in range(4)]
    made = [each.name for each in impossible(THREE) if np.array_equal(each.make(draws[place]), grid.tiles[place])]
    assert len(made) == 1


@pytest.mark.parametrize("seed", [8, 10])
def test_the_answer_is_told_at_once_with_the_reason(section, seed):
    test = section("predict", seed=seed)
    reasons = {each.why.format(**each.values) for each in impossible(THREE)}
    place = place_of_impostor(seed, 0)
    assert not test.success
    assert not test.warning
    for at, letter in enumerate("ABCD"):
        test.radio[0].set_value(letter).run()
        [told] = [each.value for each in [*test.success, *test.warning]]
        assert any(told.endswith(each) for each in reasons)
        assert bool(test.success) == (at == place)
        assert told.startswith(f"Right: {letter}." if at == place else f"This pipeline can make {letter}. It cannot")
    before = test.radio[0].key
    test.button(key="aug_another").click().run()
    assert test.radio[0].key != before
    assert test.radio[0].value is None
    assert not test.success


def test_a_changed_setting_asks_anew(section):
    test = section("predict")
    test.radio[0].set_value("A").run()
    change(test, layers=[*THREE[:1], layer_config("RandomRotation", {"factor": (-0.05, 0.05)}), THREE[2]])
    assert test.radio[0].value is None


@pytest.mark.parametrize(
    ("layers", "words"), [([], "Switch a layer on"), (names("MixUp"), "Switch `MixUp` off to get it")]
)
def test_where_there_is_no_question_it_says_so(section, layers, words):
    test = section("predict", layers=layers)
    assert words in said(test)
    assert not test.radio


@pytest.mark.sweep
@pytest.mark.parametrize("name", ["network", "masks", "predict"])
@pytest.mark.parametrize("layer", ["RandAugment", "RandomCrop"])
def test_every_section_can_be_shown_in_korean(section, name, layer):
    assert not section(name, "ko", layers=names(layer), apart=True, side=1).exception

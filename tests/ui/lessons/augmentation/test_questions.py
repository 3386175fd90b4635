"""The Augmentation page asks which picture its pipeline cannot have made."""

import numpy as np
import pytest

from cnnlab.core.augmentation import layer_config
from cnnlab.core.questions.augmentation import impossible, place_of_impostor, question_seed
from cnnlab.core.requests import Augment
from tests.ui.sections import CAT, THREE, change, engine, names, said


@pytest.mark.parametrize("seed", [8, 9])
def test_one_of_the_four_is_the_impostor(section, seed):
    test = section("predict", seed=seed)
    first, place = question_seed(seed, 0), place_of_impostor(seed, 0)
    versions = engine(Augment(np.stack([CAT] * 4), THREE, first, apart=True)).images
    [grid] = test.grids
    assert grid.captions == list("ABCD")
    same = [np.array_equal(tile, version) for tile, version in zip(grid.tiles, versions, strict=True)]
    assert same == [at != place for at in range(4)]
    made = [
        impostor.name
        for impostor in impossible(THREE)
        if np.array_equal(impostor.make(versions[place]), grid.tiles[place])
    ]
    assert len(made) == 1


@pytest.mark.parametrize("seed", [8, 10])
def test_a_right_answer_gets_the_reason_and_a_wrong_one_another_try(section, seed):
    test = section("predict", seed=seed)
    reasons = {impostor.why.format(**impostor.values) for impostor in impossible(THREE)}
    place = place_of_impostor(seed, 0)
    assert not test.success
    assert not test.warning
    for at, letter in enumerate("ABCD"):
        test.radio[0].set_value(letter).run()
        [shown] = [element.value for element in [*test.success, *test.warning]]
        assert bool(test.success) == (at == place)
        if at == place:
            assert shown.startswith(f"Right: {letter}. ")
            assert any(shown.endswith(reason) for reason in reasons)
        else:
            assert shown.startswith(f"Not {letter}. This pipeline can make that picture.")
            assert not any(reason in shown for reason in reasons)
    before = test.radio[0].key
    test.button(key="aug_another").click().run()
    assert test.radio[0].key != before
    assert test.radio[0].value is None
    assert not test.success


def test_a_changed_setting_makes_a_new_question(section):
    test = section("predict")
    test.radio[0].set_value("A").run()
    change(test, layers=[*THREE[:1], layer_config("RandomRotation", {"factor": (-0.05, 0.05)}), THREE[2]])
    assert test.radio[0].value is None


@pytest.mark.parametrize(
    ("layers", "words"),
    [([], "Switch on a layer"), (names("MixUp"), "To get it, switch off the layers that mix pictures: `MixUp`.")],
)
def test_if_there_is_no_question_it_says_what_to_change(section, layers, words):
    test = section("predict", layers=layers)
    assert words in said(test)
    assert not test.radio


@pytest.mark.sweep
@pytest.mark.parametrize("name", ["network", "masks", "predict"])
@pytest.mark.parametrize("layer", ["RandAugment", "RandomCrop"])
def test_every_section_can_be_shown_in_korean(section, name, layer):
    assert not section(name, "ko", layers=names(layer), apart=True, side=1).exception

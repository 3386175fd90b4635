"""The Augmentation page on networks: its words and numbers are those of the engine."""

import re
from html import unescape

import numpy as np
import pytest

from cnnlab.core.augmentation.steadiness import Steadiness
from cnnlab.core.pictures import sample
from cnnlab.core.requests import PredictAugmented
from cnnlab.ui.lessons.augmentation import networks
from cnnlab.ui.lessons.augmentation.networks import NETWORKS
from cnnlab.ui.lessons.augmentation.verdict import AUGMENTED, SCRATCH, counter_example, verdict
from cnnlab.ui.shell import cache
from tests.ui.sections import THREE, change, engine, names, said


def numbers(test) -> list[list[str]]:
    """The values shown for each network."""
    bodies = [element.proto.body for element in test.get("html")]
    return [
        [unescape(value) for value in re.findall(r"</dt><dd>(.*?)</dd>", body)]
        for body in bodies
        if "class='numbers'" in body
    ]


def prediction(dog: float) -> str:
    return f"{'dog' if dog > 0.5 else 'cat'} {max(dog, 1 - dog):.1%}"


def test_the_numbers_are_those_of_the_engine(section):
    test = section("network")
    value = engine(PredictAugmented(list(NETWORKS), sample("cat"), THREE, 8, 32))
    correct, any_changed = [], np.zeros(32, bool)
    assert numbers(test)[0] == ["72.5% ± 1.4%", "83.3% ± 1.2%", "+10.8 ± 1.6"]  # the last from 184, 76 and 1,000
    assert len(numbers(test)) == 1 + len(NETWORKS)
    for network, shown in zip(NETWORKS, numbers(test)[1:], strict=True):
        dog, original = value.probabilities[network][:, 1], value.plain[network][1]
        changed = (dog > 0.5) != (original > 0.5)
        assert shown == [f"{changed.sum()} of 32", f"{dog.std():.3f}", prediction(original)]
        correct.append(f"{(dog <= 0.5).sum()} of 32")
        any_changed |= changed
    assert f"(cat): {correct[0]} without augmentation, {correct[1]} with it." in said(test)
    assert "only the network trained without augmentation is right about it" in said(test)
    assert "Of 1,000 test pictures, 76 are like that; 184 are the other way round." in said(test)
    [grid] = test.grids
    indices = np.flatnonzero(any_changed)[:6]
    assert len(grid.tiles) == len(indices)
    without, with_it = (prediction(value.probabilities[network][indices[0], 1]) for network in NETWORKS)
    assert grid.captions[0] == f"without: {without} · with: {with_it}"


CALM, WILD = Steadiness(0.3, np.array([0.3, 0.31])), Steadiness(0.3, np.array([0.1, 0.9]))
SHIFTED = Steadiness(0.3, np.array([0.6, 0.61]))  # two answers change, though the spread is small


@pytest.mark.parametrize(
    ("scratch", "augmented", "words"),
    [
        (WILD, CALM, "trained with augmentation is more stable"),
        (CALM, WILD, "trained with augmentation is **less** stable"),
        (WILD, SHIFTED, "neither network is clearly more stable"),
        (CALM, SHIFTED, "neither network is clearly more stable"),
        (Steadiness(0.3, np.full(2, 0.3)), Steadiness(0.3, np.full(2, 0.3)), "the versions hardly differ"),
    ],
)
def test_the_words_follow_the_numbers_whichever_way_they_come_out(monkeypatch, scratch, augmented, words):
    monkeypatch.setattr("cnnlab.ui.shell.language.current", lambda: "en")
    assert words in verdict({SCRATCH: scratch, AUGMENTED: augmented})


@pytest.mark.parametrize(("versions", "repeats"), [([0.9, 0.8, 0.2], True), ([0.1, 0.2, 0.3], False)])
def test_versions_are_said_to_repeat_the_error_where_they_do(monkeypatch, versions, repeats):
    monkeypatch.setattr("cnnlab.ui.shell.language.current", lambda: "en")
    networks = {SCRATCH: Steadiness(0.1, np.array([0.1, 0.2, 0.3])), AUGMENTED: Steadiness(0.9, np.array(versions))}
    text = counter_example(networks, 0)
    assert "As it is, this picture goes against the trend" in text
    assert ("Its versions repeat the error" in text) is repeats


def test_a_picture_that_follows_the_trend_is_no_counter_example(section):
    assert "goes against the trend" not in said(section("network", picture="shepherd"))


def test_for_other_pictures_it_says_that_the_networks_know_only_cats_and_dogs(section):
    assert "know only cats and dogs" not in said(section("network"))
    test = section("network", picture="coffee")
    assert "know only cats and dogs" in said(test)
    assert "classified correctly" not in said(test)


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([], "Switch one on"),
        (names("RandomFlip", "MixUp", "CutMix"), "Switch off the layers that mix pictures: `MixUp`, `CutMix`."),
    ],
)
def test_if_nothing_can_be_measured_it_says_what_to_change(section, layers, words):
    test = section("network", layers=layers)
    assert words in said(test)
    assert len(numbers(test)) == 1


def test_a_missing_network_is_named(section, monkeypatch):
    installed = {name: card for name, card in cache.model_cards().items() if name != AUGMENTED}
    monkeypatch.setattr(networks, "model_cards", lambda: installed)
    test = section("network")
    assert [warning.value for warning in test.warning] == [
        "The network `cats_dogs_augmented` is not in `pretrained/`. "
        "Train it with `python -m cnnlab.train cats_dogs_augmented --data DIR --out pretrained/cats_dogs_augmented`."
    ]
    assert len(numbers(test)) == 2
    assert "more stable" not in said(test)
    monkeypatch.setattr(
        networks, "model_cards", lambda: {name: card for name, card in installed.items() if name != SCRATCH}
    )
    test = section("network")
    assert len(test.warning) == 2
    assert len(numbers(test)) == 1


def test_it_asks_at_first_and_then_only_on_a_click(section, monkeypatch):
    """Otherwise the grid would wait for it after every change."""
    asked = []
    submit = cache.engine().submit
    test = section("network", seed=4)
    monkeypatch.setattr(cache.engine(), "submit", lambda request: asked.append(request) or submit(request))
    change(test, seed=5)
    assert (len(numbers(test)), asked) == (1, [])
    test.button(key="aug_measure").click().run()
    assert (len(numbers(test)), len(asked)) == (3, 1)
    change(test, seed=4)
    assert (len(numbers(test)), len(asked)) == (3, 1), "remembered"


def test_the_answer_for_an_own_picture_stays_in_the_visitors_session(section):
    test = section("network", picture="flower", cut=40)
    assert len(numbers(test)) == 3
    assert cache.answers().keys() == []
    assert len(numbers(section("network", picture="flower"))) == 3
    assert len(cache.answers().keys()) == 1

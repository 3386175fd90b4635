"""The Augmentation page on networks: what its words and numbers say is what the engine answers."""

import numpy as np
import pytest

from cnnlab.core.pictures import sample
from cnnlab.figures.answers import Answers
from cnnlab.ui.lessons.augmentation import networks as augment_network
from cnnlab.ui.lessons.augmentation import verdict as augment_verdict
from cnnlab.ui.lessons.augmentation.networks import AUGMENTED, NETWORKS, SCRATCH
from cnnlab.ui.shell import cache
from tests.ui.sections import THREE, change, engine, names, said


def test_the_numbers_are_the_engines(section):
    test = section("network")
    value = engine("scatter", models=list(NETWORKS), picture=sample("cat"), layers=THREE, layers_seed=8, count=32)
    shown = [each.value for each in test.metric]
    right, changed = [], np.zeros(32, bool)
    for at, each in enumerate(NETWORKS):
        dog, plain = value["probabilities"][each][:, 1], value["plain"][each][1]
        changes = (dog > 0.5) != (plain > 0.5)
        assert shown[2 * at : 2 * at + 2] == [f"{changes.sum()} of 32", f"{dog.std():.3f}"]
        assert f"It calls the picture itself: {'dog' if plain > 0.5 else 'cat'} {max(plain, 1 - plain):.1%}" in said(
            test
        )
        right.append(f"{NETWORKS[each]}: {(dog <= 0.5).sum()} / 32")
        changed |= changes
    assert f"which it is: {' · '.join(right)}." in said(test)
    assert "trained without augmentation is right in **72.5%**, the same one trained with it in **83.3%**" in said(test)
    [grid] = test.grids
    places = np.flatnonzero(changed)[:6]
    assert len(grid.tiles) == len(places)
    dogs = [value["probabilities"][each][places[0], 1] for each in NETWORKS]
    parts = [f"{'dog' if each > 0.5 else 'cat'} {max(each, 1 - each):.1%}" for each in dogs]
    assert grid.captions[0] == f"without: {parts[0]} · with: {parts[1]}"


def answers_with(changes: int, spread: float) -> Answers:
    """So many of ten answers change, and their standard deviation is about the one that is asked for."""
    draws = np.full(10, 0.3)
    draws[:changes] = 0.6
    return Answers("", 0.3, draws + np.resize([spread, -spread], 10))


@pytest.mark.parametrize(
    ("scratch", "augmented", "words"),
    [
        ((4, 0.05), (2, 0.01), "is steadier"),
        ((0, 0.05), (0, 0.01), "is steadier"),
        ((0, 0.05), (3, 0.05), "**less** steady"),
        ((1, 0.01), (1, 0.09), "**less** steady"),
        ((0, 0.15), (1, 0.0), "neither is plainly steadier"),
        ((0, 0.0), (0, 0.0), "hardly anything in them differs"),
    ],
)
def test_the_words_follow_the_numbers_whichever_way_they_come_out(monkeypatch, scratch, augmented, words):
    monkeypatch.setattr("cnnlab.ui.shell.language.current", lambda: "en")
    assert words in augment_verdict.verdict(answers_with(*scratch), answers_with(*augmented))


def test_of_other_pictures_it_says_that_the_networks_know_only_cats_and_dogs(section):
    assert "know only cats and dogs" not in said(section("network"))
    test = section("network", picture="coffee")
    assert "know only cats and dogs" in said(test)
    assert "which it is" not in said(test)


@pytest.mark.parametrize(
    ("layers", "words"),
    [([], "Switch one on"), (names("RandomFlip", "MixUp", "CutMix"), "`MixUp`, `CutMix` mixes several pictures")],
)
def test_where_there_is_nothing_to_measure_it_says_what_to_change(section, layers, words):
    test = section("network", layers=layers)
    assert words in said(test)
    assert not test.metric


def test_a_network_that_is_not_there_is_named(section, monkeypatch):
    there = {each: card for each, card in cache.model_cards().items() if each != AUGMENTED}
    monkeypatch.setattr(augment_network, "model_cards", lambda: there)
    test = section("network")
    assert [each.value for each in test.warning] == [
        "The network `cats_dogs_augmented` is not in `pretrained/`. "
        "`python -m cnnlab.train cats_dogs_augmented --data DIR --out pretrained` trains it."
    ]
    assert len(test.metric) == 2
    assert "steadier" not in said(test)
    monkeypatch.setattr(
        augment_network, "model_cards", lambda: {each: there[each] for each in there if each != SCRATCH}
    )
    test = section("network")
    assert len(test.warning) == 2
    assert not test.metric


def test_it_asks_at_first_sight_and_then_on_a_click(section, monkeypatch):
    """Or the grid of a visitor who tries one setting after the other would wait for it."""
    asked = []
    submit = cache.engine().submit
    test = section("network", seed=4)
    monkeypatch.setattr(cache.engine(), "submit", lambda *task, **more: asked.append(task) or submit(*task, **more))
    change(test, seed=5)
    assert (len(test.metric), asked) == (0, [])
    test.button(key="aug_measure").click().run()
    assert (len(test.metric), len(asked)) == (4, 1)
    change(test, seed=4)
    assert (len(test.metric), len(asked)) == (4, 1), "known from before"


def test_what_is_made_of_an_own_picture_stays_in_its_session(section):
    test = section("network", picture="flower", cut=40)
    assert len(test.metric) == 4
    assert cache.answers().keys() == []
    assert len(section("network", picture="flower").metric) == 4
    assert len(cache.answers().keys()) == 1

"""The Augmentation page's sections on networks, masks and predictions, each on a small script of its own."""

import io
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cnnlab.core.augmentation_question import impossible, place_of_impostor, question_seed
from cnnlab.core.augmentations import AUGMENTATIONS, FIRST, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.core.sample_masks import mask_of, square_mask
from cnnlab.figures.answers import Answers
from cnnlab.ui import augment_masks, augment_network, augment_predict, augment_verdict, cache
from cnnlab.ui.augment_masks import tinted
from cnnlab.ui.augment_network import AUGMENTED, NETWORKS, SCRATCH

from .conftest import STARTING

SIZE = 320
THREE = [layer_config(each) for each in FIRST]
CAT = square(sample("cat"), "crop", SIZE).pixels


def script(section: str) -> None:
    """A page that has nothing but one section; what it shows is in the session."""
    from importlib import import_module

    import streamlit as st

    from cnnlab.core.pictures import sample, square
    from cnnlab.ui import pictures
    from cnnlab.ui.augment import Settings
    from cnnlab.ui.cache import digest_of

    asked = st.session_state["asked"]
    pixels = sample(asked["picture"])[asked["cut"] :]
    settings = Settings(
        layers=asked["layers"],
        seed=asked["seed"],
        training=asked["training"],
        side=asked["side"],
        several=False,
        apart=asked["apart"],
        picture=pictures.Chosen(pixels, digest_of(pixels), asked["picture"], ""),
        sample="" if asked["cut"] else asked["picture"],
        pixels=square(pixels, "crop", 320).pixels,
    )
    getattr(import_module(f"cnnlab.ui.augment_{section}"), section)(settings)


@pytest.fixture
def section(monkeypatch):
    """Open a section: section("masks", layers=[...]); `grids` of what comes back are the pictures that it shows."""

    def opened(name: str, language: str = "en", layers=THREE, **asked) -> AppTest:
        grids = []
        module = {"network": augment_network, "masks": augment_masks, "predict": augment_predict}[name]

        def grid(tiles, originals, captions, columns, key, widest=340):
            assert len({each.shape for each in tiles}) == 1
            assert len(captions) == len(tiles)
            grids.append(SimpleNamespace(tiles=list(tiles), captions=list(captions), key=key))

        monkeypatch.setattr(module, "picture_grid", grid)
        test = AppTest.from_function(script, default_timeout=STARTING, kwargs={"section": name})
        test.query_params["lang"] = language
        whole = {"picture": "cat", "cut": 0, "seed": 8, "training": True, "side": 3, "apart": False, "layers": layers}
        test.session_state["asked"] = {**whole, **asked}
        test.run()
        assert not test.exception, [each.message for each in test.exception]
        test.grids = grids
        return test

    return opened


def change(test: AppTest, **asked) -> AppTest:
    test.session_state["asked"] = {**test.session_state["asked"], **asked}
    test.grids.clear()
    return test.run()


def said(test: AppTest) -> str:
    return "\n".join(each.value for each in [*test.markdown, *test.caption, *test.info, *test.warning, *test.success])


def engine(task: str, **arguments) -> dict:
    return cache.engine().submit(task, **arguments).answer().value


def names(*layers: str) -> list[dict]:
    return [layer_config(each) for each in layers]


# What it does to a network


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
    monkeypatch.setattr("cnnlab.ui.language.current", lambda: "en")
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
    section("network")
    before = list(cache.answers()._held)
    test = section("network", picture="flower", cut=40)
    assert len(test.metric) == 4
    assert list(cache.answers()._held) == before


# A picture with its mask


def test_masks_go_with_the_draws_of_the_grid(section):
    test = section("masks")
    mask = square_mask(mask_of("cat"), SIZE)
    value = engine("augment", pictures=np.stack([CAT] * 9), masks=np.stack([mask] * 9), layers=THREE, layers_seed=8)
    [grid] = test.grids
    expected = [tinted(CAT, mask), *(tinted(value["images"][at], value["masks"][at]) for at in range(3))]
    assert np.array_equal(grid.tiles, expected)
    assert grid.captions == ["The picture and its mask", "Draw 1", "Draw 2", "Draw 3"]
    assert said(test).count("the mask moves with the picture") == 3
    assert "The label stays **cat**" in said(test)
    assert "drawn by hand for this lab" in said(test)


def test_a_tint_has_an_outline_and_leaves_the_background_alone():
    picture, mask = np.full((40, 40, 3), 100, np.uint8), np.zeros((40, 40), np.uint8)
    mask[:20], mask[36:] = 1, 127
    shown = tinted(picture, mask)
    assert shown[5, 5].tolist() == [94, 136, 160]
    assert shown[30, 5].tolist() == [100, 100, 100]
    assert shown[39, 5].tolist() == [158, 127, 55]
    assert {0, 255} <= set(shown[15:25, 5, 0].tolist())


@pytest.mark.parametrize("name", [each.name for each in AUGMENTATIONS.values() if each.masks == "wrong"])
def test_no_mask_is_shown_where_keras_gets_it_wrong(section, name):
    test = section("masks", layers=names("RandomFlip", name))
    assert AUGMENTATIONS[name].why_no_mask in said(test)
    assert "So no mask is shown here" in said(test)
    [grid] = test.grids
    if AUGMENTATIONS[name].several:
        assert len(grid.tiles) == 1
        assert "The label is mixed too" in said(test)
        return
    value = engine("augment", pictures=np.stack([CAT] * 9), layers=names("RandomFlip", name), layers_seed=8)
    assert np.array_equal(grid.tiles[1:], value["images"][:3])
    assert grid.captions[1:] == ["Draw 1: no mask", "Draw 2: no mask", "Draw 3: no mask"]


def test_colours_leave_the_mask_where_it_is(section):
    test = section("masks", layers=names("RandomBrightness"))
    assert "**Brightness** · the mask stays" in said(test)
    assert "Orange: here the mask" not in said(test)


def test_what_a_layer_fills_in_is_told(section):
    turn = layer_config("RandomRotation", {"factor": (0.1, 0.1), "fill_mode": "constant", "fill_value": 127})
    assert "Orange: here the mask has the number of `fill_value`" in said(section("masks", layers=[turn]))


def test_a_piece_of_another_shape_stands_in_the_pictures_square(section):
    crop = layer_config("RandomCrop", {"height": 100, "width": 400})
    test = section("masks", layers=[crop])
    assert test.grids[0].tiles[1].shape == CAT.shape
    assert "fractions come out" in said(test)


def test_in_inference_nothing_moves(section):
    test = section("masks", training=False)
    assert "Inference: nothing moves" in said(test)
    [first, *draws] = test.grids[0].tiles
    assert all(np.array_equal(each, first) for each in draws)
    assert len(section("masks", training=False, layers=names("MixUp")).grids[0].tiles) == 4


def mask_file(height: int, width: int) -> bytes:
    file = io.BytesIO()
    values = np.zeros((height, width), np.uint8)
    values[: height // 2] = 9
    Image.fromarray(values).save(file, "PNG")
    return file.getvalue()


def test_a_picture_without_a_mask_can_be_given_one(section):
    test = section("masks", picture="china")
    assert "There is no mask for this picture. You can give one: a PNG file of 640 × 427 pixels" in said(test)
    assert test.grids == []
    assert "The label stays **palace**" in said(test)
    test.file_uploader[0].upload("mask.png", mask_file(427, 640), "image/png").run()
    mask = np.zeros((427, 640), np.uint8)
    mask[:213] = 1
    assert np.array_equal(
        test.grids[0].tiles[0], tinted(square(sample("china"), "crop", SIZE).pixels, square_mask(mask, SIZE))
    )
    test = section("masks", picture="china")
    test.file_uploader[0].upload("mask.png", mask_file(427, 641), "image/png").run()
    [told] = [each.value for each in test.warning]
    assert told.startswith("A mask of 640 × 427 pixels was expected, the picture's own size; one of 641 × 427 came.")
    assert test.grids == []


# Which picture can the pipeline not have made?


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


@pytest.mark.parametrize("name", ["network", "masks", "predict"])
@pytest.mark.parametrize("layer", ["RandAugment", "RandomCrop"])
def test_every_section_can_be_shown_in_korean(section, name, layer):
    assert not section(name, "ko", layers=names(layer), apart=True, side=1).exception

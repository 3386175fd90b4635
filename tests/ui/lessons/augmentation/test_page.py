"""The Augmentation page under AppTest: which layers are on, in which order, what the page says of them, the code.

One file, for all of it reads the same grid and the same boxes.
"""

import re
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.augmentation import AUGMENTATIONS, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.ui.lessons.augmentation.sampled import drawn_words
from cnnlab.ui.lessons.augmentation.settings import FIRST_SEED
from cnnlab.ui.shell import cache
from tests.ui.conftest import open_tab
from tests.ui.sections import Plain


def boxes(test) -> list[str]:
    """The layers that are on, as the page lists them."""
    labels = [each.label for each in test.expander if each.label[:1].isdigit()]
    found = (re.search(r'"layer-summary">(.*)</div>', each.proto.body) for each in test.get("html"))
    return [
        f"{label} {words}".strip() for label, words in zip(labels, (each[1] for each in found if each), strict=True)
    ]


def captions(test) -> str:
    return "\n".join(each.value for each in [*test.caption, *test.info])


def switch(test, kind: str, *names: str):
    """Press a pill of a kind of layers, given by the layers' classes."""
    pills = test.button_group(key=f"aug_on_{kind}")
    pills.set_value([*[each for each in pills.value if each not in names], *[n for n in names if n not in pills.value]])
    return test.run()


def link(test) -> dict[str, str]:
    return {
        key: each[0] if isinstance(each, list) else each for key, each in test.query_params.items() if key[:4] == "aug_"
    }


def test_the_notes_three_are_on_at_first(app):
    test = app("augmentation")
    assert boxes(test) == [
        "1. **Flip** left and right",
        "2. **Rotation** −36° … +36°",
        "3. **Zoom** −20% … +20%",
    ]
    assert link(test) == {}
    assert "That is −36° to +36°." in captions(box(test, "RandomRotation"))


def box(test, layer):
    """The page with a layer's box open."""
    test.session_state[f"aug_box_{layer}"] = True
    return test.run()


def test_layers_are_switched_on_and_off_and_put_in_order(app):
    test = app("augmentation")
    switch(test, "geometry", "RandomShear")
    assert link(test)["aug_layers"] == "RandomFlip.RandomRotation.RandomZoom.RandomShear"
    test.button(key="aug_up_RandomShear").click().run()
    assert link(test)["aug_layers"] == "RandomFlip.RandomRotation.RandomShear.RandomZoom"
    switch(test, "geometry", "RandomFlip")
    box(test, "RandomRotation").button(key="aug_off_RandomRotation").click().run()
    assert link(test)["aug_layers"] == "RandomShear.RandomZoom"
    switch(test, "geometry", "RandomShear", "RandomZoom")
    assert link(test)["aug_layers"] == "-"
    assert "No layer is on" in captions(test)
    assert not test.exception


def test_a_setting_is_kept_while_its_layer_is_off(app):
    test = app("augmentation")
    box(test, "RandomRotation").slider(key="aug_value_RandomRotation_factor").set_value((-0.25, 0.25)).run()
    test.session_state["aug_box_RandomRotation"] = False
    test.run()
    assert "2. **Rotation** −90° … +90°" in boxes(test)
    switch(test, "geometry", "RandomRotation")
    assert "Rotation" not in str(boxes(test))
    switch(test, "geometry", "RandomRotation")
    assert boxes(test)[-1] == "3. **Rotation** −90° … +90°"
    assert link(test)["aug_layers"] == "RandomFlip.RandomZoom.RandomRotation(factor=-0.25_0.25)"


def test_a_link_brings_the_pipeline(app):
    text = "RandomZoom(width_factor=-0.3_0.1,fill_mode=constant).RandomErasing(fill_value=127)"
    test = app("augmentation", "ko", aug_layers=text, aug_seed="77", aug_side="2", aug_phase="inference")
    assert link(test)["aug_layers"] == text
    assert box(test, "RandomZoom").slider(key="aug_value_RandomZoom_width_factor").value == (-0.3, 0.1)
    assert box(test, "RandomErasing").selectbox(key="aug_value_RandomErasing_fill_value").value == "127"
    assert test.number_input(key="aug_seed").value == 77


@pytest.mark.parametrize(
    "values",
    [
        {"aug_layers": "RandomFlip.Nope"},
        {"aug_layers": "RandomRotation(factor=9_9)", "aug_seed": "x", "aug_side": "40"},
        {"aug_layers": "<script>", "aug_seed": "-3", "aug_phase": "?"},
    ],
)
def test_a_link_that_names_nothing_falls_back(app, values):
    test = app("augmentation", **values)
    assert len(boxes(test)) == 3
    assert "aug_layers" not in link(test)


def test_layers_that_mix_switch_to_several_pictures_and_say_so(app, code):
    test = app("augmentation", aug_layers="MixUp")
    assert "`MixUp` needs several pictures to mix" in captions(test)
    assert not test.exception
    assert "picture0.png" in code(test, "aug_")[0]


def test_the_code_reads_as_many_pictures_as_the_grid_shows(app, code):
    assert "picture8.png" in code(app("augmentation", aug_of="several"), "aug_")[0]
    assert "picture.png" in code(app("augmentation"), "aug_")[0]


def test_what_is_drawn_once_for_a_batch_is_said_and_can_be_drawn_apart(app, code):
    test = app("augmentation", aug_layers="RandAugment")
    assert "`RandAugment` draws once for all pictures of a batch" in captions(test)
    assert "What `RandAugment` drew cannot be read from Keras" in captions(test)
    test.toggle(key="aug_apart").set_value(True).run()
    assert "draws once" not in captions(test)
    assert "[picture] * 1)" in code(test, "aug_")[0]


def test_in_inference_the_random_layers_rest_and_the_others_do_not(app):
    assert "the random layers rest, as in predict()" in captions(app("augmentation", aug_phase="inference"))
    test = app("augmentation", aug_phase="inference", aug_layers="RandomFlip.AutoContrast")
    assert "`AutoContrast` draws nothing, and acts all the same" in captions(test)


@pytest.mark.sweep
@pytest.mark.parametrize("name", AUGMENTATIONS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_layer_can_be_shown(app, name, language):
    test = box(app("augmentation", language, aug_layers=name, aug_side="2"), name)
    for part in ("notes", "code", "network", "masks"):
        open_tab(test, "aug_", part)
    assert not test.warning
    assert len(boxes(test)) == 1


def test_a_layer_leads_to_the_picture_on_which_it_shows(app):
    test = box(app("augmentation", aug_layers="RandomHue"), "RandomHue")
    test.button(key="aug_on_RandomHue").click().run()
    assert link(test)["aug_picture"] == "coffee"
    assert "aug_on_RandomHue" not in [each.key for each in test.button]


@pytest.mark.parametrize("tab", [0, 1])
def test_the_code_gives_the_pixels_of_the_page(app, code, tmp_path, tab):
    """Run as it stands in a process of its own, on the picture that the page hands out."""
    test = app("augmentation", aug_layers="RandomFlip.RandomRotation.RandomZoom.RandomBrightness")
    picture = square(sample("cat"), "crop", 320).pixels
    Image.fromarray(picture).save(tmp_path / "picture.png")
    written = code(test, "aug_")[tab] + '\nnp.save("pixels.npy", pixels)\n'
    done = subprocess.run([sys.executable, "-c", written], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    layers = [layer_config(each) for each in ("RandomFlip", "RandomRotation", "RandomZoom", "RandomBrightness")]
    shown = cache.engine().submit("augment", pictures=np.stack([picture] * 9), layers=layers, layers_seed=FIRST_SEED)
    assert np.array_equal(np.load(tmp_path / "pixels.npy"), shown.answer().value["images"])


@pytest.mark.parametrize(
    ("layer", "draw", "words"),
    [
        ("RandomFlip", {"flipped": ""}, ""),
        ("RandomFlip", {"flipped": "horizontal"}, "mirrored"),
        ("RandomRotation", {"degrees": -12.3}, "−12°"),
        ("RandomZoom", {"rows": 0.12, "columns": 0.12}, "out 12%"),
        ("RandomZoom", {"rows": -0.12, "columns": -0.12}, "in 12%"),
        ("RandomZoom", {"rows": -0.12, "columns": 0.3}, "height −12%, width +30%"),
        ("RandomTranslation", {"rows": -0.1, "columns": 0.05}, "↑ 10% → 5%"),
        ("RandomInvert", {"applied": False}, ""),
        ("RandomInvert", {"applied": True}, "inverted"),
        ("AutoContrast", {}, ""),
        ("Solarization", {"addition": 0.0, "threshold": 99.6}, "turned over from 100 up"),
        ("Solarization", {"addition": 12.0, "threshold": 50.0}, "+12, turned over from 50 up"),
        (
            "RandomErasing",
            {"applied": True, "top": 3, "left": 4, "height": 20, "width": 30},
            "erased: 20 × 30 from row 3, column 4",
        ),
        ("RandomGaussianBlur", {"applied": True, "rows": 1.5, "columns": 0.25}, "blur 1.50 × 0.25 px"),
        ("RandomPerspective", {"applied": True, "corners": [], "moved": 31.7}, "tilted, a corner by 32 px"),
    ],
)
def test_what_was_drawn_in_words(monkeypatch, layer, draw, words):
    monkeypatch.setattr("cnnlab.ui.shell.language.current", lambda: "en")
    assert drawn_words(layer, draw) == words


def test_every_draw_that_can_be_told_has_its_words(monkeypatch):
    """Each layer's own draw, as the engine tells it, becomes words without an error."""
    monkeypatch.setattr("cnnlab.ui.shell.language.current", lambda: "en")
    picture = square(sample("cat"), "crop", 64).pixels
    for name in AUGMENTATIONS:
        config = layer_config(name, {"height": 32, "width": 32} if name == "RandomCrop" else {})
        answer = cache.engine().submit("augment", pictures=np.stack([picture] * 6), layers=[config], layers_seed=3)
        [draws] = answer.answer().value["draws"]
        if draws is not None:
            words = [drawn_words(name, each) for each in draws]
            assert any(words) or not any(draws), name


@pytest.mark.parametrize("names", ["AutoContrast", "Equalization", "Solarization", "RandomFlip.RandAugment"])
def test_a_picture_is_called_as_it_was_only_where_it_is(app, monkeypatch, names):
    """Also where a layer draws nothing, or nothing that can be told."""
    shown = []
    cache.answers().clear()
    monkeypatch.setattr("cnnlab.figures.encode.sheet", Plain)
    monkeypatch.setattr(
        "cnnlab.ui.lessons.augmentation.show.picture_grid",
        lambda tiles, originals, captions, *_, **__: shown.append((tiles, originals, captions)),
    )
    test = app("augmentation", aug_layers=names)
    assert not test.exception
    tiles, originals, captions = shown[-1]
    tiles, [original] = tiles.pictures, originals.pictures
    rested = [np.array_equal(tile, original) for tile in tiles]
    assert [caption == "as it was" for caption in captions] == [
        same and "mirrored" not in caption for same, caption in zip(rested, captions, strict=True)
    ]
    assert not all(rested)
    cache.answers().clear()

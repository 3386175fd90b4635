"""The Augmentation page under AppTest: which layers are on, in which order, what the page says about them, the code.

One file, because the helpers that read the page are shared.
"""

import re
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.augmentation import AUGMENTATIONS, FIRST, layer_config
from cnnlab.core.augmentation.pipelines import read_pipeline
from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import Augment
from cnnlab.ui.lessons.augmentation import snippet
from cnnlab.ui.lessons.augmentation.contrasts import CONTRASTS
from cnnlab.ui.lessons.augmentation.sampled import sampled_words
from cnnlab.ui.lessons.augmentation.settings import DEFAULTS, Settings
from cnnlab.ui.shell import cache
from tests.ui.components import data_of, header_of
from tests.ui.conftest import open_tab, try_this
from tests.ui.sections import Plain


def boxes(test) -> list[str]:
    """The layers that are on, as the page lists them."""
    labels = [expander.label for expander in test.expander if expander.label[:1].isdigit()]
    found = (re.search(r'"layer-summary">(.*)</div>', element.proto.body) for element in test.get("html"))
    summaries = [match[1] for match in found if match]
    return [f"{label} {words}".strip() for label, words in zip(labels, summaries, strict=True)]


def captions(test) -> str:
    return "\n".join(element.value for element in [*test.caption, *test.info])


def switch(test, kind: str, *names: str):
    """Click the pills of layers of a kind, given by their classes."""
    pills = test.button_group(key=f"aug_on_{kind}")
    still_on = [name for name in pills.value if name not in names]
    return pills.set_value([*still_on, *[name for name in names if name not in pills.value]]).run()


def link(test) -> dict[str, str]:
    values = {key: value for key, value in test.query_params.items() if key.startswith("aug_")}
    return {key: value[0] if isinstance(value, list) else value for key, value in values.items()}


def test_flip_rotation_and_zoom_are_on_at_first(app):
    test = app("augmentation")
    assert boxes(test) == [
        "1. **Flip** horizontal",
        "2. **Rotation** −36° … +36°",
        "3. **Zoom** −20% … +20%",
    ]
    assert link(test) == {}
    assert "That is −36° to +36°." in captions(box(test, "RandomRotation"))


def box(test, layer):
    """The page with a layer's box open."""
    test.session_state[f"aug_box_{layer}"] = True
    return test.run()


def test_layers_can_be_switched_and_reordered(app):
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


def test_a_link_sets_the_pipeline(app):
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
def test_an_invalid_link_falls_back_to_the_defaults(app, values):
    test = app("augmentation", **values)
    assert len(boxes(test)) == 3
    assert "aug_layers" not in link(test)


def test_layers_that_mix_pictures_switch_to_different_pictures_and_say_so(app, code):
    test = app("augmentation", aug_layers="MixUp")
    assert "shows different pictures because a layer mixes them: `MixUp`." in captions(test)
    assert not test.exception
    assert "picture0.png" in code(test, "aug_")[0]


def test_the_code_reads_as_many_pictures_as_the_grid_shows(app, code):
    assert "picture8.png" in code(app("augmentation", aug_of="several"), "aug_")[0]
    assert "picture.png" in code(app("augmentation"), "aug_")[0]


def test_sampling_once_per_batch_is_said_and_can_be_avoided(app, code):
    test = app("augmentation", aug_layers="RandAugment")
    assert "Sampled once per batch, so all pictures get the same values: `RandAugment`." in captions(test)
    assert "Keras does not reveal the values sampled by `RandAugment`" in captions(test)
    test.toggle(key="aug_apart").set_value(True).run()
    assert "Sampled once" not in captions(test)
    assert "[picture] * 1)" in code(test, "aug_")[0]


def test_in_inference_only_layers_without_randomness_are_active(app):
    assert "the random layers are inactive, as in predict()" in captions(app("augmentation", aug_phase="inference"))
    test = app("augmentation", aug_phase="inference", aug_layers="RandomFlip.AutoContrast")
    assert "only the layers without randomness are active: `AutoContrast`." in captions(test)


@pytest.mark.sweep
@pytest.mark.parametrize("name", AUGMENTATIONS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_layer_can_be_shown(app, name, language):
    test = box(app("augmentation", language, aug_layers=name, aug_side="2"), name)
    for part in ("notes", "code", "network", "masks"):
        open_tab(test, "aug_", part)
    assert not test.warning
    assert len(boxes(test)) == 1


def test_a_layer_offers_the_picture_on_which_it_shows_best(app):
    test = box(app("augmentation", aug_layers="RandomHue"), "RandomHue")
    test.button(key="aug_on_RandomHue").click().run()
    assert link(test)["aug_picture"] == "coffee"
    assert "aug_on_RandomHue" not in [button.key for button in test.button]


@pytest.mark.parametrize("tab", [0, 1])
def test_the_code_gives_the_pixels_of_the_page(app, code, tmp_path, tab):
    """Run unchanged in a process of its own, on the picture that can be downloaded."""
    test = app("augmentation", aug_layers="RandomFlip.RandomRotation.RandomZoom.RandomBrightness")
    picture = square(sample("cat"), "crop", 320).pixels
    Image.fromarray(picture).save(tmp_path / "picture.png")
    written = code(test, "aug_")[tab] + '\nnp.save("pixels.npy", pixels)\n'
    done = subprocess.run([sys.executable, "-c", written], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    layers = [layer_config(name) for name in ("RandomFlip", "RandomRotation", "RandomZoom", "RandomBrightness")]
    shown = cache.engine().submit(Augment(np.stack([picture] * 9), layers, DEFAULTS["seed"]))
    assert np.array_equal(np.load(tmp_path / "pixels.npy"), shown.result().value.images)


@pytest.mark.parametrize(
    ("layer", "values", "words"),
    [
        ("RandomFlip", {"flipped": ""}, ""),
        ("RandomFlip", {"flipped": "horizontal"}, "mirrored"),
        ("RandomRotation", {"degrees": -12.3}, "rotated −12°"),
        ("RandomZoom", {"rows": 0.12, "columns": 0.12}, "zoomed out 12%"),
        ("RandomZoom", {"rows": -0.12, "columns": -0.12}, "zoomed in 12%"),
        ("RandomZoom", {"rows": -0.12, "columns": 0.3}, "height −12%, width +30%"),
        ("RandomTranslation", {"rows": -0.1, "columns": 0.05}, "↑ 10% → 5%"),
        ("RandomInvert", {"applied": False}, ""),
        ("RandomInvert", {"applied": True}, "inverted"),
        ("AutoContrast", {}, ""),
        ("Solarization", {"addition": 0.0, "threshold": 99.6}, "inverted from 100 up"),
        ("Solarization", {"addition": 12.0, "threshold": 50.0}, "+12, inverted from 50 up"),
        (
            "RandomErasing",
            {"applied": True, "top": 3, "left": 4, "height": 20, "width": 30},
            "erased: 20 × 30 from row 3, column 4",
        ),
        ("RandomGaussianBlur", {"applied": True, "rows": 1.5, "columns": 0.25}, "blur 1.50 × 0.25 px"),
        ("MixUp", {"with": 1, "share": 0.51}, "51% cup + 49% cat"),
        ("RandomPerspective", {"applied": True, "corners": [], "moved": 31.7}, "corners moved by up to 32 px"),
    ],
)
def test_sampled_values_in_words(monkeypatch, layer, values, words):
    monkeypatch.setattr("cnnlab.ui.shell.language.current", lambda: "en")
    assert sampled_words(layer, values, ["cat", "cup"]) == words


@pytest.mark.parametrize("language", ["en", "ko"])
def test_all_sampled_values_that_keras_reveals_have_words(monkeypatch, language):
    """The values that the engine reports for each layer become words without an error."""
    monkeypatch.setattr("cnnlab.ui.shell.language.current", lambda: language)
    picture = square(sample("cat"), "crop", 64).pixels
    for name in AUGMENTATIONS:
        config = layer_config(name, {"height": 32, "width": 32} if name == "RandomCrop" else {})
        answer = cache.engine().submit(Augment(np.stack([picture] * 6), [config], 3))
        [sampled] = answer.result().value.sampled
        if sampled is not None:
            words = [sampled_words(name, values, list("abcdef"), place) for place, values in enumerate(sampled)]
            assert any(words) or not any(sampled), name
            assert "-" not in "".join(words)


@pytest.mark.parametrize("names", ["AutoContrast", "Equalization", "Solarization", "RandomFlip.RandAugment"])
def test_a_picture_is_called_unchanged_only_if_it_is(app, monkeypatch, names):
    """Also if a layer samples nothing, or nothing that Keras reveals."""
    shown = []
    cache.answers().clear()
    monkeypatch.setattr("cnnlab.ui.lessons.augmentation.answer.picture_strip", Plain)
    monkeypatch.setattr(
        "cnnlab.ui.lessons.augmentation.show.picture_grid",
        lambda tiles, originals, captions, *_, **__: shown.append((tiles, originals, captions)),
    )
    test = app("augmentation", aug_layers=names)
    assert not test.exception
    tiles, originals, captions = shown[-1]
    tiles, [original] = tiles.pictures, originals.pictures
    unchanged = [np.array_equal(tile, original) for tile in tiles]
    assert [caption == "unchanged" for caption in captions] == [
        same and "mirrored" not in caption for same, caption in zip(unchanged, captions, strict=True)
    ]
    assert not all(unchanged)
    cache.answers().clear()


FAR = {
    "aug_layers": "RandomCrop(height=16,width=512).RandAugment.MixUp",
    "aug_phase": "inference",
    "aug_seed": "9999999",
    "aug_of": "several",
    "aug_side": "6",
    "aug_kind": "others",
    "aug_apart": "True",
    "aug_picture": "rocket",
}


@pytest.mark.parametrize("at", range(len(CONTRASTS)))
def test_a_contrast_shows_its_pipeline_from_settings_far_from_the_defaults(app, at):
    test = try_this(app("augmentation", **FAR), "aug_", at)
    assert not test.exception
    assert not test.warning
    changes = {**DEFAULTS, **[*CONTRASTS.values()][at]}
    layers = read_pipeline(changes["layers"])
    titles = [f"{place}. **{AUGMENTATIONS[name].title}**" for place, (name, _) in enumerate(layers, 1)]
    assert [box[: len(title)] for box, title in zip(boxes(test), titles, strict=True)] == titles
    assert test.get("bidi_component"), "the grid"
    expected = {f"aug_{name}": str(value) for name, value in changes.items() if value != DEFAULTS[name]}
    assert link(test) == {**expected, "aug_picture": "rocket"}


def test_a_contrast_can_be_chosen_twice_with_a_change_in_between(app):
    test = try_this(app("augmentation"), "aug_", 0)
    switch(test, "geometry", "RandomFlip")
    assert link(test)["aug_layers"] == "RandomRotation.RandomZoom"
    assert "aug_layers" not in link(try_this(test, "aug_", 0))


def test_the_snippet_is_the_code_of_the_page(app, code):
    picture = square(sample("cat"), "crop", 320).pixels
    layers = [layer_config(name) for name in FIRST]
    settings = Settings(layers, DEFAULTS["seed"], True, 3, False, False, None, "cat", picture)
    assert code(app("augmentation"), "aug_") == [
        text.rstrip() for text in (snippet.text(settings, None), snippet.text_in_tf_data(settings))
    ]


@pytest.mark.parametrize("tab", ["predict", "code", "network", "masks"])
def test_an_unchanged_page_computes_and_encodes_nothing(app, monkeypatch, tab):
    test = open_tab(app("augmentation"), "aug_", tab)
    monkeypatch.setattr(cache.engine(), "submit", lambda *_: pytest.fail("the engine was asked again"))
    for module in ("answer", "masks", "measured", "questions"):
        name = f"cnnlab.ui.lessons.augmentation.{module}.picture_strip"
        monkeypatch.setattr(name, lambda _: pytest.fail("pictures were encoded again"))
    test.run()
    assert not test.exception
    assert not test.warning


def test_a_link_that_hides_numbers_leaves_out_what_was_sampled(app):
    pages = (app("augmentation"), app("augmentation", hide="numbers"))
    shown, hidden = (header_of(data_of(page, "pictures"))["captions"] for page in pages)
    assert any("°" in caption for caption in shown)
    assert set(hidden) == {""}

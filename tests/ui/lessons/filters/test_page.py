"""The Filters page under AppTest: its ascent, its contrasts, its sections, and its code against the engine."""

import contextlib
import io
import os

import numpy as np
import pytest

from cnnlab.core.filters import AscentSettings
from cnnlab.core.filters.galleries import COUNT, TILE, galleries
from cnnlab.core.requests import Ascend
from cnnlab.core.snippets.filters import ascent_code
from cnnlab.figures.kernel_sheet import kernel_sheet
from cnnlab.ui.lessons.filters import contrasts, settings
from cnnlab.ui.lessons.filters.ascent_view import ascent_html
from cnnlab.ui.shell import cache
from tests.ui.conftest import numbers_of, open_tab, try_this

QUICK = {"filt_steps": "2", "filt_size": "64"}
KNOWN = ("efficientnet_lite0", "cats_dogs_scratch", "cats_dogs_augmented", "cats_dogs_mini_xception")


def test_the_page_climbs_to_its_filter(app):
    test = app("filters", **QUICK)
    assert numbers_of(test)["Steps taken"] == "2 of 2"
    assert not test.exception


def test_paper_is_not_told_to_be_clicked(app):
    said = "Click a filter to see it form."
    assert said in [caption.value for caption in app("filters", **QUICK).caption]
    assert said not in [caption.value for caption in app("filters", **QUICK, print="1").caption]


def test_another_layer_has_fewer_filters(app):
    test = app("filters", filt_layer="block5c_expand_conv", filt_filter="600", **QUICK)
    test.selectbox(key="filt_layer").set_value("stem_conv").run()
    assert not test.exception
    assert test.number_input(key="filt_filter").value == 32


def test_a_class_is_climbed_at_the_size_that_the_network_takes(app):
    test = app("filters", filt_model="cats_dogs_scratch", filt_layer="classes", filt_class="1", filt_steps="1")
    assert numbers_of(test)["Steps taken"] == "1 of 1"
    assert "Logit" in numbers_of(test)


def test_a_filter_that_stays_silent_is_named_with_the_reason(app):
    """Its kernel sums to less than 0, so the ascent ends in black, where the value before the ReLU is the bias."""
    test = app("filters", filt_model="cats_dogs_scratch", filt_layer="conv1", filt_filter="6", filt_size="64")
    assert "conv1, filter 6 is still 0" in test.warning[0].value
    assert "is −0.0224" in test.warning[0].value


@pytest.mark.parametrize("at", range(len(contrasts.CONTRASTS)))
def test_try_this_sets_the_controls(app, at, monkeypatch):
    monkeypatch.setattr("cnnlab.ui.lessons.filters.show.climb", lambda answer, draw: None)
    test = try_this(app("filters"), settings.CONTROLS.prefix, at)
    assert not test.exception
    changes = list(contrasts.CONTRASTS.values())[at]
    for name, value in changes.items():
        assert value != settings.DEFAULTS[name]
        assert test.query_params[f"filt_{name}"] == str(value)


def test_the_lynx_is_a_lynx():
    assert cache.class_names(settings.DEFAULTS["model"], "en")[0][contrasts.LYNX] == "lynx"


@pytest.mark.parametrize("section", ["predict", "kernels", "calls", "notes", "code"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_section_opens(app, section, language):
    test = app("filters", language, filt_model="cats_dogs_scratch", **QUICK)
    assert not open_tab(test, settings.CONTROLS.prefix, section).exception


@pytest.mark.parametrize("model", KNOWN)
def test_galleries_are_of_the_networks_that_are_here(model):
    from PIL import Image

    found = galleries(cache.model_cards()[model])
    assert [gallery.count for gallery in found[1:]] == [COUNT, COUNT]
    for gallery in found:
        with Image.open(gallery.path) as sheet:
            assert sheet.size == (8 * TILE, 8 * TILE)
            assert np.asarray(sheet).std() > 20


def test_a_gallery_is_made_by_the_settings_beside_it():
    """The first tile of a sheet, climbed again by the engine."""
    from PIL import Image

    gallery = galleries(cache.model_cards()["cats_dogs_scratch"])[0]
    request = Ascend("cats_dogs_scratch", gallery.layer, 2, gallery.settings, gallery.settings.steps)
    picture = cache.engine().submit(request).result().value.picture
    with Image.open(gallery.path) as sheet:
        tile = np.asarray(sheet.convert("RGB"))[:TILE, 2 * TILE : 3 * TILE].astype(float)
    small = np.asarray(Image.fromarray(picture).resize((TILE, TILE), Image.Resampling.LANCZOS)).astype(float)
    assert np.corrcoef(tile.ravel(), small.ravel())[0, 1] > 0.9


CODES = {
    "pixels": ("cats_dogs_scratch", "conv2", 3, {}),
    "frequencies in motion": (
        "efficientnet_lite0",
        "block2a_expand_relu",
        4,
        {"parametrization": "fourier", "jitter": 2, "rotation": 4, "scale": 0.05},
    ),
    "a layer of a base": ("cats_dogs_fine_tuned", "block2a_expand_relu", 4, {}),
    "octaves, in motion": (
        "cats_dogs_scratch",
        "conv2",
        3,
        {"steps": 5, "octaves": 3, "jitter": 2, "rotation": 4, "size": 80},
    ),
    "a blur": ("cats_dogs_scratch", "conv2", 3, {"blur": 0.8, "rate": 8.0}),
    "total variation": ("cats_dogs_scratch", "conv2", 3, {"variation": 0.6, "rate": 8.0}),
    "a blur, total variation and octaves": (
        "efficientnet_lite0",
        "block2a_expand_relu",
        4,
        {"steps": 4, "blur": 0.5, "variation": 0.3, "octaves": 2, "size": 96, "rate": 8.0},
    ),
    "a class of a single unit": ("cats_dogs_scratch", None, 0, {"size": 180}),
}


@pytest.mark.parametrize(("model", "layer", "index", "more"), CODES.values(), ids=CODES)
def test_the_code_ends_with_the_score_of_the_page(model, layer, index, more, tmp_path, monkeypatch):
    chosen = AscentSettings(**{"steps": 3, "rate": 4.0, "size": 64, **more})
    card = cache.model_cards()[model]
    os.symlink(card.model_file, tmp_path / f"{model}.keras")
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(ascent_code(card, layer, index, chosen), {})
    monkeypatch.undo()
    found = cache.engine().submit(Ascend(model, layer, index, chosen, chosen.steps)).result().value
    assert float(printed.getvalue()) == pytest.approx(float(found.scores[-1]), rel=0.02)
    assert (tmp_path / "filter.png").exists()


def test_a_picture_without_a_step_is_an_empty_frame():
    drawn = ascent_html("<b>", None, 4, False)
    assert "data-drawn" not in drawn
    assert "&lt;b&gt;" in drawn
    assert "step 0 of 4" in drawn


def test_kernels_stand_eight_in_a_row():
    from PIL import Image

    with Image.open(io.BytesIO(kernel_sheet(np.zeros((9, 3, 5, 3), np.uint8)))) as sheet:
        assert sheet.size == (8 * (5 * 12 + 9) - 9, 2 * (3 * 12 + 9) - 9)

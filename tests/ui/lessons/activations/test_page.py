"""The Activations page under AppTest: its numbers, its contrasts, its tabs, its code."""

import io
import re
from contextlib import redirect_stdout

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.activations import shown_layers
from cnnlab.core.activations.depth import Depth, over_depth
from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import ComputeMaps, MeasureLayers
from cnnlab.ui.lessons.activations import contrasts, snippet
from cnnlab.ui.lessons.activations.answer import Answer
from cnnlab.ui.lessons.activations.settings import CONTROLS, DEFAULTS, LOOK, Settings, fits
from cnnlab.ui.shell import cache
from cnnlab.ui.widgets.networks import Network
from cnnlab.ui.widgets.numbers import counted_percent
from cnnlab.ui.widgets.pictures import Chosen
from tests.ui.conftest import numbers_of, open_tab, title_of, try_this

FIRST = DEFAULTS["model"]


def settings_for(model: str = FIRST, layer: str = "conv2", picture: str = "cat") -> Settings:
    names, by_name = cache.class_names(model, "en")
    card = cache.model_cards()[model]
    chosen = Chosen(sample(picture), cache.sample_digest(picture), picture, "credit")
    shown = next(known for known in shown_layers(card) if known.name == layer)
    return Settings(Network(card, names, by_name, names), chosen, shown)


def asked(settings: Settings) -> Answer:
    """The engine's answer, without the page."""
    made = square(settings.picture.pixels, "crop", settings.size)
    layers = tuple(layer.output for layer in settings.layers)
    request = ComputeMaps(settings.card.id, made.pixels, layers, settings.layer.output, settings.layer.name)
    result = cache.engine().submit(request).result()
    return Answer(result, over_depth([result.value.activity]), made, b"")


def depth_of(settings: Settings) -> Depth:
    made = square(settings.picture.pixels, "crop", settings.size)
    request = MeasureLayers(settings.card.id, made.pixels, tuple(layer.output for layer in settings.layers))
    return over_depth(cache.engine().submit(request).result().value)


def test_the_page_opens_with_a_finished_example(app):
    test = app("activations")
    depth, shown = asked(settings_for()).depth, numbers_of(test)
    assert shown["conv2 · Conv2D"] == "87 × 87 × 64"
    assert shown["Cells that are 0"] == counted_percent(depth.zeros[0])
    assert shown["Dead channels"] == f"{depth.dead[0]} of 64"
    assert any("ms for 9 layers" in caption.value for caption in test.caption)


def test_the_layer_is_a_step_of_a_slider(app):
    test = app("activations")
    slider = test.select_slider(key="act_layer")
    assert slider.options == [layer.name for layer in shown_layers(cache.model_cards()[FIRST])]
    slider.set_value("pool4").run()
    assert numbers_of(test)["pool4 · MaxPooling2D"] == "9 × 9 × 256"
    assert test.query_params["act_layer"] == "pool4"


def test_another_network_starts_at_its_own_middle_layer(app):
    test = app("activations")
    test.selectbox(key="act_model").set_value("efficientnet_lite0").run()
    assert not test.exception
    assert numbers_of(test)["block2a_expand_conv · Conv2D"] == "112 × 112 × 96"
    assert any("read after `block2a_expand_relu`" in caption.value for caption in test.caption)


@pytest.mark.parametrize("at", range(len(contrasts.CONTRASTS)))
def test_try_this_sets_the_controls_and_the_look(app, at):
    """From another network too, which has no layers of these names."""
    far = app("activations", act_model="cats_dogs_mini_xception", act_layer="block3a_conv", act_channel="3")
    test = try_this(far, CONTROLS.prefix, at)
    assert not test.exception
    assert not test.warning
    changes = list(contrasts.CONTRASTS.values())[at]
    for name, value in changes.items():
        assert value != {**DEFAULTS, **LOOK}[name]
        assert test.query_params[CONTROLS.key(name)] == value
    assert ("act_layer" in test.query_params) == ("layer" in changes)
    assert test.select_slider(key="act_layer").value == changes.get("layer", "conv2")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("section", ["predict", "depth", "two", "exciting", "notes", "code"])
def test_every_section_opens(app, section, language):
    assert not open_tab(app("activations", language), CONTROLS.prefix, section).exception


def test_over_depth_says_what_is_measured(app):
    """This network becomes sparser with this picture; the numbers are those of the layers, a third on either side."""
    test = open_tab(app("activations"), CONTROLS.prefix, "depth")
    zeros = depth_of(settings_for()).zeros
    first, last = (f"{np.mean(part):.1%}" for part in (zeros[:3], zeros[-3:]))
    text = "\n".join(markdown.value for markdown in test.markdown)
    assert f"Deeper layers are sparser: {first} of the values are 0 in the first third and {last} in the last." in text
    assert "Early layers look more like the picture" in text


def test_a_picture_beside_itself_has_everything_in_common(app):
    test = open_tab(app("activations", act_second_picture="cat"), CONTROLS.prefix, "two")
    assert numbers_of(test)["Similarity of the means"] == "1.00"
    assert numbers_of(test)["Active for the first only"] == "channels: 0"


def test_the_way_to_the_filters_of_the_layer(app):
    test = open_tab(app("activations", act_layer="conv4"), CONTROLS.prefix, "exciting")
    test.button(key="act_to_filters").click().run()
    assert not test.exception
    assert title_of(test) == "Filters"
    assert (test.query_params["filt_model"], test.query_params["filt_layer"]) == (FIRST, "conv4")


def test_networks_for_digits_are_not_offered():
    cards = cache.model_cards()
    assert not fits(cards["mnist_convnet"])
    assert fits(cards["pets_unet"])


@pytest.mark.parametrize(
    ("model", "layer"), [(FIRST, "conv5"), ("cats_dogs_fine_tuned", "block7a_project_conv"), ("pets_unet", "stem_conv")]
)
def test_the_code_prints_the_numbers_of_the_page(tmp_path, monkeypatch, model, layer):
    """Sizes, dead channels and shares of zeros of all layers, and the picture of the chosen one."""
    settings = settings_for(model, layer)
    answer = asked(settings)
    Image.fromarray(answer.square.pixels).save(tmp_path / "picture.png")
    (tmp_path / "pretrained").symlink_to(settings.card.folder.parent)
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    text = snippet.text(settings, answer)
    assert max(map(len, text.splitlines())) <= 79  # what the page shows without scrolling
    with redirect_stdout(printed):
        exec(text, {})
    lines = printed.getvalue().splitlines()
    assert len(lines) == len(settings.layers)
    depth = depth_of(settings)
    for at, (line, shown) in enumerate(zip(lines, settings.layers, strict=True)):
        name, size, zeros, dead, largest = re.fullmatch(
            r"(\S+): \((.+)\), ([\d.]+)% zeros, (\d+) dead channels, largest (\S+)", line
        ).groups()
        assert name == shown.path.rpartition("/")[2]
        assert size == ", ".join(map(str, shown.shape))
        assert float(zeros) == pytest.approx(100 * depth.zeros[at], abs=0.3)
        assert abs(int(dead) - depth.dead[at]) <= 1
        assert float(largest) == pytest.approx(depth.largest[at], rel=0.02)
    rows, columns, channels = settings.layer.shape
    grid = np.asarray(Image.open(tmp_path / "grid.png"))
    assert grid.shape == ((rows + 2) * -(-channels // 16), (columns + 2) * 16)

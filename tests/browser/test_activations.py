"""The Activations page in a real browser: one screen at every size, channels and cells read without a request."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from cnnlab.core.activations import values
from cnnlab.core.network import read_keras_file
from cnnlab.core.pictures import sample, square
from cnnlab.figures import palette
from cnnlab.nets.activity import Activity
from cnnlab.nets.catalog import load
from cnnlab.ui.shell.cache import model_cards
from tests.browser.canvas import pixels_of
from tests.browser.test_first_screen import SIZES, opened, outside, settled
from tests.browser.test_pages import finished
from tests.browser.test_segmentation import requests_of

PARTS = [".st-key-figure", ".st-key-answer"]
MODEL = "cats_dogs_augmented"  # the page starts with its layer conv2
GRID, MAP, TOLD = ".activations .holder canvas", ".activations .channel canvas", ".activations .told"
PIXELS = "canvas => canvas.toDataURL()"


@pytest.mark.parametrize(
    ("size", "locale"), [*((size, "en-US") for size in (*SIZES, "phone")), ("phone", "ko-KR"), ("laptop", "ko-KR")]
)
def test_figure_answer_and_controls_are_on_one_screen(visit, size, locale):
    page = opened(visit, "activations", size, locale=locale)
    settled(page)
    places = {"phone": ".st-key-act_layer", "presenting": ".st-key-controls_button"}
    parts = [*PARTS, places.get(size, ".st-key-controls")]
    assert outside(page, parts) == {}
    page.locator(".activations button[data-name=over]").click()
    assert outside(page, parts) == {}


def test_channels_views_and_cells_are_read_without_asking_the_server(visit):
    page = opened(visit, "activations", "desktop")
    settled(page)
    sent = requests_of(page)
    box = page.locator(GRID).bounding_box()
    side = (box["width"] + 2) / 16
    before = page.locator(MAP).evaluate(PIXELS)
    page.mouse.click(box["x"] + 6.5 * side, box["y"] + 0.5 * side)
    expect(page.locator(TOLD)).to_contain_text("Channel 7: largest")
    assert page.locator(MAP).evaluate(PIXELS) != before
    page.locator(".activations .holder").press("ArrowDown")
    expect(page.locator(TOLD)).to_contain_text("Channel 23: largest")
    grid = page.locator(GRID).evaluate(PIXELS)
    page.get_by_role("combobox", name="Scale").select_option("layer")
    assert page.locator(GRID).evaluate(PIXELS) != grid
    page.locator(".activations .channel").press("Shift+ArrowDown")
    expect(page.locator(TOLD)).to_contain_text("Channel 23, row 45, column 44: ")
    expect(page).to_have_url(re.compile(r"\?act_channel=23&act_scale=layer&act_at=45.44$"))
    assert sent == []
    assert page.evaluate("window.sent") == []


@pytest.mark.parametrize(("theme", "table"), [("light", "diverging"), ("dark", "diverging_on_dark")])
def test_a_channel_with_negative_values_has_the_colours_of_the_theme(visit, theme, table):
    """Of all its cells, as the network computes them after the normalization, where the page reads the layer."""
    link = "act_model=efficientnet_lite0&act_layer=block3b_project_conv&act_channel=7"
    page = finished(visit(f"/activations?{link}", theme=theme), "activations")
    settled(page)
    layer = "block3b_project_norm"
    found = Activity(load("efficientnet_lite0"), [layer])(square(sample("cat"), "crop", 224).pixels, layer).maps
    assert found.signed
    cells = values(found)[..., 6] / found.reach[6]
    expected = palette.table(table)[np.round(128 + 127 * cells).astype(int)].astype(int)
    assert np.abs(pixels_of(page.locator(MAP))[..., :3] - expected).max() <= 2  # a place in the table more or less


def test_a_cell_tells_the_value_that_the_network_has_there_and_its_field(visit):
    """The value within a step of 8 bits and the three digits that are shown; the field as core traces it."""
    page = opened(visit, "activations", "desktop", link="act_channel=7&act_at=30.41")
    told = page.locator(TOLD)
    expect(told).to_contain_text("Channel 7, row 30, column 41: ")
    picture = square(sample("cat"), "crop", 180).pixels
    found = Activity(load(MODEL), ["conv2"])(picture, "conv2").maps
    shown = float(re.search(r"column 41: ([\d.]+\d)", told.inner_text())[1])
    assert shown == pytest.approx(float(values(found)[29, 40, 6]), abs=float(found.reach[6]) / 255 + 0.001)
    network = read_keras_file(model_cards()[MODEL].model_file)
    (top, bottom), (left, right) = network.sees("conv2", (29, 40), (180, 180, 3))
    expect(told).to_contain_text(f"It sees {bottom - top} × {right - left} pixels.")
    plate, frame = (
        page.locator(f".activations .plate:not(.channel){inner}").bounding_box() for inner in ("", " .seen")
    )
    assert frame["y"] - plate["y"] == pytest.approx(plate["height"] * top / 180, abs=1)
    assert frame["x"] - plate["x"] == pytest.approx(plate["width"] * left / 180, abs=1)
    assert frame["height"] == pytest.approx(plate["height"] * (bottom - top) / 180, abs=1)


def test_the_channel_of_the_figure_is_that_of_what_excites_it(visit):
    page = opened(visit, "activations", "desktop", link="act_tab=exciting&act_channel=9")
    name = page.locator(".patches .name")
    expect(name).to_have_text("Channel 9 of 64")
    page.get_by_role("button", name="Next channel").click()
    expect(name).to_have_text("Channel 10 of 64")
    expect(page.locator(TOLD)).to_contain_text("Channel 10: ")
    page.locator(".activations .holder").press("Home")
    expect(name).to_have_text("Channel 1 of 64")
    expect(page.locator(".patches figure")).to_have_count(6)


def test_the_grid_is_saved_as_it_is_shown(visit):
    page = opened(visit, "activations", "desktop", link="act_layer=conv5&act_order=zeros")
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download the grid as a PNG file").click()
    assert saved.value.suggested_filename == "activations_conv5.png"
    image = Image.open(io.BytesIO(saved.value.path().read_bytes()))
    width, height = page.locator(GRID).evaluate("canvas => [canvas.width, canvas.height]")
    assert image.size == (width, height)
    assert len(np.unique(np.asarray(image.convert("RGB")).reshape(-1, 3), axis=0)) > 20

"""The page "A digit's journey": what stays true beside the stepper, and what can be read on the maps."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlab.core.digits import bundled_images
from tests.browser.test_digit import PREDICTION, engine_outputs, opened
from tests.browser.test_pages import idle, try_this

__all__ = ["engine_outputs"]  # a fixture
HEADING = ".st-key-digit_sum .heading"


def test_the_name_and_the_value_of_the_cell_follow_the_steps(visit, engine_outputs):
    """From the cell before the layer's largest value to that value."""
    keras = engine_outputs(bundled_images()["mnist-3"].picture)["conv2"]
    row, column, number = map(int, np.unravel_index(keras[:, 1:].argmax(), keras[:, 1:].shape))
    page = opened(visit, f"?digit_cell=conv2.{number}.{row}.{column}")
    place = f"map {number + 1}, row {row + 1}, column"
    expect(page.locator(HEADING)).to_contain_text(f"conv2, {place} {column + 1}")
    page.locator(".st-key-digit_sum .bar button").nth(2).click()
    expect(page.locator(HEADING)).to_contain_text(f"conv2, {place} {column + 2}")
    found = [float(text) for text in re.findall(r"\d+\.\d{4}", page.locator(HEADING).inner_text())]
    assert found == pytest.approx([keras[row, column + 1, number]] * 2, abs=1e-4)
    expect(page).to_have_url(re.compile(rf"digit_cell=conv2\.{number}\.{row}\.{column + 1}"))
    expect(page.get_by_label("Column", exact=True)).to_have_value(str(column + 2))
    expect(page.locator(".network .told")).to_contain_text(f"{place} {column + 2}")
    expect(page.locator(HEADING)).to_contain_text(f"{place} {column + 2}")


@pytest.mark.parametrize("size", [(1280, 720), (390, 664)])
def test_try_this_brings_the_answer_into_sight(visit, size):
    page = opened(visit, width=size[0], height=size[1])
    try_this(page, "An empty drawing")
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 1")
    idle(page)
    expect(page.locator(PREDICTION)).to_be_in_viewport()
    expect(page.locator(".pad .paper")).to_be_in_viewport(ratio=0.9)


def test_a_unit_of_the_last_layer_is_chosen_by_the_name_of_its_class(visit):
    page = opened(visit, "?digit_cell=predictions.9.0.0")
    expect(page.get_by_label("Class", exact=True)).to_have_value("9")
    expect(page.get_by_label("Unit", exact=True)).to_have_count(0)


def test_the_map_under_the_pointer_is_large_in_its_place(visit):
    """Its cells have 12 pixels at least."""
    page = opened(visit)
    sheet = page.locator("canvas[data-layer=conv2]")
    sheet.scroll_into_view_if_needed()
    zoom = page.locator(".network .zoom")
    expect(zoom).to_be_hidden()
    sheet.hover(position={"x": 40, "y": 10})
    expect(zoom).to_be_visible()
    expect(zoom).to_be_in_viewport(ratio=1)
    assert zoom.locator("canvas").evaluate("c => c.width / 11") >= 12
    below = sheet.bounding_box()
    assert abs(zoom.bounding_box()["y"] - below["y"]) < below["height"] + 40
    page.mouse.move(5, 5)
    expect(zoom).to_be_hidden()


BRIGHTEST = """c => { const { data } = c.getContext("2d").getImageData(0, 0, c.width, c.height);
  let most = 0; for (let at = 0; at < data.length; at += 4) most = Math.max(most, data[at]); return most; }"""


def test_the_brightest_colour_is_that_of_the_map_the_layer_or_the_network(visit, engine_outputs):
    """Viridis is reddest at its bright end, 253; map 1 of conv1 is far from the layer's largest value."""
    outputs = engine_outputs(bundled_images()["mnist-3"].picture)
    assert outputs["conv1"][..., 0].max() < 0.5 * outputs["conv1"].max()
    assert outputs["conv1"].max() < 0.5 * max(np.max(values) for name, values in outputs.items() if name != "logits")
    page = opened(visit, "?digit_cell=conv1.0.0.0")
    large = page.locator(".network .large").nth(1)
    by_layer = large.evaluate(BRIGHTEST)
    page.get_by_role("radio", name="Each map").click()
    expect(page).to_have_url(re.compile("digit_scale=map"))
    idle(page)
    assert large.evaluate(BRIGHTEST) >= 250 > by_layer

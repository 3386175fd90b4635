"""Convolution and Pooling: the output is hidden for predicting, fills as the window passes; a tapped cell is marked."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import finished

CELLS, ANSWER = ".stepper .chosen-map .cell", ".stepper .answer"


def hidden(visit, name, link=""):
    page = finished(visit(f"/{name}?{link}"), name)
    page.get_by_role("button", name="Hide the output").click()
    expect(page.locator(CELLS).first).to_have_text("?")
    return page


@pytest.mark.parametrize(
    ("name", "link", "value"),
    [("convolution", "", "3"), ("pooling", "", "8"), ("pooling", "pool_layer=AveragePooling2D", "3.5")],
)
def test_a_value_comes_when_the_window_has_passed(visit, name, link, value):
    page = hidden(visit, name, link)
    assert set(page.locator(CELLS).all_inner_texts()[1:]) == {""}
    assert set(re.findall(r"= (.+)", page.locator(".stepper .sum").inner_text())) == {"?"}
    if name == "convolution":  # without the bias nobody could predict
        expect(page.locator(".stepper .sum")).to_contain_text("Bias: ? + 1 = ?")
    expect(page.locator(".stepper .winner")).to_have_count(0)
    page.locator(".stepper .bar button").nth(2).click()
    expect(page.locator(CELLS).nth(1)).to_have_text("?")
    expect(page.locator(CELLS).first).to_have_text(value)
    expect(page.locator(ANSWER)).to_have_text("Output, row 1, column 2 = ?")


def test_the_sum_of_one_channel_is_no_answer(visit):
    link = "conv_layer=SeparableConv2D&conv_padding=same&conv_filters=64&conv_channels=64&conv_at=1.1.0&hide=output"
    page = finished(visit(f"/convolution?{link}"), "convolution")
    lines = page.locator(".stepper .sum .line")
    expect(lines.first).to_have_text(re.compile(r"=\s2$"))
    expect(lines.nth(1)).to_have_text(re.compile(r"^Pointwise.*: .+ = \?$"))
    expect(lines.last).to_have_text("Output, row 2, column 2 = ?")


def test_a_click_on_its_cell_shows_a_value_and_the_button_shows_all(visit):
    page = hidden(visit, "convolution")
    page.locator(CELLS).nth(3).click()
    expect(page.locator(ANSWER)).to_have_text("Output, row 1, column 4 = 2")
    expect(page.locator(CELLS).nth(4)).to_have_text("")
    page.get_by_role("button", name="Hide the output").click()
    expect(page.locator(CELLS).nth(4)).to_have_text("\u22121")


@pytest.mark.parametrize("name", ["convolution", "pooling"])
def test_a_link_hides_the_output_whatever_is_set_and_no_button_shows_it(visit, name):
    page = finished(visit(f"/{name}?hide=output"), name)
    expect(page.locator(CELLS).first).to_have_text("?")
    expect(page.get_by_role("button", name="Hide the output")).to_have_count(0)
    page.locator(".stepper .bar button").nth(2).click()
    expect(page.locator(CELLS).first).to_have_text(re.compile(r"\d"))
    page.get_by_role("radio", name="same", exact=True).click()
    expect(page.locator(CELLS).first).not_to_have_text(re.compile(r"\d"))
    assert set(page.locator(CELLS).all_inner_texts()) == {"", "?"}


def test_a_link_hides_the_output_of_a_transposed_convolution_while_it_spreads(visit):
    """Stride 2 and a kernel of 2 x 2: each input cell fills four cells of the output, and leaves them for good."""
    link = "conv_layer=Conv2DTranspose&conv_strides=2&conv_kernel_size=2&conv_at=1.1.0"
    page = finished(visit(f"/convolution?{link}&hide=output"), "convolution")
    cells = page.locator(CELLS)
    expect(page.locator(".stepper .bar button[aria-pressed=true]")).to_have_count(1)  # it spreads
    side = round(cells.count() ** 0.5)
    first, later = (2 * side + 2, 2 * side + 4)
    expect(cells.nth(first)).to_have_text("?")
    assert sorted(cells.all_inner_texts()) == [""] * (side * side - 4) + ["?"] * 4
    page.locator(".stepper .bar button").nth(2).click()
    expect(cells.nth(later)).to_have_text("?")
    expect(cells.nth(first)).to_have_text(re.compile(r"\d"))
    assert sum(bool(re.search(r"\d", text)) for text in cells.all_inner_texts()) == 4
    cells.last.click()  # gathers that cell
    expect(cells.last).to_have_text(re.compile(r"\d"))
    assert sum(bool(re.search(r"\d", text)) for text in cells.all_inner_texts()) == 9


def test_a_tapped_input_cell_is_marked(visit):
    page = finished(visit("/convolution", width=390), "convolution")
    cell = page.locator(".stepper .input .cell").nth(8)
    cell.tap()
    expect(cell).to_have_class(re.compile("tapped"))
    page.locator(".stepper .bar button").nth(2).tap()
    expect(page.locator(".stepper .tapped")).to_have_count(0)

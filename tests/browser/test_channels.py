"""Convolution with several input channels: all at once, a row for each, and one channel alone."""

import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlab.core.stepping.cell import step, weight_shapes
from cnnlab.core.stepping.inputs import small_input, small_weights
from tests.browser.grid import answer, go_to
from tests.browser.test_pages import finished

LAYER = {"class_name": "Conv2D", "config": {"filters": 2, "kernel_size": [3, 3], "padding": "valid", "use_bias": True}}
LINK = "conv_channels=3&conv_filters=2&conv_input=photo"
ROWS = ".stepper .work > "


def opened(visit, link=LINK, width=1440, height=900):
    return finished(visit(f"/convolution?{link}", width=width, height=height), "convolution")


def found_at(row, column, filter_):
    inputs = small_input("photo", (7, 7, 3))
    return step(
        LAYER, inputs, small_weights(LAYER, weight_shapes(LAYER, inputs.shape), "sobel_x"), (row, column, filter_)
    )


def numbers(locator):
    return [float(text.replace("\u2212", "-")) for text in locator.all_inner_texts()]


@pytest.mark.parametrize("size", [(1440, 900), (390, 664)])
def test_the_window_the_kernel_and_the_sum_of_each_channel_flow_into_one_sum(visit, size):
    page = opened(visit, width=size[0], height=size[1])
    go_to(page, 7)
    expected = found_at(1, 2, 0)
    for name, attribute in (("window", "input"), ("kernel", "weight")):
        shown = numbers(page.locator(f"{ROWS}.{name} .cell"))
        np.testing.assert_allclose(shown, [getattr(term, attribute) for term in in_rows(expected)], atol=1e-9)
    sums = [sum(term.product for term in in_rows(expected)[at : at + 9]) for at in (0, 9, 18)]
    np.testing.assert_allclose(numbers(page.locator(f"{ROWS}.part")), sums, atol=0.005)
    np.testing.assert_allclose(answer(page)["value"], expected.value, atol=1e-6)
    total = f"{expected.total:g}".replace("-", "\u2212")
    if size[0] < 400:
        written = " + ".join(page.locator(f"{ROWS}.part").all_inner_texts())
        expect(page.locator(".stepper .sum")).to_contain_text(f"Channels: {written} = {total}")
    else:
        expect(page.locator(".stepper .total")).to_contain_text(f"Σ = {total}")


def in_rows(found):
    """The terms channel by channel, each with its window row by row."""
    return sorted(found.terms, key=lambda term: (term.position[2], *term.position[:2]))


def test_a_term_is_lit_in_all_grids_and_written_out(visit):
    page = opened(visit, width=1920, height=1080)  # where there is room for the products, too
    page.locator(f"{ROWS}.kernel").nth(1).locator(".cell").nth(2).hover()
    for grid in (".input .grid", ".work > .window", ".work > .kernel", ".work > .product"):
        lit = page.locator(f".stepper {grid}").evaluate_all("all => all.map(e => e.querySelectorAll('.lit').length)")
        assert lit == [0, 1, 0]
    term = in_rows(found_at(0, 0, 0))[9 + 2]
    value, weight, product = (
        f"{number:g}".replace("-", "\u2212") for number in (term.input, term.weight, term.product)
    )
    expect(page.locator(".stepper .told")).to_have_text(f"Channel 2: {value} × {weight} = {product}")


def test_one_channel_alone_is_in_the_link_and_all_are_one_click_away(visit):
    page = opened(visit)
    page.get_by_role("button", name="Channel 1").click()
    expect(page.locator(".stepper .term")).to_have_count(9)
    expect(page).to_have_url(re.compile(r"conv_at=0\.0\.0\.p0"))
    again = opened(visit, page.url.partition("?")[2])
    expect(again.locator(".stepper .input figcaption")).to_contain_text("channel 1 of 3")
    again.get_by_role("button", name="All channels").click()
    expect(again.locator(f"{ROWS}.part")).to_have_count(3)
    expect(again).to_have_url(re.compile(r"conv_at=0\.0\.0(&|$)"))


def test_a_weight_of_the_second_channel_is_edited_in_its_row(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").click()
    page.locator(f"{ROWS}.kernel").nth(1).locator(".cell").nth(4).click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"conv_edits=k\.0\.1\.1\.1_9"))
    expect(page.locator(f"{ROWS}.kernel").nth(1).locator(".cell").nth(4)).to_have_text("9")


def test_one_input_cell_at_a_time_is_marked_by_a_finger_and_none_once_a_mouse_has_left(visit):
    page = opened(visit, width=390, height=664)
    cells = page.locator(".stepper .input .grid >> .cell.editable")
    assert cells.count() == 3 * 49
    cells.nth(8).tap()
    cells.nth(49 + 10).tap()
    expect(cells.nth(49 + 10)).to_have_class(re.compile("tapped"))
    expect(page.locator(".stepper .tapped")).to_have_count(1)
    assert page.locator(".stepper .depends").count() > 0
    page = opened(visit)
    page.locator(".stepper .input .cell.editable").nth(8).click()
    expect(page.locator(".stepper .tapped")).to_have_count(1)
    page.mouse.move(5, 5)
    expect(page.locator(".stepper .tapped")).to_have_count(0)


def test_a_finger_can_hit_the_sum_of_a_channel_of_a_small_input(visit):
    page = opened(visit, f"{LINK}&conv_height=4&conv_width=4&conv_kernel_size=1", width=390, height=664)
    expect(page.locator(f"{ROWS}.part")).to_have_count(3)
    boxes = [part.bounding_box() for part in page.locator(f"{ROWS}.part").all()]
    assert min(box["height"] for box in boxes) >= 44
    assert all(one["y"] + one["height"] < other["y"] for one, other in pairwise(boxes))


def test_the_total_is_hidden_with_the_output(visit):
    page = opened(visit, f"{LINK}&hide=output")
    expect(page.locator(".stepper .total")).to_contain_text("Σ = ?")
    expect(page.locator(".stepper .answer")).to_contain_text("= ?")
    page.locator(".stepper .chosen-map .cell").first.click()
    expect(page.locator(".stepper .total")).not_to_contain_text("?")

"""The Pooling page in a real browser; its arithmetic is tested in test_arithmetic.py."""

import re

import numpy as np
from playwright.sync_api import expect

from cnnlab.core.stepping.inputs import small_input
from cnnlab.core.stepping.maxima import maxima
from cnnlab.core.stepping.shift_experiment import shift_experiment
from tests.browser.test_pages import finished, idle, number, try_this


def opened(visit, link="", **how):
    return finished(visit(f"/pooling?{link}", **how), "pooling")


def test_a_padding_cell_is_not_shown_as_zero(visit):
    page = opened(visit)
    try_this(page, "Padding is not counted")
    cell = page.locator(".stepper .input .padding").first
    expect(cell).to_have_text("")
    expect(cell).to_have_attribute("title", re.compile("padding"))
    expect(page.locator(".stepper .legend")).to_contain_text("padding, not counted")


def test_the_maxima_are_outlined(visit):
    page = opened(visit, "pool_tab=notes")
    layer = {"class_name": "MaxPooling2D", "config": {"pool_size": 2}}
    mask = maxima(layer, small_input("numbers", (6, 6, 1)))
    expect(page.get_by_text(f"Numbers that reach the output: {mask.sum()} of 36")).to_be_visible()
    marked = (
        page.locator(".grids")
        .first.locator(".cell")
        .evaluate_all("all => all.map(e => e.classList.contains('depends'))")
    )
    np.testing.assert_array_equal(np.array(marked).reshape(6, 6), mask)


def test_an_edited_number_can_be_the_maximum(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").click()
    page.locator(".stepper .input .cell").nth(7).click()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.locator(".stepper .answer")).to_have_text("Output, row 1, column 1 = 12")
    expect(page).to_have_url(re.compile(r"pool_edits=i\.0\.1\.1_12"))
    page.reload()
    expect(page.locator(".stepper .answer")).to_have_text("Output, row 1, column 1 = 12")


def test_the_cells_that_a_shift_changes_are_counted(visit):
    page = opened(visit, "pool_tab=shift")
    found = shift_experiment("photo", 0, 1).outputs
    for name, label in (
        ("max", "Max pooling, 2 × 2"),
        ("average", "Average pooling, 2 × 2"),
        ("strides", "Convolution, 3 × 3"),
    ):
        expect(number(page, label)).to_have_text(f"{found[name].changed.sum()} / 64")
    page.get_by_text("Down", exact=True).click()
    down = shift_experiment("photo", 1, 0).outputs["max"]
    expect(number(page, "Max pooling, 2 × 2")).to_have_text(f"{down.changed.sum()} / 64")
    expect(page).to_have_url(re.compile("pool_way=down"))


def test_a_network_with_and_without_pooling_is_compared(visit):
    page = opened(visit, "pool_tab=downsampling")
    for text in ("1,152", "61,952", "18 × 18", "7 × 7"):
        expect(page.get_by_text(text).first).to_be_visible()


def test_an_answer_that_counts_the_padding_gets_a_hint(visit):
    page = opened(visit)
    page.get_by_text("Padding in averages").click()
    expect(page.get_by_text("A 2 × 2 window at the corner")).to_be_visible()
    field = idle(page).get_by_label("Your answer")
    field.fill("2")
    field.press("Enter")
    expect(page.get_by_text("This counts the padding as zeros")).to_be_visible()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".stepper .input .padding")).not_to_have_count(0)


def test_korean_on_a_phone(visit):
    page = opened(visit, "pool_tab=notes", width=390, locale="ko-KR")
    page.locator(".stepper .maps .cell").nth(4).tap()
    expect(page.locator(".stepper .answer")).to_have_text(re.compile("^출력 2행 2열 = "))
    expect(page.get_by_text("나머지 3개는 버려져요.")).to_be_visible()

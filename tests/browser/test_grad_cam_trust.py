"""The tabs "Can it be trusted?" and "Clever Hans" of the Grad-CAM page in a real browser."""

import re

import numpy as np
from playwright.sync_api import expect

from tests.browser.canvas import pixels_of
from tests.browser.test_pages import number

NETWORK = "cam_model=clever_hans&cam_picture=cat"  # a small one: 1.7 ms of a processor for a picture


def test_the_measures_come_in_and_after_a_reload_they_are_there_at_once(visit):
    page = visit(f"/grad_cam?{NETWORK}&cam_tab=trust")
    page.get_by_role("button", name="Measure this map").click()
    expect(page.locator(".st-key-cam_trust_maps canvas.result")).to_have_count(6)  # as trained, and five layers
    table = page.locator("table", has_text="Deletion").first  # the second is that over all photographs
    expect(table.locator("tbody tr")).to_have_count(7)
    rows = table.inner_text()
    page.reload()  # another visit, which may guess first too
    expect(page.get_by_text("Which of the three maps").first).to_be_visible()
    page.get_by_role("button", name="Measure this map").click()
    expect(table.locator("tbody tr")).to_have_count(7)
    assert table.inner_text() == rows
    expect(page.get_by_role("button", name="Measure this map")).to_have_count(0)


def test_the_mark_turns_the_answer_and_the_maps_point_at_it(visit):
    page = visit("/grad_cam?cam_picture=tabby&cam_tab=hans")
    expect(number(page, "Answer")).to_contain_text("dog")
    grad_cam = page.locator(".st-key-cam_hans_maps canvas.result").nth(1)
    expect(page.locator(".st-key-cam_hans_maps [data-drawn]")).to_have_count(1)
    with_mark = _corner_against_all(page, grad_cam)
    page.locator(".st-key-cam_hans_mark label").first.click()
    expect(number(page, "Answer")).to_contain_text("cat")
    expect(page).to_have_url(re.compile("cam_hans_mark=False"))
    expect(number(page, "Grad-CAM on the mark")).to_have_count(0)
    assert with_mark > 4  # the changes that the map makes to the picture, in the corner against the whole picture


def _corner_against_all(page, mapped) -> float:
    """How much more the map colours the lower left corner than the whole picture, by the plain picture beside it."""
    plain = page.locator(".st-key-cam_hans_maps canvas.result").nth(0)
    pictures = [pixels_of(canvas)[..., :3] for canvas in (plain, mapped)]
    changed = np.abs(pictures[1] - pictures[0]).mean(axis=-1)
    height, width = changed.shape
    return float(changed[-height // 6 :, : width // 6].mean() / changed.mean())

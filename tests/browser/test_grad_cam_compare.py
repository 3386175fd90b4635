"""The tab Compare of the Grad-CAM page in a real browser: its maps as they come, one scale, and the networks."""

import re

import numpy as np
from playwright.sync_api import expect

from tests.browser.canvas import pixels_of
from tests.browser.test_grad_cam import until
from tests.browser.test_pages import idle

SMALL = "cam_model=cats_dogs_scratch&cam_picture=cat"


def maps(page, kind):
    return page.locator(f"[class*=st-key-cam_compare_grid_{kind}] canvas.result")


def painted(page, kind):
    """Wait until the last maps are painted, which comes after their canvases are there."""
    grid = page.locator(f"[class*=st-key-cam_compare_grid_{kind}] .pictures")
    idle(page)
    until(page, lambda: grid.evaluate("grid => grid.turn === Number(grid.dataset.drawn)"))


def test_every_quick_method_gets_a_map_of_its_own_and_its_name(visit):
    page = visit(f"/grad_cam?{SMALL}&cam_tab=compare")
    expect(maps(page, "methods")).to_have_count(7)
    grid = page.locator("[class*=st-key-cam_compare_grid_methods]")
    for name in ("Grad-CAM", "LayerCAM", "Eigen-CAM", "Guided backpropagation"):
        expect(grid.get_by_text(name, exact=True)).to_have_count(1)
    expect(page.locator("[data-testid=stProgress]")).to_have_count(0)
    painted(page, "methods")
    first, eigen, guided = (pixels_of(maps(page, "methods").nth(at)) for at in (0, 4, 6))
    assert np.abs(first - eigen).mean() > 2
    assert np.abs(first - guided).mean() > 2


def test_classes_have_one_scale_when_it_is_asked_for_and_their_difference_as_a_map(visit):
    page = visit("/grad_cam?cam_picture=coffee&cam_tab=compare&cam_compare_kind=classes")
    expect(maps(page, "classes")).to_have_count(6)  # five classes, and the difference of the first two
    expect(page.get_by_text(re.compile("^Red: more for espresso; blue: more for"))).to_have_count(1)
    expect(page.locator("[data-testid=stProgress]")).to_have_count(0)
    painted(page, "classes")
    own = pixels_of(maps(page, "classes").nth(4))
    page.locator(".st-key-cam_compare_one label").first.click()
    expect(page.get_by_text("All maps have one scale")).to_be_visible()
    expect(page).to_have_url(re.compile("cam_compare_one=True"))
    # The fifth class is far below the first.
    until(page, lambda: np.abs(own - pixels_of(maps(page, "classes").nth(4))).mean() > 1)
    expect(maps(page, "classes")).to_have_count(6)


def test_the_networks_of_cats_and_dogs_are_compared_and_are_there_after_a_reload(visit):
    page = visit(f"/grad_cam?{SMALL}&cam_tab=compare&cam_compare_kind=networks")
    expect(maps(page, "networks")).to_have_count(7)
    expect(page.get_by_text(re.compile(r"^Cats and dogs: from scratch: (cat|dog) · \d+"))).to_have_count(1)
    page.reload()
    expect(maps(page, "networks")).to_have_count(7)
    expect(page.locator("[data-testid=stProgress]")).to_have_count(0)

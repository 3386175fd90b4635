"""The Grad-CAM page asks where a map is brightest before it shows the map."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.modules import call
from tests.browser.test_axe import findings
from tests.browser.test_grad_cam import until
from tests.browser.test_pages import finished, idle

PICTURE, QUESTION = ".heat .plate", ".heat .question"


def tap(page, row, column, cells=7):
    """Tap a cell of the picture."""
    page.locator(PICTURE).scroll_into_view_if_needed()
    box = page.locator(PICTURE).bounding_box()
    at = {"x": (column + 0.5) * box["width"] / cells, "y": (row + 0.5) * box["height"] / cells}
    page.locator(PICTURE).click(position=at)


@pytest.fixture(scope="module")
def heat():
    """The map of the cat's likeliest class, by the engine itself."""
    from cnnlab.core.pictures import sample, square
    from cnnlab.core.requests import Explain
    from cnnlab.engine import Engine

    engine = Engine()
    pixels = square(sample("cat"), "crop", 224).pixels
    yield engine.submit(Explain("efficientnet_lite0", pixels, "head_relu")).result().value.heat
    engine.stop()


def test_the_map_comes_after_the_tap_and_is_compared_with_it(visit, heat):
    page = finished(visit("/grad_cam?cam_view=guess"), "grad_cam")
    expect(page.locator(QUESTION)).to_contain_text('evidence for "Egyptian cat"? Tap the place.')
    expect(page.locator(".heat canvas")).to_have_count(0)
    tap(page, 0, 6)
    expect(page.locator(".heat canvas")).to_have_count(1)
    above = int((heat > heat[0, 6]).sum())
    expect(page.locator(QUESTION)).to_contain_text(f"the map is {heat[0, 6]:.2f} of 1. Of its 49 cells, {above} are")
    page.locator("[data-testid=stRadio]").get_by_text("tiger cat").click()
    expect(page.locator(QUESTION)).to_contain_text("Tap the place.")  # of another class
    expect(page.locator(".heat canvas")).to_have_count(0)


def test_the_brightest_cell_is_told(visit, heat):
    page = finished(visit("/grad_cam?cam_view=guess"), "grad_cam")
    expect(page.locator(QUESTION)).to_contain_text("Tap the place.")
    tap(page, *divmod(int(heat.argmax()), 7))
    expect(page.locator(QUESTION)).to_have_text("You chose the brightest of the 49 cells.")


def test_predict_hides_the_map(visit):
    page = finished(visit("/grad_cam"), "grad_cam")
    page.get_by_role("button", name="Hide the map and guess").click()
    expect(page).to_have_url(re.compile("cam_view=guess"))
    idle(page)
    expect(page.locator(QUESTION)).to_be_in_viewport()
    until(page, lambda: page.locator(".heat canvas").count() == 0)


def test_a_cell_is_chosen_by_the_keyboard_and_the_map_is_read_with_it(visit, heat):
    page = finished(visit("/grad_cam?cam_view=guess"), "grad_cam")
    expect(page.locator(QUESTION)).to_contain_text("Tap the place.")
    idle(page)
    assert [found for found in findings(page) if found[0] not in ("list", "listitem")] == []
    page.locator(PICTURE).focus()
    page.keyboard.press("Enter")  # no cell is chosen yet
    expect(page.locator(".heat canvas")).to_have_count(0)
    for key in ("ArrowUp", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    own = heat[1, 4]  # from the middle, which is 3, 3
    above = int((heat > own).sum())
    expect(page.locator(QUESTION)).to_contain_text(f"the map is {own:.2f} of 1. Of its 49 cells, {above} are")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".heat .told")).to_contain_text(f"row 5, column 4: {heat[4, 3]:.2f}")


def test_every_one_of_equally_bright_cells_is_right(blank):
    words = ["where", "nearest", "farther", "keys", "heat", "signed", "map", "picture"]
    data = {
        "picture": "data:,",
        "heat": [[1, 0.5], [0, 1]],
        "view": "guess",
        "id": "1",
        "colours": [0] * 768,
        "opacity": 0.5,
        "words": {word: word for word in words} | {"tied": "one of {ties} of {count}", "cell": "{row}, {column}"},
    }
    body = """document.body.innerHTML = "<div class='heat'></div>";
    const data = new TextEncoder().encode(JSON.stringify(argument));
    module.default({ data, parentElement: document.body });
    const plate = document.querySelector(".plate");
    Object.assign(plate.style, { width: "100px", height: "100px", display: "block" });
    const { right, bottom } = plate.getBoundingClientRect();
    plate.onclick({ clientX: right - 1, clientY: bottom - 1 });
    const marks = [...document.querySelectorAll(".mark")].map(({ style }) => [style.top, style.left]);
    return [document.querySelector(".question").textContent, marks];"""
    assert call(blank, "widgets/heat_view.js", body, data) == ["one of 2 of 4", [["50%", "50%"], ["50%", "50%"]]]

"""Pooling and Convolution: cause and effect on one screen, at the sizes that the pages are made for.

On a phone the folded controls may stand below the screen.
"""

import contextlib
from itertools import pairwise

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser.test_pages import finished, idle, still

SIZES = {"desktop": (1440, 900), "laptop": (1280, 720), "zoomed": (960, 600), "presenting": (1280, 720)}
PHONE = (390, 664)
FIRST = {  # controls that are not folded
    "convolution": ["conv_layer", "conv_kernel_size", "conv_strides", "conv_padding"],
    "pooling": ["pool_layer", "pool_pool_size", "pool_strides", "pool_padding"],
}
PARTS = [".st-key-figure", ".st-key-answer"]
GRIDS = ".stepper :is(.input, .kernel, .product, .window, .chosen-map) .grid"


def opened(visit, name, size, link="", locale="en-US"):
    width, height = SIZES.get(size, PHONE)
    page = finished(visit(f"/{name}?{link}", width=width, height=height, locale=locale), name)
    if size == "presenting":
        page.locator("[data-testid=stSidebar] label").filter(has=page.get_by_role("switch")).click()
        expect(page.locator("html")).to_have_css("font-size", "20px")
    elif size == "zoomed":
        page.locator("[data-testid=stSidebar]").hover()
        page.locator("[data-testid=stSidebarCollapseButton] button").click()
    if size in ("presenting", "zoomed"):
        expect(page.locator("[data-testid=stSidebar] h1, [data-testid=stSidebarNavLink]").first).not_to_be_in_viewport()
    return page


def outside(page, selectors):
    """The elements that are not wholly in the window, with their boxes."""
    boxes = {selector: page.locator(selector).bounding_box() for selector in selectors}
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    return {
        selector: box
        for selector, box in boxes.items()
        if box["x"] < 0 or box["y"] < 0 or box["x"] + box["width"] > width or box["y"] + box["height"] > height
    }


def settled(page):
    """Wait until the browser has drawn what has been sent to it, and its grids have stopped moving."""
    still(idle(page))


CASES = [(name, size, "en-US") for name in FIRST for size in (*SIZES, "phone")]
KOREAN = [(name, "phone", "ko-KR") for name in FIRST]


@pytest.mark.parametrize(("name", "size", "locale"), [*CASES, *KOREAN])
def test_figure_answer_and_controls_are_on_one_screen(visit, name, size, locale):
    """At first, after a step, and with padding."""
    one = ".st-key-controls_button" if size == "presenting" else ".st-key-controls"
    controls = [f".st-key-{key}" for key in FIRST[name]] if size == "phone" else [one]
    parts = [*PARTS, *controls]
    page = opened(visit, name, size, locale=locale)
    settled(page)
    assert outside(page, parts) == {}
    if size != "phone":
        assert_in_one_row(page, 4 if name == "convolution" else 3)
    page.locator(".stepper .bar button").nth(2).click()
    expect(page.locator(".stepper .count")).to_contain_text("2 / ")
    assert outside(page, parts) == {}
    if size == "presenting":
        page.get_by_role("button", name="Controls").click()
    page.get_by_role("radio", name="same", exact=True).click()
    output = "7 × 7" if name == "convolution" else "3 × 3"
    expect(page.locator(".stepper .chosen-map figcaption")).to_contain_text(output)
    settled(page)
    assert outside(page, parts) == {}


LARGE = {  # the contrasts that take most room, and settings of many cells
    "three channels, two filters": ("convolution", "conv_channels=3&conv_filters=2&conv_input=photo"),
    "one 7 × 7 kernel": ("convolution", "conv_kernel_size=7&conv_height=13&conv_width=13"),
    "kernel 5, three channels": (
        "convolution",
        "conv_height=12&conv_width=12&conv_kernel_size=5&conv_padding=same&conv_channels=3",
    ),
    "dilation 2, kernel 5": ("convolution", "conv_height=12&conv_width=12&conv_kernel_size=5&conv_dilation=2"),
    "pooling with three channels": (
        "pooling",
        "pool_height=12&pool_width=12&pool_pool_size=3&pool_strides=1&pool_padding=same&pool_channels=3",
    ),
}


INSIDE = """selectors => selectors.every((selector) => {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  return box && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
})"""


@pytest.mark.parametrize("setting", LARGE)
def test_large_settings_are_on_one_screen_with_smaller_cells(visit, setting):
    name, link = LARGE[setting]
    page = opened(visit, name, "zoomed", link)
    found = {}
    for size in ("zoomed", "laptop", "desktop", "phone"):
        width, height = SIZES.get(size, PHONE)
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("width => document.querySelector('.stMain').clientWidth <= width", arg=width)
        settled(page)
        controls = [f".st-key-{key}" for key in FIRST[name]] if size == "phone" else [".st-key-controls"]
        with contextlib.suppress(TimeoutError):  # the grids are drawn once the browser has told the new width
            page.wait_for_function(INSIDE, arg=[*PARTS, *controls], timeout=10_000)
        found |= {f"{size}: {part}": box for part, box in outside(page, [*PARTS, *controls]).items()}
        sides = page.locator(GRIDS).evaluate_all("all => all.map(e => parseFloat(e.style.getPropertyValue('--side')))")
        assert min(sides) >= 6
    assert found == {}


SMALL = {  # inputs of few cells where the window has no room for them and all that stands below
    "beside the sidebar": ("convolution", "", (960, 600)),
    "pooling beside the sidebar": ("pooling", "", (960, 600)),
    "presenting": ("convolution", "present=1", (960, 600)),
    "separable": ("convolution", "conv_layer=SeparableConv2D&conv_filters=64&conv_padding=same", PHONE),
    "edited": ("pooling", "pool_layer=AveragePooling2D&pool_padding=same&pool_edits=i.0.4.4_8", PHONE),
    "decimals": ("convolution", "conv_input=photo&conv_kernel=blur", PHONE),
    "decimals below one another": ("convolution", "conv_padding=same&conv_edits=k.0.0.1.1_-1.5", PHONE),
    "a longer number": ("convolution", "conv_edits=i.0.1.1_-3", PHONE),
}


@pytest.mark.parametrize("setting", SMALL)
def test_the_numbers_of_a_small_input_are_never_given_up(visit, setting):
    name, link, (width, height) = SMALL[setting]
    page = finished(visit(f"/{name}?{link}", width=width, height=height), name)
    settled(page)
    for grid in ("input", "kernel" if name == "convolution" else "input", "chosen-map"):
        cells = page.locator(f".stepper .{grid} .cell:not(.padding)")
        assert len(cells.all_inner_texts()) >= 9
        assert all(cells.all_inner_texts())
        assert cells.first.evaluate("cell => parseFloat(getComputedStyle(cell).fontSize)") >= 12
    assert page.locator(".stMain").evaluate("main => main.scrollWidth - main.clientWidth") <= 0


def assert_in_one_row(page, count):
    """Input, kernel, products and output, or input, window and output, from left to right."""
    boxes = page.locator(GRIDS).evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
    assert len(boxes) == count
    assert max(box["top"] for box in boxes) - min(box["top"] for box in boxes) < 1
    for left, right in pairwise(boxes):
        assert left["right"] < right["left"]


MOVING = {  # sums of several lengths, channels, and padding that is counted in no average
    "convolution": "conv_channels=3&conv_filters=2&conv_input=photo&conv_activation=relu",
    "pooling": "pool_layer=AveragePooling2D&pool_padding=same&pool_strides=1&pool_channels=2",
}
PLACE = "all => all.map(e => Object.values(e.getBoundingClientRect().toJSON()).map(Math.round).join())"
PLACES = ".stepper :is(.input .grid, .chosen-map .grid, .sum, .under, .chip)"


@pytest.mark.parametrize("size", ["laptop", "phone"])
@pytest.mark.parametrize("name", FIRST)
def test_nothing_moves_while_one_steps(visit, name, size):
    page = opened(visit, name, size, MOVING[name])
    settled(page)
    count = int(page.locator(".stepper .count").inner_text().split("/")[1])
    seen = set()
    for _ in range(count):
        page.locator(".stepper .bar button").nth(2).click()
        seen.add(tuple(page.locator(PLACES).evaluate_all(PLACE)))
    assert len(seen) == 1


def test_buttons_and_numbers_of_the_figure_on_a_phone(visit):
    page = opened(visit, "convolution", "phone", "conv_padding=same&conv_channels=3")
    settled(page)
    sizes = page.locator(".stepper button").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    numbers = page.locator(".stepper .cell:not(:empty)").evaluate_all(
        "all => all.map(e => [parseFloat(getComputedStyle(e).fontSize), e.scrollWidth - e.clientWidth])"
    )
    assert min(size for size, _ in numbers) >= 12
    assert max(overflow for _, overflow in numbers) <= 0

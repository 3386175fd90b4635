"""The filter over a photograph: its map, a pixel's window and sum, and a kernel whose numbers are typed."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlab.core.pictures import sample
from cnnlab.core.pictures.filtering import as_greys, filtered, scale
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.figures.encode import reduced
from tests.browser.modules import call
from tests.browser.test_axe import findings
from tests.browser.test_pages import finished, idle

MATH = "lessons/convolution/filter_math.js"
PICTURE = reduced(sample("china"), 512)
GREYS = """canvas => { const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  return Array.from({ length: width * height }, (_, at) => data[4 * at]); }"""


def opened(visit, link="", **how):
    page = finished(visit(f"/convolution?conv_tab=photograph&{link}", **how), "convolution")
    page.locator(".filter .told i").wait_for()
    return page


def map_shown(page, at=1):
    greys = page.locator(".filter canvas").nth(at).evaluate(GREYS)
    return np.reshape(greys, PICTURE.shape[:2])


def expected_map(kernel):
    values = filtered(PICTURE, kernel)
    return as_greys(values, *scale(values, kernel))


def numbers_in(page, part):
    return [
        float(cell)
        for cell in page.locator(f".filter .{part} .cell").evaluate_all("all => all.map(e => e.dataset.value)")
    ]


@pytest.mark.parametrize("shape", [(3, 3), (1, 3), (2, 2), (7, 5)], ids=str)
def test_a_map_its_scale_and_its_windows_are_those_of_the_filter(blank, shape):
    random = np.random.default_rng(3)
    picture = random.integers(0, 256, (9, 12, 3), np.uint8)
    kernel = random.normal(size=shape)
    values = filtered(picture, kernel)
    body = """const size = [9, 12], { pixels, kernel } = argument;
    const plane = module.planeOf(pixels), map = module.filteredPlane(plane, size, kernel);
    const scale = module.scaleOf(map, kernel);
    const sums = [...map].map((_, at) => module.windowOf(plane, size, kernel, [Math.floor(at / 12), at % 12])
      .flat().reduce((sum, { product }) => sum + product, 0));
    return { map: [...map], scale, sums, greys: [...map].map((value) => module.greyOf(value, scale)) };"""
    pixels = np.concatenate([picture, np.full((9, 12, 1), 255, np.uint8)], axis=2)
    found = call(blank, MATH, body, {"pixels": pixels.ravel().tolist(), "kernel": kernel.tolist()})
    np.testing.assert_allclose(np.reshape(found["map"], (9, 12)), values, atol=1e-5)
    np.testing.assert_allclose(np.reshape(found["sums"], (9, 12)), values, atol=1e-5)
    np.testing.assert_allclose(found["scale"], scale(values, kernel), atol=1e-5)
    assert np.abs(np.reshape(found["greys"], (9, 12)) - as_greys(values, *scale(values, kernel)).astype(int)).max() <= 1


@pytest.mark.parametrize("name", ["sobel_x", "gaussian"])
def test_the_map_on_the_page_is_that_of_the_kernel(visit, name):
    page = opened(visit, f"conv_photo_kernel={name}&conv_photo_size=5")
    difference = np.abs(map_shown(page) - expected_map(KERNELS[name].values(5)).astype(int))
    assert difference.max() <= 1  # single precision at the edge of a grey level


def test_two_maps_and_their_files(visit):
    page = opened(visit, "conv_photo_kernel=lines")
    for name in ("The Summer Palace in Beijing", "Vertical line", "Horizontal line"):
        expect(page.get_by_role("img", name=name, exact=True)).to_be_visible()
    assert np.abs(map_shown(page, 2) - expected_map(KERNELS["horizontal_line"].values(7)).astype(int)).max() <= 1
    page.locator(".filter .plate").nth(2).click()
    kernel = page.locator(".filter .weights input").evaluate_all("all => all.map(e => Number(e.value))")
    assert np.array_equal(np.reshape(kernel, (7, 7)), KERNELS["horizontal_line"].values(7))
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download Vertical line (427 × 640)").click()
    assert caught.value.path().read_bytes()[:4] == b"\x89PNG"


def test_the_pixel_under_the_pointer_shows_its_window_and_its_sum(visit):
    page = opened(visit, "conv_photo_kernel=sobel_x")
    values, plane = filtered(PICTURE, KERNELS["sobel_x"].values()), PICTURE.sum(axis=2) / 255
    before = page.locator(".filter .told").inner_text()
    plate = page.locator(".filter .plate").nth(1)
    box = plate.bounding_box()
    plate.hover(position={"x": box["width"] * 0.31, "y": box["height"] * 0.62})
    told = page.locator(".filter .told").inner_text()
    row, column = (int(number) - 1 for number in re.findall(r"Row (\d+), column (\d+)", told)[0])
    assert abs(row - 0.62 * PICTURE.shape[0]) <= 1.5
    assert abs(column - 0.31 * PICTURE.shape[1]) <= 1.5
    window = plane[row - 1 : row + 2, column - 1 : column + 2]
    np.testing.assert_allclose(np.reshape(numbers_in(page, "window"), (3, 3)), window, atol=1e-5)
    products = np.reshape(numbers_in(page, "products"), (3, 3))
    np.testing.assert_allclose(products, window * KERNELS["sobel_x"].values(), atol=1e-5)
    shown = float(told.split("add up to ")[1].split(",")[0].replace("−", "-"))
    assert shown == pytest.approx(float(values[row, column]), abs=0.006)
    page.mouse.move(2, 2)
    expect(page.locator(".filter .told")).to_have_text(before)  # the pixel that was chosen comes back
    plate.click(position={"x": 0.3, "y": 0.3})
    expect(page.locator(".filter .window .outside")).to_have_count(5)  # in a corner
    plate.press("ArrowRight")
    expect(page.locator(".filter .window .outside")).to_have_count(3)


def test_a_number_of_the_kernel_is_typed_and_is_in_the_map_the_code_and_the_link(visit):
    page = opened(visit, "conv_photo_kernel=sobel_x")
    field = page.get_by_label("Weight, row 2, column 2")
    field.fill("4,5")
    field.press("Tab")
    expect(page.get_by_label("Weight, row 2, column 3")).to_be_focused()
    kernel = np.array([[-1, 0, 1], [-2, 4.5, 2], [-1, 0, 1]])
    expect(page.locator("[data-testid=stCode]").last).to_contain_text("4.5")
    expect(page.get_by_role("img", name="The numbers typed here")).to_be_visible()
    expect(page).to_have_url(re.compile("conv_photo_weights=-1_0_1"))
    assert np.abs(map_shown(page) - expected_map(kernel).astype(int)).max() <= 1
    idle(page)
    expect(page.get_by_label("Weight, row 2, column 3")).to_be_focused()  # the answer of the server lets it be
    page.reload()
    page.locator(".filter .told i").wait_for()
    assert np.abs(map_shown(page) - expected_map(kernel).astype(int)).max() <= 1
    idle(page).get_by_role("button", name="Reset").click()
    expect(page.get_by_role("tab", name="Predict")).to_have_attribute("aria-selected", "true")
    expect(page).not_to_have_url(re.compile("conv_photo"))
    idle(page).get_by_role("tab", name="A filter over a photograph").click()
    expect(page.get_by_label("Weight, row 2, column 2")).to_have_value("0")


def test_what_is_no_number_changes_nothing(visit):
    page = opened(visit, "conv_photo_kernel=sobel_x")
    before = map_shown(page)
    field = page.get_by_label("Weight, row 1, column 1")
    for text in ("x", "", "1e9"):
        field.fill(text)
        field.press("Enter")
        expect(field).to_have_attribute("aria-invalid", "true")
    assert np.array_equal(map_shown(page), before)
    field.fill("-1")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "false")


def test_the_photograph_is_filtered_with_the_edited_kernel(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").click()
    page.locator(".stepper .kernel .cell").nth(4).click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Weight, row 2, column 2")).to_have_value("9")
    kernel = np.array([[-1, 0, 1], [-2, 9, 2], [-1, 0, 1]])
    assert np.abs(map_shown(page) - expected_map(kernel).astype(int)).max() <= 1


def test_fields_for_a_finger_and_three_grids_in_one_row_on_a_phone(visit):
    page = opened(visit, "conv_photo_kernel=sobel_x", width=390, height=664)
    boxes = page.locator(".filter .weights input").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().toJSON())"
    )
    assert min(min(box["width"], box["height"]) for box in boxes) >= 40
    grids = page.locator(".filter .grid").evaluate_all("all => all.map(e => e.getBoundingClientRect().bottom)")
    assert len(grids) == 3
    assert max(grids) - min(grids) < 1
    page.locator(".filter .plate").nth(1).tap(position={"x": 60, "y": 40})
    expect(page.locator(".filter .products .cell:not(:empty)")).to_have_count(9)


@pytest.mark.parametrize(("theme", "locale"), [("light", "en-US"), ("dark", "ko-KR")])
def test_the_filter_has_no_serious_fault_of_accessibility(visit, theme, locale):
    page = opened(visit, "conv_photo_kernel=sobel_x", theme=theme, locale=locale)
    assert [found for found in findings(page) if found[0] not in ("list", "listitem")] == []

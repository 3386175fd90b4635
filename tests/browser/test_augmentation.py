"""The Augmentation page in a real browser: its pictures match Keras; layers switched and reordered, seeds, links."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.ui.lessons.augmentation.settings import DEFAULTS
from tests.browser.canvas import pixels_of
from tests.browser.test_grad_cam import until
from tests.browser.test_pages import finished

GRID = ".pictures >> nth=0"


@pytest.fixture(scope="module")
def augmented():
    """Return a function that augments nine copies of the cat with the engine directly."""
    from cnnlab.core.requests import Augment
    from cnnlab.engine import Engine

    engine = Engine()
    pictures = np.stack([square(sample("cat"), "crop", 320).pixels] * 9)

    def ask(layers, seed=DEFAULTS["seed"], training=True):
        ticket = engine.submit(Augment(pictures, layers, seed, training=training))
        return ticket.result().value.images

    yield ask
    engine.stop()


def opened(visit, link="", **how):
    page = finished(visit("/augmentation" + link, **how), "augmentation")
    expect(page.locator(GRID)).to_have_attribute("data-drawn", re.compile(r"\d"))
    return page


def wait_for_redraw(page, act):
    """Call `act` and wait until the grid is redrawn."""
    before = page.locator(GRID).get_attribute("data-drawn")
    act()
    expect(page.locator(GRID)).not_to_have_attribute("data-drawn", before)


def pixels(page, at):
    return pixels_of(page.locator(f"{GRID} >> canvas.result").nth(at))[..., :3]


def similar(shown, expected):
    """Whether two pictures are equal apart from JPEG compression."""
    return np.abs(shown - expected.astype(int)).mean() < 3


def pill(page, name):
    return page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True)


def test_the_pictures_match_those_of_keras(visit, augmented):
    page = opened(visit)
    expected = augmented([layer_config(name) for name in FIRST])
    for at in range(9):
        assert similar(pixels(page, at), expected[at]), at
    assert not similar(pixels(page, 0), expected[1])


def test_switching_a_layer_changes_the_grid_and_the_link(visit, augmented):
    page = opened(visit)
    wait_for_redraw(page, lambda: pill(page, "Rotation").click())
    expect(page).to_have_url(re.compile(r"aug_layers=RandomFlip\.RandomZoom"))
    expected = augmented([layer_config(name) for name in ("RandomFlip", "RandomZoom")])
    assert similar(pixels(page, 4), expected[4])
    wait_for_redraw(page, lambda: page.get_by_text("Inference", exact=True).click())
    assert similar(pixels(page, 4), augmented([], training=False)[4])
    expect(page.get_by_text("the random layers are inactive")).to_be_visible()


def test_the_order_can_be_changed_and_matters(visit, augmented):
    link = "?aug_layers=RandomRotation(factor=0.1_0.15,fill_mode=constant).RandomTranslation"
    page = opened(visit, link)
    rotation = layer_config("RandomRotation", {"factor": (0.1, 0.15), "fill_mode": "constant"})
    translation = layer_config("RandomTranslation")
    assert similar(pixels(page, 2), augmented([rotation, translation])[2])
    wait_for_redraw(page, lambda: page.locator(".st-key-aug_up_RandomTranslation button").first.click())
    assert similar(pixels(page, 2), augmented([translation, rotation])[2])
    expect(page).to_have_url(re.compile(r"aug_layers=RandomTranslation\.RandomRotation"))


def test_new_random_values_change_the_seed_and_a_link_shows_the_same_pictures(visit, augmented):
    page = opened(visit)
    wait_for_redraw(page, lambda: page.get_by_role("button", name="New random values").click())
    expect(page).to_have_url(re.compile(f"aug_seed={DEFAULTS['seed'] + 1}"))
    expected = augmented([layer_config(name) for name in FIRST], seed=DEFAULTS["seed"] + 1)
    assert similar(pixels(page, 7), expected[7])
    other = opened(visit, "?" + page.url.split("?")[1], locale="ko-KR")
    assert similar(pixels(other, 7), expected[7])


def test_a_changed_setting_keeps_its_expander_open_and_is_shown_in_degrees(visit):
    page = opened(visit)
    page.get_by_text("2. Rotation", exact=True).click()
    expect(page.get_by_text("That is −36° to +36°.")).to_be_visible()
    slider = page.locator(".st-key-aug_value_RandomRotation_factor input[type=range]").last
    wait_for_redraw(page, lambda: slider.press("ArrowRight"))
    expect(page.get_by_text("That is −36° to +40°.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"factor%3D-0\.1_0\.11"))


def test_pointing_at_a_picture_shows_the_original(visit, augmented):
    page = opened(visit)
    tile = page.locator(f"{GRID} >> .tile").nth(4)
    expect(tile.locator(".badge")).not_to_be_visible()
    tile.hover()
    expect(tile.locator(".badge")).to_have_text("The original")
    expect(tile.locator(".badge")).to_be_visible()
    original = pixels_of(tile.locator("canvas.original"))[..., :3]
    assert similar(original, augmented([], training=False)[0])
    page.mouse.move(5, 5)
    expect(tile.locator(".badge")).not_to_be_visible()


def test_touch_on_a_korean_phone(visit):
    page = opened(visit, width=390, locale="ko-KR")
    tile = page.locator(f"{GRID} >> .tile").nth(1)
    tile.scroll_into_view_if_needed()
    tile.tap()
    expect(tile.locator(".badge")).to_be_visible()
    tile.tap()
    expect(tile.locator(".badge")).not_to_be_visible()
    button = page.locator("[class*=_try]").get_by_text("MixUp")
    wait_for_redraw(page, button.click)
    expect(page.locator(f"{GRID} >> .tile").first).to_be_in_viewport()
    expect(page).to_have_url(re.compile("aug_layers=MixUp"))


def test_back_and_reset(visit):
    page = opened(visit)
    wait_for_redraw(page, lambda: pill(page, "Shear").click())
    expect(page).to_have_url(re.compile("RandomShear"))
    wait_for_redraw(page, page.go_back)
    expect(page.get_by_text("4. Shear")).to_have_count(0)
    wait_for_redraw(page, lambda: pill(page, "Zoom").click())
    expect(page).to_have_url(re.compile("aug_layers="))
    wait_for_redraw(page, page.get_by_role("button", name="Reset").click)
    expect(page).not_to_have_url(re.compile("aug_layers="))
    expect(page.get_by_text("3. Zoom")).to_be_visible()


def test_a_camera_picture_fills_the_grid(visit):
    page = opened(visit)
    first = page.locator(GRID).locator("canvas").first
    cat = pixels_of(first)
    page.get_by_text("Camera", exact=True).click()
    page.wait_for_function("document.querySelector('video')?.readyState >= 3")  # before that, no photo can be taken
    page.get_by_role("button", name="Take Photo").click()
    expect(page.get_by_text("Shared links do not include your own pictures")).to_have_count(0)
    until(page, lambda: np.abs(pixels_of(first) - cat)[..., :3].mean() > 20)
    assert pixels_of(first).shape == cat.shape


def test_the_buttons_that_change_the_order_have_names(visit):
    page = finished(visit("/augmentation"), "augmentation")
    for layer in ("Flip", "Rotation", "Zoom"):
        button = page.get_by_role("button", name=f"Move {layer} up", exact=True)
        expect(button).to_have_count(1)
        box = button.bounding_box()
        assert abs(box["width"] - box["height"]) < 4  # the icon alone is seen

"""Freezing layers in a real browser: by a click, by the keyboard, by a slice, and what the link holds then."""

import re

from playwright.sync_api import expect

from cnnlab.core.transfer.bases import base
from cnnlab.core.transfer.freezing import counts
from tests.browser.test_pages import finished, idle, number

QUICK = "tl_tab=freezing&tl_epochs=1&tl_pictures=10"


def opened(visit, link="", **how):
    page = finished(visit(f"/transfer?{QUICK}&{link}", **how), "transfer")
    expect(page.locator(".layers .row").first).to_be_visible()
    return page


def row(page, name):
    """The button of a layer or a block."""
    return page.locator(".layers button.row").filter(has=page.locator(".name", has_text=re.compile(f"^{name}$")))


def non_trainable(name, frozen):
    return f"{counts(base(name).layers, frozen).non_trainable:,}"


def test_clicks_freeze_and_thaw_layers_and_are_counted(visit):
    page = opened(visit, width=1280, height=720)
    said = number(page, "Non-trainable")
    expect(said).to_have_text("7,635,264")
    before = page.evaluate("history.length")
    row(page, "block5_conv1").click()
    expect(said).to_have_text(non_trainable("vgg16", range(16)))
    expect(page.get_by_label("Frozen layers, as a slice")).to_have_value("layers[:-3]")
    expect(page).to_have_url(re.compile("tl_frozen=0-15"))
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(said).to_have_text("7,635,264")
    expect(row(page, "block5_conv1")).to_have_attribute("aria-pressed", "false")
    row(page, "block5_conv1").click()
    expect(said).to_have_text(non_trainable("vgg16", range(16)))
    for name in ("block1_conv1", "block3_conv2", "block2_conv1"):  # faster than the server answers
        row(page, name).click()
    expect(said).to_have_text(non_trainable("vgg16", set(range(16)) - {1, 4, 8}))
    expect(page.get_by_label("Frozen layers, as a slice")).to_have_value("")
    expect(page.locator(".layers .totals")).to_contain_text(non_trainable("vgg16", set(range(16)) - {1, 4, 8}))


def test_the_keyboard_moves_unfolds_and_freezes(visit):
    page = opened(visit, "tl_base=efficientnet_lite0&tl_statistics=False&tl_slice=layers[:0]")
    known = base("efficientnet_lite0")
    said = number(page, "Non-trainable")
    row(page, "stem").focus()
    page.keyboard.press("ArrowDown")
    expect(row(page, "block1a")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(row(page, "block1a_depthwise_conv")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    chosen = {index for index, layer in enumerate(known.layers) if layer.name == "block1a_depthwise_conv"}
    expect(said).to_have_text(non_trainable(known.name, chosen))
    expect(row(page, "block1a_depthwise_conv")).to_be_focused()
    expect(row(page, "block1a")).to_have_attribute("aria-pressed", "mixed")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    stem = {index for index, layer in enumerate(known.layers) if layer.block == "stem"}
    expect(said).to_have_text(non_trainable(known.name, chosen | stem))


def test_a_slice_on_a_phone_is_drawn_and_every_row_is_as_wide_as_a_finger(visit):
    page = opened(visit, "tl_base=xception", locale="ko-KR", width=390)
    field = page.get_by_label(re.compile("^동결할 층의 슬라이스"))
    field.fill("layers[:0]")
    field.press("Enter")
    known = base("xception")
    expect(number(page, "훈련하지 않는 파라미터")).to_have_text(non_trainable("xception", known.normalizations))
    expect(page.locator(".layers button.row.frozen")).to_have_count(0)
    boxes = [button.bounding_box() for button in page.locator(".layers button").all()]
    assert min(box["height"] for box in boxes) >= 40
    assert max(box["x"] + box["width"] for box in boxes) <= 390
    page.get_by_text("VGG16", exact=True).click()
    expect(page.locator(".layers button.row")).to_have_count(13)
    expect(number(page, "훈련하지 않는 파라미터")).to_have_text("7,635,264")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_list_of_layers_stays_in_its_place_while_a_click_is_answered(visit):
    """Where it moved, a second click could end on another layer than it began on."""
    page = opened(visit, "tl_frozen=0-15", width=1280, height=720)
    idle(page)
    one = row(page, "block2_conv1")
    one.hover()  # which scrolls
    one.evaluate(
        """row => {
          const list = row.getRootNode().querySelector(".layers");
          window.places = new Set();
          const look = () => { window.places.add(list.getBoundingClientRect().top); requestAnimationFrame(look); };
          look();
        }"""
    )
    one.click()
    expect(number(page, "Non-trainable")).to_have_text(non_trainable("vgg16", set(range(16)) - {4}))
    idle(page)
    assert len(page.evaluate("[...window.places]")) == 1

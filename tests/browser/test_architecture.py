"""The Architecture page in a real browser: a visitor's own file, and where the parts of the first screen stand."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.network.famous import config
from tests.browser.test_pages import choose, finished, idle, number, tab

OTHER = {"name": "net.json", "mimeType": "application/json"}


def box(page, part):
    return page.locator(f".st-key-{part}").bounding_box()


def test_an_own_file_is_drawn_and_its_table_is_the_files(visit):
    page = finished(visit("/architecture?arch_from=file"), "architecture")
    upload = page.locator("input[type=file]")
    upload.set_input_files(PRETRAINED / "mnist_convnet/model.keras")
    expect(number(page, "Parameters")).to_have_text("104,202")
    expect(page.locator(".network tbody")).to_contain_text("conv3")
    upload.set_input_files({**OTHER, "buffer": config("VGG19")})
    expect(number(page, "Parameters")).to_have_text("143,667,240")
    upload.set_input_files({**OTHER, "buffer": b"[1]"})
    expect(page.get_by_text("This JSON is not the config of a network")).to_be_visible()


def test_a_link_opens_the_same_network_at_the_same_size(visit):
    page = finished(visit("/architecture"), "architecture")
    choose(page, "Famous network", "AlexNet, in one group")
    expect(number(page, "Parameters")).to_have_text("62,378,344")
    page.get_by_role("textbox", name="Input size").fill("300")
    page.get_by_role("textbox", name="Input size").press("Enter")
    expect(page.get_by_text("62,378,344 at its own size")).to_be_visible()
    idle(page)
    tab(page, "Notes")
    expect(page).to_have_url(re.compile("arch_tab=notes"))
    numbers = page.locator(".numbers").inner_text()
    again = finished(visit(page.url[page.url.index("/architecture") :]), "architecture")
    assert again.locator(".numbers").inner_text() == numbers
    expect(again.get_by_text("dense6, 73.2% of them.")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "height", "order"),
    [(1280, 720, ("controls", "answer", "figure")), (390, 664, ("figure", "answer", "controls"))],
)
def test_the_drawing_has_the_whole_width_and_comes_first_on_a_phone(visit, width, height, order):
    page = finished(visit("/architecture", width=width, height=height), "architecture")
    boxes = [box(page, part) for part in order]
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    assert len({round(one["x"]) for one in boxes}) == 1
    assert box(page, "figure")["width"] > 0.65 * width

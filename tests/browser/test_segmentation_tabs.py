"""The further tabs of the Segmentation page in a real browser: a box, a zip, switches, links, a phone."""

import io
import re
import zipfile

import pytest
from PIL import Image
from playwright.sync_api import expect

from cnnlab.core.pictures import sample
from cnnlab.core.segmentation import read_mask_file
from tests.browser.test_first_screen import opened
from tests.browser.test_pages import idle

PLATE = ".regions .plate"
NOTE = ".regions figure:nth-child(2) small"


def on_tab(visit, name, size="laptop", link="", locale="en-US"):
    page = opened(visit, "segmentation", size, f"seg_tab={name}&{link}", locale=locale)
    return idle(page)


def picture_file(name: str) -> bytes:
    file = io.BytesIO()
    Image.fromarray(sample(name)).save(file, "PNG")
    return file.getvalue()


def test_a_box_that_is_dragged_is_explained_and_stands_in_the_link(visit):
    page = on_tab(visit, "why", link="seg_region=box")
    plate = page.locator(PLATE).first
    expect(page.locator(NOTE)).to_contain_text("inside the region")
    before = page.locator(NOTE).inner_text()
    plate.scroll_into_view_if_needed()
    box = plate.bounding_box()
    at = [
        (box["x"] + across * box["width"], box["y"] + down * box["height"]) for down, across in ((0.1, 0.6), (0.3, 0.8))
    ]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"seg_region_at=\d+\.\d+\.\d+\.\d+"))
    found = [int(number) for number in re.search(r"seg_region_at=([\d.]+)", page.url)[1].split(".")]
    assert found == pytest.approx([100, 600, 300, 800], abs=6)
    expect(page.locator(NOTE)).not_to_have_text(before)
    idle(page)
    page.go_back()
    expect(page.locator(NOTE)).to_have_text(before)


def test_the_keyboard_moves_a_mark_and_enter_chooses_it(visit):
    page = on_tab(visit, "why", link="seg_region=pixel")
    plate = page.locator(PLATE).first
    expect(plate).to_be_visible()
    plate.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"seg_region_at=460\.480\.460\.480"))
    idle(page)
    expect(plate).to_be_focused()


def test_many_pictures_come_back_as_a_zip_of_masks(visit):
    page = on_tab(visit, "many")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("cat", "kitten", "flower"):
            archive.writestr(f"pets/{name}.png", picture_file(name))
        archive.writestr("broken.jpg", b"\xff\xd8\xff broken")
    upload = {"name": "all.zip", "mimeType": "application/zip", "buffer": file.getvalue()}
    page.locator("[data-testid=stTabs] input[type=file]").set_input_files(upload)
    rows = page.locator(".files tbody tr")
    expect(rows).to_have_count(3)
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("broken.jpg")
    idle(page)
    certain = [float(text.rstrip("%")) for text in page.locator(".files tbody td:last-child").all_inner_texts()]
    assert certain == sorted(certain)
    page.locator(".files thead button").first.click()
    assert page.locator(".files .name").all_inner_texts() == ["pets/cat.png", "pets/flower.png", "pets/kitten.png"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the masks as a zip").click()
    with zipfile.ZipFile(download.value.path()) as masks:
        assert sorted(masks.namelist()) == ["pets/cat.png", "pets/flower.png", "pets/kitten.png"]
        for name in ("cat", "kitten"):
            mask = read_mask_file(masks.read(f"pets/{name}.png"))
            assert mask.index.shape == sample(name).shape[:2]
            assert {value.name for value in mask.values} <= {"pet", "background", "border"}


def test_a_skip_connection_that_is_switched_off_changes_the_mask(visit):
    page = on_tab(visit, "how")
    numbers = page.locator("[data-testid=stTabs] .numbers")
    expect(numbers).to_contain_text("The same, 0 off")
    page.locator(".st-key-seg_skip_block5c_add label").first.click()
    expect(numbers).to_contain_text("The same, 1 off")
    expect(page).to_have_url(re.compile("seg_skip_block5c_add=False"))


def test_a_layer_is_stepped_through_on_its_own_page(visit):
    page = on_tab(visit, "how")
    page.get_by_role("button", name="Step through a transposed convolution").click()
    expect(page).to_have_url(re.compile("/convolution.*conv_layer=Conv2DTranspose"))
    expect(page).to_have_url(re.compile("conv_strides=2"))


@pytest.mark.parametrize(
    ("name", "part"),
    [("how", ".stages figure"), ("why", ".regions .plate"), ("robust", ".tried figure"), ("many", "input[type=file]")],
)
def test_a_tab_fits_a_phone_in_korean(visit, name, part):
    page = on_tab(visit, name, "phone", locale="ko-KR")
    page.locator(f"[data-testid=stTabs] {part}").first.wait_for(state="attached")
    idle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for element in page.locator(f"[data-testid=stTabs] {part}").all():
        if box := element.bounding_box():
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390


LINES = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
}"""


@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
def test_on_a_phone_no_number_and_no_word_of_a_button_is_broken(visit, locale):
    page = on_tab(visit, "scores", "phone", locale=locale)
    page.locator(".masks .more").click()
    cells = page.locator("[role=tabpanel] table").first.locator("td, th:has-text('Dice')")
    buttons = page.locator(".masks .extra .choices button")
    for places in (cells, buttons):
        expect(places.first).to_be_visible()
        assert {place.evaluate(LINES) for place in places.all()} == {1}

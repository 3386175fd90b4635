"""Pictures in a real browser: its own pixels for the files of tests/core/pictures, and what an upload says."""

import base64
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from cnnlab.core.pictures.bundled import SAMPLES
from tests.browser.test_pages import finished
from tests.core.pictures.files import middles
from tests.core.pictures.shown import SHOWN

DRAWN = """async (files) => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d", { colorSpace: "srgb", willReadFrequently: true });
    const drawn = [];
    for (const file of files) {
        const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
        const image = new Image();
        image.src = URL.createObjectURL(new Blob([bytes]));
        await new Promise((done) => (image.onload = image.onerror = done));
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        pen.fillStyle = "white";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(image, 0, 0);
        drawn.push([canvas.height, Array.from(pen.getImageData(0, 0, canvas.width, canvas.height).data)]);
    }
    return drawn;
}"""


def test_the_browser_shows_the_pixels_that_the_core_is_tested_with(blank):
    """The table of expected pixels is not written by us: it is what the browser draws, within rounding."""
    files = [base64.b64encode(data).decode() for data, _ in SHOWN.values()]
    drawn = blank.evaluate(DRAWN, files)
    for (name, (_, expected)), (height, values) in zip(SHOWN.items(), drawn, strict=True):
        pixels = np.array(values, int).reshape(height, -1, 4)[..., :3]
        away = np.abs(np.subtract(middles(pixels), expected)).max()
        assert away <= (2 if "jpeg" in name or "avif" in name else 1), (name, middles(pixels))


def upload(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": data})


@pytest.mark.parametrize("width", [1440, 390])
def test_an_error_is_said_in_our_words_and_belongs_to_the_file_chosen_now(visit, width):
    page = finished(visit("/grad_cam?cam_source=file", width=width), "grad_cam")
    warning = page.get_by_test_id("stAlert")
    page.locator("input[type=file]").wait_for(state="attached")
    upload(page, "IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic" + bytes(400))
    expect(warning).to_have_count(1)
    expect(warning).to_contain_text("On an iPhone, share this photo as JPEG")
    expect(page.get_by_text("IMG_1.HEIC could not be opened, so an example is shown.")).to_be_visible()
    expect(page.get_by_text("No picture chosen yet")).to_have_count(0)
    expect(page.get_by_text("files are not allowed")).to_have_count(0)
    upload(page, "scan.tif", b"II*\x00" + bytes(400))
    expect(warning).to_have_count(1)
    expect(warning).to_contain_text("TIFF files are not supported.")
    page.locator("input[type=file]").set_input_files(SAMPLES / "rocket.jpg")
    expect(page.get_by_text("missile").first).to_be_visible()
    expect(warning).to_have_count(0)
    expect(page.get_by_text("could not be opened")).to_have_count(0)
    upload(page, "broken.png", b"\x89PNG\r\n\x1a\n")
    expect(warning).to_contain_text("damaged or incomplete")
    expect(page.get_by_text("broken.png could not be opened. Still here: rocket.jpg")).to_be_visible()
    expect(page.get_by_text("missile").first).to_be_visible()
    page.get_by_test_id("stFileUploader").get_by_role("button", name="Remove").click()
    expect(warning).to_have_count(0)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("No picture chosen yet")).to_be_visible()


def test_a_file_that_is_too_large_is_refused_in_words_until_another_is_chosen(visit):
    page = finished(visit("/grad_cam?cam_source=file&lang=ko", width=390), "grad_cam")
    chips = page.get_by_test_id("stFileChip")
    upload(page, "large.jpg", bytes(25 * 1024**2 + 1))
    expect(chips).to_have_text(re.compile("large.jpg"))
    said = chips.evaluate("chip => getComputedStyle(chip.parentElement.parentElement, '::after').content")
    assert said == '"파일이 도착하지 않았어요. 너무 크거나 연결이 끊겼어요."'
    page.locator("input[type=file]").set_input_files(SAMPLES / "rocket.jpg")
    expect(chips.filter(has_text="rocket.jpg")).to_be_visible()
    expect(chips.filter(has_text="large.jpg")).to_be_hidden()
    expect(page.get_by_text("아직 고른 사진이 없어서")).to_have_count(0)  # it has arrived

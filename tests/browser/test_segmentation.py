"""The Segmentation page in a real browser: one screen at every size, views without a request, pixels, own masks.

One file, because all tests read the same figure.
"""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from cnnlab.core.pictures import sample
from tests.browser.test_first_screen import SIZES, opened, outside, settled
from tests.browser.test_pages import choose, idle

PARTS = [".st-key-figure", ".st-key-answer"]
CANVAS = ".masks canvas.layer"
PIXELS = "canvas => canvas.toDataURL()"


@pytest.mark.parametrize(
    ("size", "locale"), [*((size, "en-US") for size in (*SIZES, "phone")), ("phone", "ko-KR"), ("laptop", "ko-KR")]
)
def test_figure_answer_and_controls_are_on_one_screen(visit, size, locale):
    page = opened(visit, "segmentation", size, locale=locale)
    settled(page)
    places = {"phone": ".st-key-seg_source", "presenting": ".st-key-controls_button"}
    controls = [places.get(size, ".st-key-controls")]
    assert outside(page, [*PARTS, *controls]) == {}
    for view in ("beside", "mask"):
        page.locator(f".masks button[data-name={view}]").click()
        assert outside(page, [*PARTS, *controls]) == {}


def requests_of(page) -> list[str]:
    """What the browser sends to the server from now on, requests and messages."""
    sent: list[str] = []
    page.on("request", lambda request: request.url.startswith("http") and sent.append(request.url))
    page.evaluate("""() => { window.sent = []; const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (...given) { window.sent.push(1); return send.apply(this, given); }; }""")
    return sent


def test_views_classes_and_pixels_are_changed_without_asking_the_server(visit):
    page = opened(visit, "segmentation", "desktop")
    settled(page)
    sent = requests_of(page)
    seen = {page.locator(CANVAS).evaluate(PIXELS)}
    for name in ("mask", "overlay", "probability", "entropy", "margin", "classes"):
        page.locator(f".masks button[data-name={name}]").click()
        seen.add(page.locator(CANVAS).evaluate(PIXELS))
    assert len(seen) == 5  # the overlay and the classes come twice
    page.locator(".masks .entry", has_text="pet").click()
    page.get_by_role("checkbox", name="Dim the rest").check()
    page.locator(".masks input[type=range]").fill("0.8")
    page.locator(".masks .plate:not(.bare)").click()
    expect(page.locator(".masks .told")).to_contain_text("pet")
    expect(page).to_have_url(re.compile(r"\?seg_only=0&seg_dim=True&seg_opacity=0.8&seg_at=\d+.\d+$"))
    assert sent == []
    assert page.evaluate("window.sent") == []


def test_a_tapped_pixel_tells_its_probabilities_and_the_arrow_keys_go_on(visit):
    page = opened(visit, "segmentation", "phone")
    settled(page)
    plate = page.locator(".masks .plate:not(.bare)")
    box = plate.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    height = sample("shepherd").shape[0]
    told = page.locator(".masks .told")
    expect(told).to_contain_text(re.compile(r"Row \d+, column 3[12]\d: pet"))
    row = int(re.search(r"Row (\d+)", told.inner_text())[1])
    assert row == pytest.approx(height / 2, abs=2)
    values = [float(re.sub(r"[^\d.]", "", text)) for text in page.locator(".masks .value").all_inner_texts()]
    assert sum(values) == pytest.approx(100, abs=0.3)
    assert values[0] > 90
    plate.press("Shift+ArrowDown")
    expect(told).to_contain_text(f"Row {row + 1}, column")
    plate.press("ArrowDown")
    expect(told).to_contain_text(f"Row {row + 1 + round(height / 50)}, column")


MIDDLE = """canvas => {
  const [x, y] = [canvas.width / 2 - 4, canvas.height / 2 - 4];
  const values = canvas.getContext("2d").getImageData(x, y, 9, 9).data;
  return [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let at = channel; at < values.length; at += 4) sum += values[at];
    return sum / (values.length / 4);
  });
}"""


def test_on_a_phone_a_lens_shows_what_the_finger_covers(visit):
    """Its middle has the colour that the photograph has there: the dark back, the pale leg, the grass."""
    page = opened(visit, "segmentation", "phone")
    settled(page)
    page.locator(".masks button[data-name=picture]").click()
    plate, picture = page.locator(".masks .plate:not(.bare)"), sample("shepherd")
    lens, colours = plate.locator(".lens"), []
    expect(lens).to_be_hidden()
    for row, column, corner in ((0.35, 0.45, "right"), (0.6, 0.65, "left"), (0.1, 0.1, "right")):
        box = plate.bounding_box()
        page.touchscreen.tap(box["x"] + column * box["width"], box["y"] + row * box["height"])
        expect(lens).to_be_visible()
        expect(lens).to_have_attribute("data-corner", corner)
        at = int(row * picture.shape[0]), int(column * picture.shape[1])
        around = picture[at[0] - 2 : at[0] + 3, at[1] - 2 : at[1] + 3].mean(axis=(0, 1))
        colours.append(lens.locator("canvas").evaluate(MIDDLE))
        np.testing.assert_allclose(colours[-1], around, atol=25)
    assert np.ptp(np.asarray(colours), axis=0).min() > 60  # another place would be seen


def test_a_button_in_sight_leads_to_the_tabs_below(visit):
    page = opened(visit, "segmentation", "desktop")
    settled(page)
    first = page.get_by_role("tab").first
    expect(first).not_to_be_in_viewport()
    page.get_by_role("button", name="More below").click()
    expect(first).to_be_in_viewport()
    expect(first).to_be_focused()


def test_the_part_that_a_picked_pixel_sees_is_framed_without_asking_the_server(visit):
    """The encoder-decoder's pixel in the middle sees cells 58 to 141 of 200, as `Network.sees` says."""
    page = opened(visit, "segmentation", "desktop", "seg_model=pets_segmentation")
    settled(page)
    sent = requests_of(page)
    plate = page.locator(".masks .plate:not(.bare)")
    frame = plate.locator(".seen")
    expect(frame).to_be_hidden()
    plate.click()
    expect(frame).to_be_visible()
    whole, part = plate.bounding_box(), frame.bounding_box()
    assert part["x"] - whole["x"] == pytest.approx(58 / 200 * whole["width"], abs=1.5)
    assert part["width"] == pytest.approx(83 / 200 * whole["width"], abs=1.5)
    assert part["height"] == pytest.approx(83 / 200 * whole["height"], abs=1.5)
    expect(plate.locator(".tag")).to_have_text(re.compile(r"^Receptive field: \d+ × \d+ pixels$"))
    assert sent == []
    assert page.evaluate("window.sent") == []


def test_pointing_lights_the_class_in_the_legend_and_the_legend_lights_its_pixels(visit):
    page = opened(visit, "segmentation", "desktop")
    settled(page)
    before = page.locator(CANVAS).evaluate(PIXELS)
    page.locator(".masks .plate:not(.bare)").hover(position={"x": 300, "y": 200})
    expect(page.locator(".masks .entry.lit .name")).to_have_text("pet")
    page.locator(".masks .entry", has_text="border").hover()
    lit = page.locator(CANVAS).evaluate(PIXELS)
    assert lit != before
    page.mouse.move(5, 5)
    expect(page.locator(".masks .told")).to_contain_text("Share of the picture")
    assert page.locator(CANVAS).evaluate(PIXELS) == before


def test_a_link_opens_the_view_that_was_shared(visit):
    page = opened(visit, "segmentation", "desktop", "seg_view=beside&seg_show=entropy&seg_only=2&seg_at=10.20")
    settled(page)
    expect(page.locator(".masks .plate.bare")).to_be_visible()
    expect(page.locator(".masks button[data-name=entropy]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".masks .told")).to_contain_text("Row 11, column 21")


def test_a_try_this_changes_the_view_and_reset_takes_it_back(visit):
    page = opened(visit, "segmentation", "desktop")
    settled(page)
    page.locator("[class*=_try]").get_by_text("Where is it unsure", exact=False).click()
    expect(page.locator(".masks button[data-name=entropy]")).to_have_attribute("aria-pressed", "true")
    idle(page)
    page.locator(".masks button[data-name=margin]").click()
    page.locator("[data-testid=stSidebar]").get_by_text("한국어").click()
    expect(page.locator(".masks button[data-name=margin]")).to_have_text("마진")
    expect(page.locator(".masks button[data-name=margin]")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="처음 상태로").click()
    expect(page.locator(".masks button[data-name=classes]")).to_have_attribute("aria-pressed", "true")


def test_the_mask_is_downloaded_at_the_pictures_own_size(visit):
    page = opened(visit, "segmentation", "desktop", "seg_picture=coffee")
    settled(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download the mask").click()
    image = Image.open(io.BytesIO(caught.value.path().read_bytes()))
    assert (image.mode, image.size[::-1]) == ("P", sample("coffee").shape[:2])
    assert set(np.unique(np.asarray(image))) <= {0, 1, 2}


def trimap(sample_id: str) -> bytes:
    """A trimap as in Oxford-IIIT Pet, 1 animal, 2 background, 3 border: the animal in the middle of the picture."""
    height, width = sample(sample_id).shape[:2]
    values = np.full((height, width), 2, np.uint8)
    values[height // 4 : -height // 4, width // 4 : -width // 4] = 3
    values[height // 3 : -height // 3, width // 3 : -width // 3] = 1
    file = io.BytesIO()
    Image.fromarray(values).save(file, "PNG")
    return file.getvalue()


def test_an_own_trimap_is_scored_and_its_values_can_be_given_other_classes(visit):
    page = opened(visit, "segmentation", "desktop", "seg_picture=tabby&seg_tab=scores")
    upload = page.locator("[role=tabpanel] input[type=file]")
    upload.wait_for(state="attached")
    upload.set_input_files({"name": "trimap.png", "mimeType": "image/png", "buffer": trimap("tabby")})
    expect(page.get_by_role("combobox", name=re.compile("^Value 1 "))).to_have_value("pet")
    expect(page.get_by_role("combobox", name=re.compile("^Value 3 "))).to_have_value("border")
    counted = page.locator("[role=tabpanel] .numbers div").filter(has_text="Pixels counted").locator("dd")
    values = np.asarray(Image.open(io.BytesIO(trimap("tabby"))))
    expect(counted).to_have_text(f"{(values != 3).mean():.1%}")
    idle(page)
    choose(page, re.compile("^Value 1 "), "not counted")
    expect(counted).to_have_text(f"{(values == 2).mean():.1%}")
    upload.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_text("cannot be read")).to_be_visible()
    expect(page.locator("[data-testid=stException]")).to_have_count(0)

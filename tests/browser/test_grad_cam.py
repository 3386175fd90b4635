"""The Grad-CAM page in a real browser: what is drawn, shown, downloaded and shared, and what happens after errors.

One file, because the helpers that read the page are shared.
"""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from cnnlab.core.pictures import sample, square
from cnnlab.core.pictures.bundled import SAMPLES
from cnnlab.figures import heat, palette
from cnnlab.ui.widgets.numbers import signed
from tests.browser.canvas import pixels_of
from tests.browser.modules import call
from tests.browser.test_pages import choose, finished, idle, number

PROBABILITY, MAP_SIZE = "Probability", "Map size"
MARGIN, SIDE = 24, 720  # pixels of the downloaded picture, as in sheet.js


def until(page, condition) -> None:
    """Wait until the condition holds, for at most 90 seconds."""
    for _ in range(4500):
        if condition():
            return
        page.wait_for_timeout(20)
    raise AssertionError("the condition was never met")


@pytest.fixture(scope="module")
def cat_map():
    """The map that the page must show for the cat's most likely class, computed by the engine directly."""
    from cnnlab.core.requests import Explain
    from cnnlab.engine import Engine

    engine = Engine()
    pixels = square(sample("cat"), "crop", 224).pixels
    signed = engine.submit(Explain("efficientnet_lite0", pixels, "head_relu")).result().value.signed
    engine.stop()
    return signed


def test_the_second_prediction_changes_the_numbers_and_the_link(visit):
    page = finished(visit("/grad_cam"), "grad_cam")
    expect(number(page, PROBABILITY)).to_contain_text("38.")
    page.get_by_text("tiger cat").first.click()
    expect(number(page, PROBABILITY)).to_contain_text("33.")
    expect(page).to_have_url(re.compile("cam_guess=2"))


def test_the_canvas_shows_the_engines_map(visit, cat_map):
    """Read its pixels back: the opacity is 0.7 times the smoothed map, the colour is viridis."""
    page = finished(visit("/grad_cam"), "grad_cam")
    pixels = pixels_of(page.locator("canvas.layer"))
    expected = heat.smooth(np.maximum(cat_map, 0) / cat_map.max(), *pixels.shape[:2])
    assert np.abs(pixels[..., 3] / 255 - 0.7 * expected).max() < 0.01
    strong = expected > 0.5  # where the alpha is low, a canvas keeps few bits of the colour
    colours = palette.table(palette.EVEN)[(expected * 255).astype(int)]
    assert np.abs(pixels[..., :3] - colours)[strong].max() <= 6


def numbers(cells) -> list[float]:
    return [float(text.replace("−", "-")) for text in cells.all_inner_texts()]


def test_pointing_shows_the_value_of_the_cell(visit, cat_map):
    page = finished(visit("/grad_cam?cam_view=raw"), "grad_cam")
    cells = page.locator(".cell")
    assert numbers(cells) == [round(float(value), 2) for value in cat_map.ravel()]
    cells.nth(2 * 7 + 1).hover()
    expect(page.locator(".told")).to_have_text(f"row 3, column 2: {signed(cat_map[2, 1], '.3f')}")


def test_each_network_has_its_own_classes_layers_and_numbers(visit):
    """Switch away from a class and a layer that the other network does not have, and back to the same choices."""
    page = finished(visit("/grad_cam?cam_guess=other&cam_class=967&cam_layer=block3b_expand_conv"), "grad_cam")
    expect(number(page, MAP_SIZE)).to_have_text("28 × 28")
    choose(page, "Network", "Cats and dogs: from scratch")
    expect(number(page, MAP_SIZE)).to_have_text("7 × 7")
    expect(page.get_by_role("radio", name=re.compile("^(cat|dog) · "))).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/grad_cam\?cam_model=cats_dogs_scratch$"))
    page.get_by_text("More: layer, crop, colours").click()
    expect(page.get_by_role("combobox", name="Convolution layer")).to_have_value("conv5 · 7 × 7 × 256")
    page.locator("[data-testid=stSidebar]").get_by_text("한국어").click()
    expect(page.get_by_role("combobox", name="들여다볼 신경망")).to_have_value("고양이와 개: 밑바닥부터")
    page.locator("[data-testid=stSidebar]").get_by_text("English").click()
    choose(page, "Network", "EfficientNet-Lite0, trained on ImageNet")
    expect(page.get_by_role("radio", name="Another class")).to_be_checked()
    expect(page).to_have_url(re.compile("cam_class=967"))
    expect(page).to_have_url(re.compile("cam_layer=block3b_expand_conv"))
    expect(number(page, MAP_SIZE)).to_have_text("28 × 28")


def test_small_numbers_are_shown_with_a_power_of_ten(visit):
    """The largest value in the last map of the network trained from scratch is about 0.014."""
    page = finished(visit("/grad_cam?cam_model=cats_dogs_scratch&cam_view=raw"), "grad_cam")
    expect(page.locator(".bar .title")).to_have_text(re.compile("before the ReLU, × 10⁻²$"))
    shown = numbers(page.locator(".cell"))
    assert 1 <= max(map(abs, shown)) < 10
    page.locator(".cell").first.hover()
    expect(page.locator(".told")).to_have_text(re.compile(r"row 1, column 1: −?\d\.\d{3} × 10⁻²"))
    value = re.search(r"−?\d\.\d{3}", page.locator(".told").inner_text())
    assert float(value[0].replace("−", "-")) == pytest.approx(shown[0], abs=0.0051)


def downloaded(page, label):
    """The picture that a click on the button makes, and its name."""
    with page.expect_download() as caught:
        page.get_by_role("button", name=label).click()
    picture = Image.open(io.BytesIO(caught.value.path().read_bytes())).convert("RGB")
    return np.asarray(picture).astype(int), caught.value.suggested_filename


def test_the_download_matches_the_view(visit, cat_map):
    page = finished(visit("/grad_cam?cam_opacity=0.5"), "grad_cam")
    found, name = downloaded(page, "Download this view as PNG")
    assert name == "grad-cam_Egyptian-cat_head_conv_over.png"
    view = square(sample("cat"), "crop", 224).view
    over = heat.blend(view, np.maximum(cat_map, 0) / cat_map.max(), palette.EVEN, 0.5)
    plate, plain = found[MARGIN:, MARGIN:][:SIDE, :SIDE], Image.fromarray(view)
    expected = np.asarray(Image.fromarray(over).resize((SIDE, SIDE), Image.Resampling.BICUBIC))
    without = np.asarray(plain.resize((SIDE, SIDE), Image.Resampling.BICUBIC))
    apart = np.abs(plate - expected)  # the browser's picture is a JPEG file
    assert apart.mean() < 2
    assert np.quantile(apart, 0.999) < 16
    assert np.abs(plate - without).mean() > 10
    assert (found[MARGIN + SIDE + 20 :] < 128).any()  # its texts and its colour bar


STATES = """() => {
    window.states = [];
    const app = document.querySelector("[data-testid=stApp]");
    const seen = () => window.states.push(app.dataset.testScriptState);
    new MutationObserver(seen).observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
}"""


def test_after_a_change_the_download_is_of_the_new_map_and_does_not_run_the_page(visit):
    page = finished(visit("/grad_cam"), "grad_cam")
    page.get_by_text("tiger cat").first.click()
    expect(number(page, PROBABILITY)).to_contain_text("33.")
    idle(page).evaluate(STATES)
    assert downloaded(page, "Download this view as PNG")[1] == "grad-cam_tiger-cat_head_conv_over.png"
    page.wait_for_timeout(500)
    assert page.evaluate("window.states") == []


def test_the_end_of_an_earlier_call_leaves_the_download_of_the_last_one(blank):
    words = {word: word for word in ("heat", "signed", "map", "picture", "cell", "keys")}
    data = {"heat": [[1, 0.5], [0, 1]], "view": "over", "colours": [0] * 768, "opacity": 0.5, "words": words}
    sheet = {"button": "save", "title": "", "note": "", "fileName": "view.png"}
    body = """document.body.innerHTML = "<div class='heat'></div><div class='st-key-save'><button>PNG</button></div>";
    const saved = [];
    Image.prototype.decode = () => { saved.push("once"); return Promise.reject(); };
    const call = () => module.default({
      data: new TextEncoder().encode(JSON.stringify(argument)), parentElement: document.body,
    });
    const count = () => { saved.length = 0; document.querySelector("button").click(); return saved.length; };
    const ends = [call(), call()];
    const counts = [count()];
    ends[0]();
    counts.push(count());
    ends[1]();
    return [...counts, count()];"""
    given = {**data, "picture": "data:,", "id": "1", "sheet": sheet}
    assert call(blank, "widgets/heat_view.js", body, given) == [1, 1, 0]


def test_the_download_is_in_the_readers_language(visit):
    """The texts below the picture differ between the languages, and so does what another view is called."""
    texts = []
    for locale, label in (("en-US", "Download this view as PNG"), ("ko-KR", "지금 보는 그림을 PNG로 내려받기")):
        page = finished(visit("/grad_cam", locale=locale), "grad_cam")
        written = """() => {
            window.written = [];
            const { prototype } = CanvasRenderingContext2D;
            const fillText = prototype.fillText;
            prototype.fillText = function (text, ...place) {
                window.written.push(text);
                fillText.call(this, text, ...place);
            };
        }"""
        page.evaluate(written)
        downloaded(page, label)
        texts.append(" ".join(page.evaluate("window.written")))
    assert "Egyptian cat: 38." in texts[0]
    assert "Grad-CAM" in texts[0]
    assert "이집트" in texts[1]
    assert "맵의 칸 수 7\u00a0×\u00a07" in texts[1]
    assert "brighter" not in texts[1]


def test_side_by_side_shows_the_same_crop_twice_on_a_phone_too(visit):
    for width in (1440, 390):
        page = finished(visit("/grad_cam?cam_view=beside", width=width), "grad_cam")
        first, second = (plate.bounding_box() for plate in page.locator(".plate").all())
        assert first["width"] == pytest.approx(second["width"], abs=1)
        assert first["height"] == pytest.approx(first["width"], abs=1)
        assert first["y"] == pytest.approx(second["y"], abs=1)


def test_an_uploaded_picture_and_a_rejected_file(visit):
    page = finished(visit("/grad_cam", width=390, locale="ko-KR"), "grad_cam")
    page.get_by_text("내 파일").click()
    upload = page.locator("input[type=file]")
    upload.wait_for(state="attached")
    upload.set_input_files(SAMPLES / "coffee.png")
    expect(page.get_by_text("에스프레소 (espresso)").first).to_be_visible()
    upload.set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.4"})
    expect(page.get_by_text("PDF 파일은 열 수 없어요")).to_be_visible()
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_a_change_of_language_keeps_every_choice(visit):
    page = finished(visit("/grad_cam?cam_guess=2&cam_picture=coffee"), "grad_cam")
    page.locator("[data-testid=stSidebar]").get_by_text("한국어").click()
    expect(page.get_by_text("컵 (cup)").first).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^컵"))).to_be_checked()
    expect(page.get_by_role("combobox", name="예제 사진")).to_have_value("커피 한 잔")
    assert page.evaluate("document.documentElement.lang") == "ko"


def test_an_uploaded_picture_is_kept_while_an_example_is_shown(visit):
    page = finished(visit("/grad_cam?cam_source=file"), "grad_cam")
    expect(page.get_by_text("Shared links do not include your own pictures")).to_be_visible()
    upload = page.locator("input[type=file]")
    upload.wait_for(state="attached")
    upload.set_input_files(SAMPLES / "rocket.jpg")
    expect(page.get_by_text("missile").first).to_be_visible()
    page.get_by_text("The cup instead of the coffee").click()
    expect(number(page, PROBABILITY)).to_contain_text("1.7")
    page.get_by_text("My file").click()
    expect(page.get_by_text("Still here: rocket.jpg")).to_be_visible()
    expect(page.get_by_text("missile").first).to_be_visible()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("tiger cat").first).to_be_visible()


MOST_AT_ONCE = """() => {
    const count = () => {
        const found = [...document.querySelectorAll("button")].filter((item) => item.textContent.includes("The cup"));
        window.most = Math.max(window.most, found.length);
    };
    window.most = 0;
    count();
    new MutationObserver(count).observe(document.body, { childList: true, subtree: true });
}"""


def test_no_element_below_the_picture_is_ever_shown_twice(visit):
    """When the line about the missing picture disappears, the elements below it move up and leave no copy behind."""
    page = finished(visit("/grad_cam?cam_source=file"), "grad_cam")
    page.evaluate(MOST_AT_ONCE)
    page.locator("input[type=file]").set_input_files(SAMPLES / "rocket.jpg")
    expect(page.get_by_text("missile").first).to_be_visible()
    expect(page.get_by_text("Shared links do not include your own pictures")).to_have_count(0)
    assert page.evaluate("window.most") == 1


def test_reset(visit):
    page = finished(visit("/grad_cam?cam_guess=3&cam_view=raw&cam_picture=coffee"), "grad_cam")
    page.get_by_text("Reset").click()
    expect(number(page, PROBABILITY)).to_contain_text("38.")
    expect(page).to_have_url(re.compile("/grad_cam$"))


def test_a_shared_link_shows_the_same_in_another_language(visit):
    page = finished(visit("/grad_cam"), "grad_cam")
    page.get_by_text("The cup instead of the coffee").click()
    expect(page).to_have_url(re.compile("cam_picture=coffee"))
    expect(number(page, PROBABILITY)).to_contain_text("1.7")
    other = finished(visit("/" + page.url.split("/", 3)[3], locale="ko-KR"), "grad_cam")
    expect(number(other, "확률")).to_contain_text("1.7")
    expect(other.get_by_text("컵 (cup)").first).to_be_visible()


def test_a_visitor_who_leaves_while_the_engine_starts_is_removed_from_the_queue(fresh_server, visit):
    page = visit("/grad_cam", at=fresh_server)
    page.get_by_text("Starting the engine").wait_for()
    other = visit("/grad_cam?cam_picture=coffee", at=fresh_server)
    other.get_by_text("position 1 in the queue").wait_for()
    other.close()
    states = [fresh_server.ask()]
    until(page, lambda: states.append(fresh_server.ask()) or states[-1]["waiting"] == 0)
    assert states[-1]["state"] == "starting"  # so the task left the queue without running
    finished(page, "grad_cam")


def test_cancel_and_try_again(fresh_server, visit):
    page = visit("/grad_cam", at=fresh_server)
    page.get_by_text("Starting the engine").wait_for()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled. Nothing was changed")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    finished(page, "grad_cam")


def test_an_engine_killed_while_it_starts_is_reported_and_can_be_tried_again(fresh_server, visit):
    page = visit("/grad_cam?lang=ko", at=fresh_server)
    page.get_by_text("엔진을 준비하고 있어요").wait_for()
    fresh_server.ask("kill")
    expect(page.get_by_text("초 안에 시작하지 못했어요")).to_be_visible()
    page.get_by_role("button", name="다시 시도").click()
    finished(page, "grad_cam")


def test_a_killed_engine_is_replaced_and_the_page_keeps_working(fresh_server, visit):
    page = finished(visit("/grad_cam", at=fresh_server), "grad_cam")
    fresh_server.ask("kill")
    page.get_by_text('"Espresso" on the cat photo').click()
    page.get_by_text("An early layer").click()
    expect(number(page, MAP_SIZE)).to_have_text("28 × 28")
    assert fresh_server.ask()["replaced"] == 1

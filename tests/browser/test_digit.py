"""The page "A digit's journey" with real drawing: the predictions, the maps, and what a link contains.

One file, because the helpers that draw and read the page are shared.
"""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlab.core.cards import card
from cnnlab.core.digits import bundled_images, drawn
from cnnlab.figures import palette
from tests.browser.canvas import pixels_of
from tests.browser.test_grad_cam import until
from tests.browser.test_pages import finished, idle, tab, try_this

KEPT = "size => [...(window.cnnlabKept?.data.values() ?? [])].some((data) => data.length > size)"
PAPER, PREDICTION = ".pad .paper", ".pad .said"
WEIGHTS = 4 * card("mnist_convnet").parameters  # bytes
SEVEN = [(70, 60), (140, 60), (210, 60), (180, 120), (150, 180), (120, 240)]
ONE = [(140, 40), (140, 100), (140, 160), (140, 240)]


def opened(visit, path="", **how):
    page = finished(visit("/digit" + path, **how), "digit")
    expect(page.locator(PREDICTION)).to_contain_text(re.compile(r"\d"))
    return page


def on_paper(page, points):
    """Convert points on the 280 x 280 drawing area to page coordinates."""
    page.locator(PAPER).scroll_into_view_if_needed()
    box = page.locator(PAPER).bounding_box()
    return [(box["x"] + x / 280 * box["width"], box["y"] + y / 280 * box["height"]) for x, y in points]


def draw(page, points):
    """Draw a stroke with the mouse, and keep the button pressed at its end."""
    first, *rest = on_paper(page, points)
    page.mouse.move(*first)
    page.mouse.down()
    for point in rest:
        page.mouse.move(*point, steps=6)


def draw_by_touch(page, points):
    touch = page.context.new_cdp_session(page)
    first, *rest = on_paper(page, points)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": first[0], "y": first[1]}]})
    for x, y in rest:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def shares(page) -> list[str]:
    return page.locator(".pad .share").all_inner_texts()


@pytest.fixture(scope="module")
def engine_outputs():
    """Return a function that computes the outputs of all layers for a picture with the engine directly."""
    from cnnlab.core.requests import ComputeOutputs
    from cnnlab.engine import Engine

    engine = Engine()

    def outputs(picture):
        found = engine.submit(ComputeOutputs("mnist_convnet", picture[..., None])).result().value
        return {**found.by_layer, "logits": found.logits}

    yield outputs
    engine.stop()


def test_the_bars_move_while_the_visitor_draws(visit):
    page = opened(visit)
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    draw(page, SEVEN)
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    expect(page).not_to_have_url(re.compile("digit_ink"))  # the rest of the page waits until the pen is lifted
    page.mouse.up()
    expect(page).to_have_url(re.compile("digit_piece=own.*digit_ink=|digit_ink=.*digit_piece=own"))
    tab(page, "Why it is so sure")
    expect(page.get_by_text(re.compile("The network gives .* to 7"))).to_be_visible()


LISTEN = """() => window.addEventListener("cnnlab-computed", ({ detail }) => { window.received = detail; })"""
RECEIVED = """() => ({
  picture: Array.from(window.received.picture),
  outputs: Object.fromEntries([...window.received.outputs].map(([name, values]) => [name, Array.from(values)])),
})"""


def test_the_browser_computes_what_keras_does(visit, engine_outputs):
    """While the visitor draws, the pixels match core.digits, and the output of every layer matches Keras."""
    page = opened(visit)
    page.evaluate(LISTEN)
    draw(page, SEVEN)
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    page.wait_for_function("window.received && window.received.outputs")
    page.mouse.up()
    expect(page).to_have_url(re.compile("digit_ink="))
    received = page.evaluate(RECEIVED)
    picture = drawn(re.search(r"digit_ink=([\w.-]+)", page.url)[1])
    assert np.array_equal(np.array(received["picture"]).reshape(28, 28), picture)
    expected = engine_outputs(picture)
    layers = set(expected) - {"logits"}
    assert layers <= set(received["outputs"])
    assert len(layers) == 8
    for name in layers:
        found = np.array(received["outputs"][name]).reshape(expected[name].shape)
        assert np.abs(found - expected[name]).max() <= 1e-4, name


def test_nothing_is_sent_before_the_pen_is_lifted(visit):
    messages = []
    page = visit("/digit")
    page.on("websocket", lambda socket: socket.on("framesent", lambda text: messages.append(text)))
    page.reload()
    page = finished(page, "digit")
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    page.wait_for_function(KEPT, arg=WEIGHTS)
    page.wait_for_load_state("networkidle")
    assert len(messages) == 1  # Streamlit's own message when a page opens; the page sends none by itself
    messages.clear()
    draw(page, SEVEN)
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    assert messages == []
    page.mouse.up()
    expect(page).to_have_url(re.compile("digit_ink="))
    assert len(messages) == 1


def test_the_network_is_sent_once(visit):
    sizes = []
    page = visit("/digit")
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data))))
    page.reload()
    page = finished(page, "digit")
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    page.wait_for_load_state("networkidle")
    assert max(sizes) > WEIGHTS
    sizes.clear()
    page.get_by_role("button", name="the digit 4").first.click()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 4")
    page.wait_for_load_state("networkidle")
    assert 0 < max(sizes) < WEIGHTS


def test_undo_and_clear(visit):
    page = opened(visit)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    draw(page, SEVEN)
    page.mouse.up()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    draw(page, [(60, 150), (220, 150)])
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"digit_ink=[\w-]+\.[\w-]+"))
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile(r"digit_ink=[\w-]+(&|$)"))
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".pad .row").filter(has=page.locator(":scope .share", has_text="12.9%"))).to_have_count(1)
    expect(page).not_to_have_url(re.compile("digit_ink"))


def test_undo_brings_back_what_a_test_image_a_stroke_or_clear_has_replaced(visit):
    page = opened(visit)
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    three = page.locator(PAPER).evaluate(PIXELS)
    draw(page, SEVEN)  # over the test image
    page.mouse.up()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    expect(page).to_have_url(re.compile("digit_ink="))
    seven = page.locator(PAPER).evaluate(PIXELS)
    page.get_by_role("button", name="the digit 4").first.click()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 4")
    idle(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    expect(page).to_have_url(re.compile("digit_ink="))
    assert page.locator(PAPER).evaluate(PIXELS) == seven
    page.get_by_role("button", name="Clear").click()
    expect(page).not_to_have_url(re.compile("digit_ink="))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    expect(page).to_have_url(re.compile("digit_ink="))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    expect(page).not_to_have_url(re.compile("digit_(ink|piece)"))
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert page.locator(PAPER).evaluate(PIXELS) == three


def test_a_stroke_that_ends_after_a_test_image_was_chosen_stays(visit):
    page = opened(visit)
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    draw(page, SEVEN)
    paper = page.locator(PAPER)
    seven = paper.evaluate(PIXELS)
    page.get_by_role("button", name="the digit 4").first.evaluate("button => button.click()")
    expect(page).to_have_url(re.compile("digit_piece="))
    idle(page)
    page.mouse.up()
    expect(page).to_have_url(re.compile("digit_ink="))
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    idle(page)
    assert paper.evaluate(PIXELS) == seven
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("digit_ink="))
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")


def test_drawing_by_touch_does_not_scroll_the_page(visit):
    page = opened(visit, width=390, locale="ko-KR")
    expect(page.get_by_text("여기에 그려 보세요")).to_be_visible()
    main = page.locator("[data-testid=stMain]")
    before = main.evaluate("main => main.scrollTop")
    draw_by_touch(page, ONE[::-1])  # upwards, as if to scroll
    expect(page.locator(PREDICTION)).to_have_text("신경망의 답: 1")
    expect(page).to_have_url(re.compile("digit_ink="))
    assert main.evaluate("main => main.scrollTop") == pytest.approx(before, abs=1)


def test_touch_targets_are_large_enough_on_a_phone(visit):
    page = opened(visit, width=390, locale="ko-KR")
    targets = page.locator(".pad button, .strip button").all()
    assert len(targets) == 22
    for target in targets:
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    small = page.locator("[data-testid=stMain]").evaluate(
        """main => [...main.querySelectorAll("[data-testid=stBidiComponentIsolated]")].flatMap(host =>
        [...host.shadowRoot.querySelectorAll("*")]).filter(part =>
        [...part.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
        && part.tagName !== "STYLE"
        && parseFloat(getComputedStyle(part).fontSize) < (part.closest(".stepper") ? 12 : 14)
        ).map(part => part.outerHTML)"""
    )
    assert small == []


def test_a_link_contains_the_drawing_and_the_opened_cell(visit, engine_outputs):
    page = opened(visit)
    draw(page, SEVEN)
    page.mouse.up()
    expect(page).to_have_url(re.compile("digit_ink="))
    page.locator("canvas[data-layer=conv2]").click(position={"x": 40, "y": 10})
    expect(page).to_have_url(re.compile(r"digit_cell=conv2\.1\.\d+\.\d+"))
    ink = re.search(r"digit_ink=([\w.-]+)", page.url)[1]
    other = opened(visit, "?" + page.url.split("?")[1], locale="ko-KR")
    expect(other.locator(PREDICTION)).to_have_text("신경망의 답: 7")
    assert shares(other) == shares(page)
    expect(other.get_by_label("맵", exact=True)).to_have_value("2")
    assert int(engine_outputs(drawn(ink))["predictions"].argmax()) == 7


LAYERS = ["conv1", "pool1", "conv2", "pool2", "conv3"]


@pytest.mark.sweep  # the grid's arithmetic has its own tests
@pytest.mark.parametrize("layer", LAYERS)
def test_the_stepper_shows_the_values_of_keras(visit, engine_outputs, layer):
    """Compare a whole map, which the browser computes from the values and weights sent to it."""
    page = opened(visit)
    canvas = page.locator(f"canvas[data-layer={layer}]")
    canvas.scroll_into_view_if_needed()
    canvas.click(position={"x": 60, "y": 12})
    expect(page).to_have_url(re.compile(f"digit_cell={layer}"))
    name, number, row, column = re.search(r"digit_cell=([\w.]+)", page.url)[1].rsplit(".", 3)
    position = f"map {int(number) + 1}, row {int(row) + 1}, column {int(column) + 1}"
    expect(page.locator(".network .told")).to_contain_text(f"{layer}, {position}")
    assert int(number) > 0
    expected = engine_outputs(bundled_images()["mnist-3"].picture)[name][..., int(number)]
    answer = page.locator(".stepper .answer")
    expect(answer).to_contain_text(f"row {int(row) + 1}, column {int(column) + 1}")  # the stepper has been replaced
    cells = page.locator(".stepper .maps .cell")
    expect(cells).to_have_count(expected.size)
    shown = [float(value) for value in cells.evaluate_all("all => all.map(cell => cell.dataset.value)")]
    assert np.abs(np.array(shown).reshape(expected.shape) - expected).max() <= 1e-4
    assert float(answer.get_attribute("data-value")) == pytest.approx(expected[int(row), int(column)], abs=1e-4)
    expect(page.get_by_text(f"Keras: {expected[int(row), int(column)]:.4f}")).to_be_visible()


def test_every_map_is_drawn_in_the_colours_of_its_values(visit, engine_outputs):
    """Read the first and the last map of conv1 back from the canvas, at the centre of each cell."""
    page = opened(visit)
    expected = engine_outputs(bundled_images()["mnist-3"].picture)["conv1"]
    canvas = page.locator("canvas[data-layer=conv1]")
    form = page.locator(".network").first.evaluate("network => network.state.forms[1]")
    image = pixels_of(canvas)[..., :3]
    colours = palette.table(palette.EVEN)[(expected / expected.max() * 255).round().astype(int)].astype(int)
    at = ((np.arange(26) + 0.5) * form["side"] / 26).astype(int)
    for index in (0, 31):
        top, left = index // form["across"] * form["pitch"][1], index % form["across"] * form["pitch"][0]
        found = image[top + at][:, left + at]
        assert np.mean(np.abs(found - colours[..., index, :]).max(-1) <= 3) > 0.95


def test_pointing_enlarges_a_map_and_outlines_the_receptive_field(visit):
    page = opened(visit)
    page.locator("canvas[data-layer=conv3]").hover(position={"x": 9, "y": 9})
    description = page.locator(".network .told")
    expect(description).to_contain_text("conv3, map 1, row 2, column 2")
    expect(description).to_contain_text("receptive field 18 × 18")
    frame, picture = (page.locator(f".network figure .{name}").first.bounding_box() for name in ("frame", "large"))
    assert frame["width"] / picture["width"] == pytest.approx(18 / 28, abs=0.02)
    assert (frame["x"] - picture["x"]) / picture["width"] == pytest.approx(4 / 28, abs=0.02)


def test_a_sneaker_is_not_a_digit(visit):
    page = opened(visit, width=390)
    page.get_by_role("radiogroup", name="Or choose a test image").get_by_text("Clothes").click()
    page.get_by_role("button", name="sneaker").last.click()
    expect(page.get_by_text("This is: sneaker. It is in none of the ten classes")).to_be_visible()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 2")
    expect(page).to_have_url(re.compile("digit_piece=fashion-7b"))
    draw_by_touch(page, ONE)
    expect(page.get_by_text("in none of the ten classes")).to_have_count(0)


def test_a_test_image_replaces_a_drawing_every_time(visit):
    page = opened(visit)
    for _ in range(2):
        draw(page, SEVEN)
        page.mouse.up()
        expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
        page.get_by_role("button", name="the digit 4").first.click()
        expect(page.locator(PREDICTION)).to_have_text("Prediction: 4")
        expect(page).not_to_have_url(re.compile("digit_ink"))


def test_the_epoch_slider_changes_the_kernels_and_the_maps_below(visit):
    page = opened(visit, "?digit_tab=learned")
    sheet = page.locator("[data-testid=stBidiComponentIsolated] .network[role=img] canvas").last
    sheet.scroll_into_view_if_needed()
    read = "c => Array.from(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).reduce((a, b) => a + b, 0)"
    seen = [sheet.evaluate(read)]
    page.locator("[data-testid=stSlider] input[type=range]").press("Home")
    expect(page.get_by_text("0 (random)")).to_be_visible()
    until(page, lambda: sheet.evaluate(read) not in seen)
    expect(page).to_have_url(re.compile("digit_epoch=0"))


def test_the_drawing_survives_a_change_of_language_and_page(visit):
    page = opened(visit)
    draw(page, SEVEN)
    page.mouse.up()
    expect(page).to_have_url(re.compile("digit_ink="))
    page.locator("[data-testid=stSidebar]").get_by_text("한국어").click()
    expect(page.locator(PREDICTION)).to_have_text("신경망의 답: 7")
    page.locator("[data-testid=stSidebarNavLink]").filter(has_text="Grad-CAM").click()
    finished(page, "grad_cam")
    page.locator("[data-testid=stSidebarNavLink]").filter(has_text="숫자가 지나는 길").click()
    expect(page.locator(PREDICTION)).to_have_text("신경망의 답: 7")
    page.get_by_role("button", name="처음 상태로").click()
    expect(page.locator(PREDICTION)).to_have_text("신경망의 답: 3")


def test_reset_removes_a_drawing_for_good(visit):
    """The ink that the drawing area sent to the server must not come back with the next click."""
    page = opened(visit)
    draw(page, SEVEN)
    page.mouse.up()
    expect(page).to_have_url(re.compile("digit_ink="))
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    expect(page).not_to_have_url(re.compile("digit_ink="))
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.locator("[data-testid=stSidebar]").get_by_text("한국어").click()
    expect(page.locator(PREDICTION)).to_have_text("신경망의 답: 3")
    expect(page).not_to_have_url(re.compile("digit_ink="))


PIXELS = """c => { const data = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
  let sum = 0; for (let at = 0; at < data.length; at += 4) sum += data[at] * (1 + (at / 4) % 997); return sum; }"""


def test_reset_brings_the_first_picture_back_to_the_drawing_area(visit):
    """After one choice and one reset, the drawing area must not mistake its state for an unchanged one."""
    page = opened(visit)
    paper = page.locator(PAPER)
    before = paper.evaluate(PIXELS)
    page.get_by_role("button", name="the digit 4").first.click()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 4")
    until(page, lambda: paper.evaluate(PIXELS) != before)
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    until(page, lambda: paper.evaluate(PIXELS) == before)


def test_a_contrast_replaces_the_drawing(visit):
    page = opened(visit)
    draw(page, SEVEN)
    page.mouse.up()
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    try_this(page, "An empty drawing")
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 1")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    try_this(page, "The same three, fitted and centred")
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()


def test_back_opens_the_previous_value_again(visit):
    page = opened(visit)
    page.locator("canvas[data-layer=conv2]").click(position={"x": 40, "y": 10})
    expect(page).to_have_url(re.compile(r"digit_cell=conv2"))
    expect(page.get_by_label("Layer", exact=True)).to_have_value("conv2")
    page.go_back()
    expect(page.get_by_label("Layer", exact=True)).to_have_value("conv1")
    expect(page.get_by_label("Row", exact=True)).to_have_value("20")


def test_a_button_scrolls_to_the_calculation_of_the_opened_value(visit):
    page = opened(visit, width=390)
    page.get_by_role("button", name="Show the calculation").click()
    expect(page.get_by_role("heading", name="How this value is computed")).to_be_in_viewport()


def test_the_window_shows_the_numbers_if_the_input_is_too_large_for_them(visit, engine_outputs):
    page = opened(visit, "?digit_cell=conv2.16.6.4")
    inside = engine_outputs(bundled_images()["mnist-3"].picture)["pool1"][6:9, 4:7, 0]
    shown = page.locator(".stepper figure.window .cell")
    expect(shown).to_have_count(9)
    texts = [text.replace("\u2212", "-") for text in shown.all_inner_texts()]
    assert np.abs(np.array(texts, float).reshape(3, 3) - inside).max() <= 5e-4
    expect(page.locator(".stepper .input figcaption")).to_contain_text("pool1, map 1 of 32")

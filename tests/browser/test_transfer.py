"""Transfer learning in a real browser: a head trained live, what it learned, one screen at every size."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_first_screen import SIZES, opened, outside, settled

FIRST = ["tl_pictures", "tl_dropout", "tl_units"]  # on a phone the learning rate may stand below the screen
CHART = ".st-key-tl_charts > :last-child .js-plotly-plot"
NUMBERS = ".st-key-answer .numbers dd"


@pytest.mark.parametrize(
    ("size", "locale"), [*((size, "en-US") for size in (*SIZES, "phone")), ("phone", "ko-KR"), ("laptop", "ko-KR")]
)
def test_figure_answer_and_controls_are_on_one_screen(visit, size, locale):
    page = opened(visit, "transfer", size, locale=locale)
    expect(page.locator(f"{CHART} .scatterlayer .trace")).to_have_count(8)  # three curves and a dot, twice
    settled(page)
    beside = ".st-key-controls_button" if size == "presenting" else ".st-key-controls"
    controls = [f".st-key-{key}" for key in FIRST] if size == "phone" else [beside]
    assert outside(page, [CHART, ".st-key-answer", *controls]) == {}


def test_the_live_head_reaches_98_percent_and_its_settings_are_in_the_link(visit):
    page = opened(visit, "transfer", "desktop", "tl_epochs=3")
    slider = page.locator(".st-key-tl_pictures :is([role=slider], input)").first
    for _step in range(4):
        slider.press("ArrowRight")
    expect(page).to_have_url(re.compile("tl_pictures=2000"))
    expect(page.locator(".st-key-answer")).to_contain_text("Epochs: 3")
    expect(page.locator(".st-key-answer")).to_contain_text(re.compile(r"0\.9[89]\d"))
    accuracy = float(page.locator(NUMBERS).first.inner_text())
    assert accuracy >= 0.98


def test_a_cell_of_the_matrix_lists_its_pictures_and_a_second_click_none(visit):
    page = opened(visit, "transfer", "desktop", "tl_tab=learned&tl_epochs=2")
    cell = page.locator(".learned td.wrong button").first
    expect(cell).to_be_visible()
    count = int(cell.inner_text())
    cell.click()
    expect(cell).to_have_attribute("aria-pressed", "true")
    listed = page.locator(".learned .listed")
    expect(listed).to_contain_text("the most certain first")
    assert len(re.findall(r"\d+", listed.inner_text())) == min(count, 24) + (count > 24)
    cell.click()
    expect(listed).to_contain_text("Click a cell")


def test_the_boundary_moves_with_the_epochs(visit):
    page = opened(visit, "transfer", "desktop", "tl_tab=learned&tl_epochs=8&tl_learning_rate=0.0001&tl_pictures=20")
    slider = page.locator(".learned input[type=range]")
    expect(slider).to_have_value("8")
    canvas = page.locator(".learned canvas")
    last = canvas.evaluate("(canvas) => canvas.toDataURL()")
    slider.fill("1")
    expect(page.locator(".learned .epochs span")).to_contain_text("epoch 1 of 8")
    assert canvas.evaluate("(canvas) => canvas.toDataURL()") != last


def test_a_run_that_is_stopped_keeps_its_epochs_and_goes_on(visit):
    page = visit("/transfer?tl_pictures=2000&tl_epochs=50&tl_batch_size=16")
    page.locator(".st-key-tl_stop button").click()
    go_on = page.get_by_role("button", name="Go on training")
    expect(go_on).to_be_visible()
    settled(page)
    before = page.locator(".st-key-answer").inner_text()
    epochs = int(re.search(r"Epochs: (\d+)", before)[1])
    assert 1 <= epochs < 50
    go_on.click()
    expect(page.locator(".st-key-answer")).not_to_contain_text(f"Epochs: {epochs} ")


def test_a_control_interrupts_the_training(visit):
    page = visit("/transfer?tl_pictures=2000&tl_epochs=50&tl_batch_size=16")
    expect(page.locator(".st-key-answer")).to_contain_text("Epochs:")
    page.locator(".st-key-tl_pictures :is([role=slider], input)").first.press("Home")
    expect(page.locator(".st-key-answer")).to_contain_text("Epochs: 50")
    expect(page).to_have_url(re.compile("tl_pictures=10(&|$)"))


def test_what_was_learned_fits_a_phone(visit):
    page = opened(visit, "transfer", "phone", "tl_tab=learned&tl_epochs=2", locale="ko-KR")
    expect(page.locator(".learned td button").first).to_be_visible()
    for part in (".learned canvas", ".learned input[type=range]", ".learned .matrix"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= 390, part
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_try_this_brings_the_figure_into_sight_on_a_phone(visit):
    page = opened(visit, "transfer", "phone", "tl_epochs=2")
    button = page.get_by_role("radio", name="No hidden layer").or_(page.get_by_role("button", name="No hidden layer"))
    button.first.scroll_into_view_if_needed()
    page.locator("[data-testid=stTabs]").scroll_into_view_if_needed()
    figure = page.locator(CHART)
    expect(figure).not_to_be_in_viewport()
    button.first.click()
    expect(page.locator(".st-key-answer")).to_contain_text("Epochs: 20")
    settled(page)
    expect(figure).to_be_in_viewport(ratio=0.9)


def test_another_tab_does_not_move_the_page(visit):
    page = opened(visit, "transfer", "laptop", "tl_epochs=2&tl_tab=notes")
    tabs = page.locator("[data-testid=stTabs] [role=tablist]")
    page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollTo(0, 340)")
    before = tabs.bounding_box()["y"]
    page.get_by_role("tab", name="Predict").click()
    expect(page.get_by_role("spinbutton", name="Your answer")).to_be_visible()
    settled(page)
    assert abs(tabs.bounding_box()["y"] - before) < 2


def test_a_photograph_of_the_small_matrix_is_found_in_the_plot_and_a_second_click_lets_it_go(visit):
    page = opened(visit, "transfer", "desktop", "tl_tab=learned&tl_epochs=2")
    thumbnails = page.locator(".learned .photographs .thumbnail")
    expect(thumbnails).to_have_count(14)
    canvas, told = page.locator(".learned canvas"), page.locator(".learned .told")
    settled(page)
    before = canvas.evaluate("(canvas) => canvas.toDataURL()")
    kitten = page.get_by_role("button", name=re.compile("A kitten with a ball of wool, a cat"))
    kitten.click()
    expect(kitten).to_have_attribute("aria-pressed", "true")
    expect(told).to_contain_text("A kitten with a ball of wool, a cat; probability of dog:")
    expect(told).to_contain_text("Loliloli, public domain")
    expect(canvas).to_be_in_viewport(ratio=0.99)
    assert canvas.evaluate("(canvas) => canvas.toDataURL()") != before
    kitten.click()
    expect(told).to_have_text("\u00a0")
    assert canvas.evaluate("(canvas) => canvas.toDataURL()") == before


COUNT_IN_EVERY_FRAME = """() => {
  window.counts = new Set();
  const count = () => {
    const isSeen = (chart) => chart.querySelector(".trace") && getComputedStyle(chart).visibility === "visible";
    counts.add([...document.querySelectorAll(".st-key-figure .js-plotly-plot")].filter(isSeen).length);
    requestAnimationFrame(count);
  };
  count();
}"""


def test_there_is_one_chart_in_every_frame_while_the_head_is_trained(visit):
    page = visit("/transfer?tl_pictures=1000&tl_epochs=8")
    expect(page.locator(f"{CHART} .trace").first).to_be_visible()
    page.evaluate(COUNT_IN_EVERY_FRAME)
    expect(page.locator(".st-key-answer")).to_contain_text("Epochs: 8")
    settled(page)
    assert page.evaluate("[...counts]") == [1]
    page.get_by_role("tab", name="Notes").click()
    settled(page)
    assert page.evaluate("[...counts]") == [1]

"""The Convolution page in a real browser; its arithmetic is tested in test_arithmetic.py.

One file, because all tests open the page in the same way.
"""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlab.core.stepping.cell import step, weight_shapes, window
from cnnlab.core.stepping.edits import edited
from cnnlab.core.stepping.inputs import small_input, small_weights
from tests.browser.grid import answer, assert_same_terms, go_to, terms
from tests.browser.test_pages import choose, finished, idle, number, tab, try_this

DEFAULTS = {"strides": 1, "padding": "valid", "kernel_size": (3, 3)}
MESSAGE_IS_BELOW_THE_FIGURE = """() => {
    const box = (selector) => document.querySelector(selector)?.getBoundingClientRect()
    return box("[data-testid=stToast]")?.top >= box(".st-key-figure").bottom
}"""


def opened(visit, link="", **how):
    return finished(visit(f"/convolution?{link}", **how), "convolution")


def test_an_edited_number_changes_the_sums_the_link_and_the_code(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").click()
    page.locator(".stepper .input .cell").nth(8).click()
    page.keyboard.type("-2.5")
    page.keyboard.press("Enter")
    page.locator(".stepper .kernel .cell").nth(4).click()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"conv_edits=i\.0\.1\.1_-2\.5(~|%7E)k\.0\.0\.1\.1_3"))
    layer = {"class_name": "Conv2D", "config": DEFAULTS | {"filters": 1}}
    inputs = small_input("shape", (7, 7, 1))
    weights = small_weights(layer, weight_shapes(layer, inputs.shape), "sobel_x")
    inputs, weights = edited(layer, inputs, weights, {"i.0.1.1": -2.5, "k.0.0.1.1": 3.0})
    for at in (0, 1, 24):
        go_to(page, at)
        expected = step(layer, inputs, weights, (at // 5, at % 5, 0))
        assert_same_terms(terms(page), list(expected.terms))
        np.testing.assert_allclose(answer(page)["value"], expected.value, atol=1e-6)
    tab(page, "Code")
    expect(page.locator("[data-testid=stCode]")).to_contain_text("-2.5")
    page.get_by_role("button", name="Put the numbers back (2 changed)").click()
    expect(page.locator(".stepper .input .cell").nth(8)).to_have_text("1")
    expect(page).not_to_have_url(re.compile("conv_edits"))  # written at the end of the run


@pytest.mark.parametrize("touches", [False, True])
def test_while_a_number_is_written_a_click_on_another_cell_begins_that_one(visit, touches):
    page = opened(visit, **({"width": 390, "height": 664} if touches else {}))
    page.get_by_role("button", name="Edit numbers").first.click()
    cells = [
        page.locator(f".stepper .{name} .cell").nth(at) for name, at in (("input", 8), ("input", 9), ("kernel", 4))
    ]
    for cell, text in zip(cells, ("-2.5", "6", "3"), strict=True):
        cell.tap() if touches else cell.click()
        expect(cell.locator("input")).to_be_focused()
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"conv_edits=i\.0\.1\.1_-2\.5(~|%7E)i\.0\.1\.2_6(~|%7E)k\.0\.0\.1\.1_3"))
    go_to(page, 0)
    assert [(term["value"], term["weight"]) for term in terms(page)][4:6] == [(-2.5, 3), (6, 2)]


def test_what_was_played_while_a_number_was_written_is_shown_after_it(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").click()
    page.get_by_role("button", name="Play", exact=False).click()
    page.locator(".stepper .input .cell").nth(8).click()
    slider = page.locator(".stepper input[type=range]").first
    at = slider.input_value()
    page.locator(".stepper").evaluate(
        """async ({ state }) => {
          const before = String(state.at);
          while (String(state.at) === before) await new Promise((resolve) => setTimeout(resolve, 50));
          clearInterval(state.timer);
        }"""
    )
    expect(slider).to_have_value(at)
    page.keyboard.press("Escape")
    expect(slider).not_to_have_value(at)


def test_a_click_on_the_cell_that_is_written_leaves_it(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").click()
    cell = page.locator(".stepper .input .cell").nth(8)
    cell.click()
    page.keyboard.type("-")
    cell.click()
    page.keyboard.type("2")
    expect(cell.locator("input")).to_have_value("-2")


def test_numbers_are_written_by_keyboard_alone(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").press("Enter")
    page.locator(".stepper").focus()
    page.keyboard.press("Enter")
    for key in ("4", "Tab", "5", "Tab", "Shift+Tab", "Shift+Tab", "6", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"conv_edits=i\.0\.0\.0_6(~|%7E)i\.0\.0\.1_5"))
    expect(page.locator(".stepper .input .cell").first).to_have_text("6")


def test_a_tapped_weight_tells_its_product_where_its_cell_has_no_room_for_a_number(visit):
    page = opened(visit, "conv_kernel_size=7&conv_height=9&conv_width=9", width=390, height=664)
    weight = page.locator(".stepper .kernel .cell").nth(24)
    expect(weight).to_have_text("")
    weight.tap()
    [term] = [term for term in terms(page) if (term["y"], term["x"]) == (3, 3)]
    numbers = [f"{term[name]:g}".replace("-", "\u2212") for name in ("value", "weight", "product")]
    expect(page.locator(".stepper .told")).to_have_text("{} × {} = {}".format(*numbers))


def test_an_answer_that_comes_while_a_number_is_written_leaves_it(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").click()
    page.locator(".stepper .input .cell").nth(8).click()
    page.keyboard.type("-2.5")
    page.locator(".stepper .input .cell").nth(9).click()
    page.keyboard.type("6")
    expect(page).to_have_url(re.compile(r"conv_edits=i\.0\.1\.1_-2\.5"))
    idle(page)
    expect(page.locator(".stepper .input .cell").nth(9).locator("input")).to_have_value("6")


def test_the_numbers_of_the_second_stage_can_be_edited(visit):
    layer = {
        "class_name": "SeparableConv2D",
        "config": DEFAULTS | {"filters": 2, "padding": "same", "depth_multiplier": 1},
    }
    inputs = small_input("shape", (7, 7, 3))
    weights = small_weights(layer, weight_shapes(layer, inputs.shape), "sobel_x")
    page = opened(visit, "conv_layer=SeparableConv2D&conv_channels=3&conv_filters=2&conv_padding=same")
    page.get_by_role("button", name="Edit numbers").click()
    page.locator(".stepper .pointwise .cell").nth(2).click()
    page.keyboard.type("-4")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"conv_edits=p\.0\.2_-4"))
    inputs, weights = edited(layer, inputs, weights, {"p.0.2": -4.0})
    found = step(layer, inputs, weights, (0, 0, 0))
    np.testing.assert_allclose(answer(page)["total"], found.total, atol=1e-6)
    page.get_by_role("button", name="Edit numbers").click()
    page.locator(".stepper .pointwise .cell").nth(1).click()
    expect(page.locator(".stepper .input figcaption")).to_contain_text("channel 2 of 3")


def test_pointing_at_an_output_cell_of_a_transposed_convolution_shows_its_inputs(visit):
    page = opened(visit, "conv_layer=Conv2DTranspose&conv_height=4&conv_width=4&conv_strides=2")
    layer = {"class_name": "Conv2DTranspose", "config": DEFAULTS | {"filters": 1, "strides": 2}}
    page.locator(".stepper .maps .cell").nth(4 * 9 + 4).hover()
    adding = window(layer, (4, 4, 1), (4, 4, 0)).inside
    expect(page.locator(".stepper .told")).to_contain_text(f"{len(adding)} input cells add to it")
    marked = page.locator(".stepper .input .depends").evaluate_all(
        "all => all.map(e => [Number(e.dataset.y), Number(e.dataset.x)])"
    )
    assert sorted(map(tuple, marked)) == sorted(cell[:2] for cell in adding)
    expect(number(page, "Receptive field")).to_have_text("2 × 2")
    page.locator(".stepper .told").hover()
    expect(page.locator(".stepper .input .depends")).to_have_count(0)


def test_text_that_is_not_a_number_is_rejected_and_the_old_number_stays(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").click()
    page.locator(".stepper .input .cell").nth(8).click()
    page.keyboard.type("seven")
    page.keyboard.press("Enter")
    expect(page.locator(".stepper .note")).to_contain_text("Type a number from −999 to 999")
    expect(page.locator(".stepper .input .cell").nth(8)).to_have_text("1")


def test_keys_move_the_step_without_contacting_the_server(visit):
    page = opened(visit)
    page.wait_for_timeout(500)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("websocket", lambda socket: requests.append(socket.url))
    loaded = page.evaluate("() => performance.getEntriesByType('resource').length")
    page.locator(".stepper").focus()
    for key, position in (
        ("ArrowRight", "0,1"),
        ("ArrowDown", "1,1"),
        ("ArrowLeft", "1,0"),
        ("End", "4,4"),
        ("Home", "0,0"),
    ):
        page.keyboard.press(key)
        shown = answer(page)
        assert f"{shown['row']:.0f},{shown['column']:.0f}" == position
    assert requests == []
    assert page.evaluate("() => performance.getEntriesByType('resource').length") == loaded


def test_pointing_at_an_output_cell_shows_its_step_until_the_pointer_leaves(visit):
    page = opened(visit)
    page.locator(".stepper .maps .cell").nth(12).hover()
    assert (answer(page)["row"], answer(page)["column"]) == (2, 2)
    page.locator(".stepper .told").hover()
    assert (answer(page)["row"], answer(page)["column"]) == (0, 0)
    page.locator(".stepper .maps .cell").nth(12).click()
    page.locator(".stepper .told").hover()
    assert (answer(page)["row"], answer(page)["column"]) == (2, 2)


def test_pointing_at_an_input_cell_shows_every_output_that_depends_on_it(visit):
    page = opened(visit)
    page.locator(".stepper .input .cell").nth(3 * 7 + 3).hover()
    expect(page.locator(".stepper .told")).to_contain_text("9 output cells use it")
    expect(page.locator(".stepper .maps .depends")).to_have_count(9)
    page.locator(".stepper .told").hover()
    expect(page.locator(".stepper .maps .depends")).to_have_count(0)


def test_next_and_previous_step(visit):
    page = opened(visit)
    page.get_by_role("button", name="Next step").click()
    page.get_by_role("button", name="Next step").click()
    expect(page.locator(".stepper .place")).to_contain_text("3 / 25")
    page.get_by_role("button", name="Previous step").click()
    expect(page.locator(".stepper .place")).to_contain_text("2 / 25")


def test_pointing_at_a_term_highlights_it_everywhere(visit):
    page = opened(visit)
    page.locator(".stepper .kernel .cell").nth(5).hover()
    expect(page.locator(".stepper .lit")).to_have_count(4)  # input, kernel, products, sum
    expect(page.locator(".stepper .sum .lit")).to_have_text("1×2")


def test_playback_stops_at_the_end_and_when_paused(visit):
    page = opened(visit, "conv_height=4&conv_width=4")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".stepper .place")).to_contain_text("4 / 4")
    page.get_by_role("button", name="Play").click()  # playback stopped by itself, so it starts again
    expect(page.locator(".stepper .place")).to_contain_text("2 / 4")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_padding_is_where_keras_puts_it(visit):
    page = opened(visit, "conv_padding=same&conv_strides=2&conv_height=8&conv_width=8")
    expect(page.locator(".stepper .input .padding")).to_have_count(17)  # one row below, one column on the right
    expect(page.locator(".stepper .input .one-side")).to_have_count(17)
    expect(page.locator(".stepper .input .padding").first).to_have_text("0")
    expect(page.get_by_text("Padding: 0 above, 1 below, 0 on the left, 1 on the right.")).to_be_visible()


def test_a_column_that_no_window_covers_is_crossed_out(visit):
    page = opened(visit)
    try_this(page, "The last row and column are never covered")
    expect(page.locator(".stepper .input .unseen")).to_have_count(15)
    expect(page.get_by_text("No window covers column 8.")).to_be_visible()


def test_a_link_restores_the_settings_and_the_step(visit):
    page = opened(visit, "conv_padding=same&conv_filters=2")
    page.locator(".stepper .maps .cell").nth(20).click()
    expect(page).to_have_url(re.compile("conv_at=2.6.0"))
    again = opened(visit, page.url.partition("?")[2])
    shown = answer(again)
    assert (shown["row"], shown["column"]) == (2, 6)
    try_this(again, "Stride 2")
    expect(again).to_have_url(re.compile("conv_strides=2"))


def test_a_link_restores_the_chosen_channel(visit):
    page = opened(visit, "conv_channels=3")
    page.get_by_role("button", name="Channel 3").click()
    expect(page).to_have_url(re.compile(r"conv_at=0\.0\.0\.p2"))
    again = opened(visit, page.url.partition("?")[2])
    expect(again.locator(".stepper .input figcaption")).to_contain_text("channel 3 of 3")


def test_settings_that_keras_rejects_are_explained_and_the_controls_stay(visit):
    page = visit("/convolution?conv_strides=2&conv_dilation=2")
    warning = page.locator("[data-testid=stAlert]").first
    expect(warning).to_contain_text("does not allow both above 1")
    expect(page.locator(".stepper")).to_have_count(0)
    try_this(page, "Stride 2")
    expect(page.locator(".stepper")).to_be_visible()


def test_a_large_layer_keeps_its_numbers_and_is_drawn_smaller(visit):
    page = opened(
        visit, "conv_height=224&conv_width=224&conv_channels=64&conv_filters=128&conv_padding=same&conv_strides=2"
    )
    expect(number(page, "Output")).to_have_text("112 × 112 × 128")
    expect(page.get_by_text("Drawn smaller: 16 × 16 × 4")).to_be_visible()


def test_a_separable_layer_is_compared_with_an_ordinary_one(visit):
    page = opened(visit)
    try_this(page, "Separable, 64 to 64 channels")
    expect(page.get_by_text(re.compile("4,672.*36,864"))).to_be_visible()


def test_a_wrong_answer_gets_a_hint_and_a_right_one_is_confirmed(visit):
    page = opened(visit, "conv_height=8&conv_width=8")
    field = page.get_by_label("Your answer")
    field.fill("4")
    field.press("Enter")
    expect(page.get_by_text("Round 3.50 down")).to_be_visible()
    field.fill("3")
    field.press("Enter")
    expect(page.get_by_text("Right: 3.")).to_be_visible()
    page.get_by_role("button", name="Show it in the figure").click()
    expect(number(page, "Output")).to_have_text("3 × 3 × 1")
    page.wait_for_function(MESSAGE_IS_BELOW_THE_FIGURE)


def test_the_cell_stays_when_a_setting_changes_after_another_one(visit):
    """Streamlit sends the query of the last run that wrote one, not the address that the browser has changed since."""
    page = opened(visit, "present=0&lang=en")
    cells, count = page.locator(".stepper .chosen-map .cell"), page.locator(".stepper .count")
    cells.nth(14).click()
    page.get_by_role("radio", name="2", exact=True).first.click()
    expect(count).to_have_text("9 / 9")
    idle(page)
    cells.first.click()
    expect(page).to_have_url(re.compile(r"conv_at=0\.0\.0"))
    page.get_by_role("radio", name="same", exact=True).click()
    expect(count).to_have_text("1 / 16")
    idle(page)
    cells.nth(5).click()
    try_this(page, "More padding on one side")
    expect(count).to_have_text("16 / 16")
    idle(page)
    page.get_by_role("button", name="Reset").click()
    expect(count).to_have_text("1 / 25")
    idle(page)
    cells.nth(6).click()
    page.get_by_role("radio", name="same", exact=True).click()
    expect(count).to_have_text("9 / 49")
    expect(page).to_have_url(re.compile(r"conv_at=1\.1\.0"))


def test_the_question_about_the_rows_under_a_window(visit):
    page = opened(visit, "conv_strides=2&conv_height=9")
    page.get_by_text("Rows under a window", exact=True).click()
    page.get_by_text("2, 3, 4", exact=True).click()
    expect(page.get_by_text("Each window starts 2 rows after the one before, not one row.")).to_be_visible()
    page.get_by_text("3, 4, 5", exact=True).click()
    expect(page.get_by_text("Right: 3, 4, 5.")).to_be_visible()


def test_touch_on_a_korean_phone(visit):
    page = opened(visit, "conv_padding=same", width=390, locale="ko-KR", theme="dark")
    zero = page.locator(".stepper .input .cell:not(.padding)").get_by_text("0", exact=True).first
    expect(zero).to_have_css("background-color", "rgb(27, 34, 44)")
    page.locator(".stepper .maps .cell").nth(10).tap()
    expect(page.locator(".stepper .answer")).to_have_text(re.compile("^출력 2행 4열 = "))
    page.locator(".stepper .input .cell").nth(40).tap()
    expect(page.locator(".stepper .told")).to_contain_text("이 칸을 쓰는 출력")
    small = page.locator(".stepper *").evaluate_all(
        "all => all.filter(e => e.childElementCount === 0 && e.textContent.trim() "
        "&& parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.textContent)"
    )
    assert small == []


def test_reduced_motion_turns_off_the_sliding_of_the_window(chromium, server):
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(server.address + "/convolution?lang=en")
    frame = page.locator(".stepper .frame").first
    frame.wait_for()
    assert frame.evaluate("e => getComputedStyle(e).transitionDuration") in ("0s", "1e-05s", "0.00001s")
    context.close()


def test_reset_removes_edited_numbers_for_good(visit):
    page = opened(visit)
    page.get_by_role("button", name="Edit numbers").click()
    page.locator(".stepper .input .cell").nth(8).click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("conv_edits="))
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".stepper .input .cell").nth(8)).to_have_text("1")
    page.get_by_role("radio", name="same", exact=True).click()
    expect(page).to_have_url(re.compile("conv_padding=same"))
    expect(page).not_to_have_url(re.compile("conv_edits"))
    expect(page.locator(".stepper .input .cell[data-y='1'][data-x='1']")).to_have_text("1")


def test_the_texts_depend_on_the_kind_of_layer(visit):
    page = opened(visit, "conv_tab=notes")
    expect(page.get_by_text("Why we round down.")).to_be_visible()
    try_this(page, "Transposed: the map grows")
    expect(page.get_by_text("One number, a whole kernel.")).to_be_visible()
    expect(page.get_by_text("Why we round down.")).to_have_count(0)
    try_this(page, "Stride 2")
    expect(page.get_by_text("Why we round down.")).to_be_visible()


def test_the_controls_of_a_box_are_drawn_while_it_is_open_and_keep_their_values(visit):
    page = opened(visit)
    box, filters = page.locator(".st-key-conv_box_more summary"), page.locator(".st-key-conv_filters input")
    expect(filters).to_have_count(0)
    box.focus()
    page.keyboard.press("Enter")
    filters.fill("3")
    filters.press("Enter")
    expect(number(page, "Output")).to_have_text("5 × 5 × 3")
    expect(page).to_have_url(re.compile("conv_filters=3"))  # written at the end of the run; a click before joins it
    dilation = page.locator(".st-key-conv_dilation").get_by_role("radio", name="2", exact=True)
    idle(page)
    dilation.click()
    expect(dilation).to_be_checked()
    expect(number(page, "Output")).to_have_text("3 × 3 × 3")
    expect(page).to_have_url(re.compile("conv_dilation=2"))
    page.go_back()
    expect(number(page, "Output")).to_have_text("5 × 5 × 3")
    expect(filters).to_have_value("3")  # an open box stays open
    box.click()
    expect(filters).to_have_count(0)
    expect(page).to_have_url(re.compile("conv_filters=3"))
    page.locator("[data-testid=stSidebar]").get_by_text("한국어").click()
    expect(box).to_contain_text("더 보기: 채널, 팽창, 편향, 활성화")
    box.click()
    expect(filters).to_have_value("3")
    try_this(page, "스트라이드 2")
    expect(filters).to_have_value("1")


def test_refused_settings_keep_the_last_figure_dimmed_beside_what_is_wrong(visit):
    page = opened(visit, "conv_height=5&conv_width=5")
    figure, refused = page.locator(".st-key-figure"), page.locator(".st-key-refused")
    kernel = page.locator(".stepper .kernel .cell")
    choose(page, re.compile("^Kernel · "), "7 × 7")
    expect(refused).to_contain_text("the input has only 5 × 5")
    expect(refused).to_contain_text("The dimmed figure is for the last settings")
    idle(page)
    expect(kernel).to_have_count(9)
    expect(figure).to_have_css("opacity", "0.4")
    expect(page.locator(".numbers")).to_have_count(0)
    page.get_by_role("radio", name="same", exact=True).click()
    expect(kernel).to_have_count(49)
    expect(refused).to_have_count(0)
    expect(figure).to_have_css("opacity", "1")


def test_where_the_first_settings_are_refused_there_is_no_figure_to_dim(visit):
    page = idle(visit("/convolution?conv_height=5&conv_width=5&conv_kernel_size=7"))
    expect(page.locator(".st-key-refused")).to_contain_text("does not fit")
    expect(page.get_by_text("The dimmed figure")).to_have_count(0)
    expect(page.locator(".stepper")).to_have_count(0)

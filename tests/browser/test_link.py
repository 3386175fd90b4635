"""The address that holds the settings: copying it, Back and Forward; contrasts, reset, tabs and presenter mode."""

import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_convolution import opened
from tests.browser.test_pages import QUESTIONS, finished, tab

NUMBERS = ".numbers dd"


def output_size(page):
    return page.locator(NUMBERS).first


def test_back_undoes_a_setting_and_forward_restores_it(visit):
    page = opened(visit)
    expect(output_size(page)).to_have_text("5 × 5 × 1")
    page.get_by_role("radio", name="same", exact=True).click()
    expect(page).to_have_url(re.compile("conv_padding=same"))
    expect(output_size(page)).to_have_text("7 × 7 × 1")
    page.locator(".st-key-conv_strides").get_by_text("2", exact=True).click()
    expect(page).to_have_url(re.compile("conv_strides=2"))
    expect(output_size(page)).to_have_text("4 × 4 × 1")
    page.go_back()
    expect(output_size(page)).to_have_text("7 × 7 × 1")
    page.go_back()
    expect(output_size(page)).to_have_text("5 × 5 × 1")
    page.go_forward()
    expect(output_size(page)).to_have_text("7 × 7 × 1")
    page.locator(".st-key-conv_strides").get_by_text("3", exact=True).click()  # and the controls still work
    expect(output_size(page)).to_have_text("3 × 3 × 1")


def test_back_to_another_page_is_left_to_streamlit(visit):
    page = opened(visit)
    page.locator("[data-testid=stSidebarNavLink]").filter(has_text="Pooling").click()
    expect(page.get_by_text(QUESTIONS["pooling", "en"])).to_be_visible()  # both pages have a grid
    page.go_back()
    expect(page.get_by_text(QUESTIONS["convolution", "en"])).to_be_visible()
    expect(output_size(page)).to_have_text("5 × 5 × 1")


def test_back_leads_to_the_settings_of_the_page_before_in_another_language_too(visit):
    """The language is kept in the address of every page, but is no step of its own in the browser's history."""
    page = opened(visit, "conv_padding=same&lang=ko")
    expect(output_size(page)).to_have_text("7 × 7 × 1")
    page.locator("[data-testid=stSidebarNavLink]").filter(has_text="풀링").click()
    expect(page.get_by_text(QUESTIONS["pooling", "ko"])).to_be_visible()
    expect(page).to_have_url(re.compile("/pooling.lang=ko"))
    page.go_back()
    expect(page.get_by_text(QUESTIONS["convolution", "ko"])).to_be_visible()
    expect(output_size(page)).to_have_text("7 × 7 × 1")
    expect(page).to_have_url(re.compile("conv_padding=same.*lang=ko|lang=ko.*conv_padding=same"))
    page.go_forward()
    expect(page.get_by_text(QUESTIONS["pooling", "ko"])).to_be_visible()
    expect(page).to_have_url(re.compile("/pooling.lang=ko"))


def test_back_does_not_stop_at_a_change_of_the_language(visit):
    page = opened(visit)
    page.get_by_role("radio", name="same", exact=True).click()
    expect(output_size(page)).to_have_text("7 × 7 × 1")
    expect(page).to_have_url(re.compile("conv_padding=same"))
    page.locator("[data-testid=stSidebar]").get_by_text("한국어").click()
    expect(page).to_have_url(re.compile("lang=ko"))
    expect(page.get_by_text(QUESTIONS["convolution", "ko"])).to_be_visible()
    page.go_back()
    expect(output_size(page)).to_have_text("5 × 5 × 1")
    expect(page.get_by_text(QUESTIONS["convolution", "ko"])).to_be_visible()
    expect(page).to_have_url(re.compile("lang=ko"))


def test_the_cell_that_was_stepped_to_stays_in_the_link_and_adds_no_step_to_the_history(visit):
    page = opened(visit)
    page.get_by_role("button", name="Next step").click()
    expect(page).to_have_url(re.compile("conv_at=0.1.0"))
    before = page.evaluate("history.length")
    field = page.get_by_label("Your answer")
    field.fill("3")
    field.press("Enter")
    expect(page.get_by_text("Right: 3.").or_(page.get_by_text("Not 3."))).to_be_visible()
    assert page.evaluate("history.length") == before, "an answer is not in the link"
    expect(page).to_have_url(re.compile("conv_at=0.1.0"))


def test_the_link_is_copied_with_the_settings(visit):
    page = opened(visit)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("radio", name="same", exact=True).click()
    expect(page).to_have_url(re.compile("conv_padding=same"))
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()


def test_the_address_is_shown_if_the_clipboard_is_blocked(visit):
    page = opened(visit, "conv_padding=same", locale="ko-KR")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('blocked')); }")
    page.get_by_role("button", name="링크 복사").click()
    expect(page.get_by_label("설정이 담긴 이 페이지의 주소")).to_have_value(page.url)


def test_on_a_phone_a_contrast_scrolls_the_grid_into_view(visit):
    page = opened(visit, width=390)
    button = page.locator("[class*=_try]").get_by_text("The last row and column are never covered")
    button.scroll_into_view_if_needed()
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollBy(0, 400)")
    expect(page.locator(".stepper div.input")).not_to_be_in_viewport()
    button.click()
    expect(output_size(page)).to_have_text("3 × 3 × 1")
    expect(page.locator(".stepper .input .unseen").first).to_be_in_viewport()


def test_presenter_mode_makes_the_grid_larger(visit):
    page = opened(visit)
    cell = page.locator(".stepper .maps .cell").first
    before = cell.bounding_box()["width"]
    page.get_by_text("Presenter mode").click()
    expect(page.locator("html")).to_have_css("font-size", "20px")
    page.wait_for_function(
        """([at]) => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")].some((host) =>
        host.shadowRoot?.querySelector(".stepper .maps .cell")?.getBoundingClientRect().width > at * 1.2)""",
        arg=[before],
    )


def test_reset_stops_playing_and_goes_back_to_the_first_step(visit):
    page = opened(visit)
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".stepper .place")).to_contain_text("3 / 25")
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.locator(".stepper .place")).to_contain_text("1 / 25")


def test_the_open_tab_is_in_the_link_in_every_language_and_back_undoes_it(visit):
    page = opened(visit)
    expect(page.get_by_role("tab", name="Predict")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-testid=stCode]")).to_have_count(0)  # a closed tab is not rendered
    tab(page, "Code")
    expect(page.locator("[data-testid=stCode]")).to_contain_text("Conv2D")
    expect(page).to_have_url(re.compile("conv_tab=code"))
    other = opened(visit, page.url.partition("?")[2], locale="ko-KR")
    expect(other.get_by_role("tab", name="코드")).to_have_attribute("aria-selected", "true")
    other.locator("[data-testid=stSidebar]").get_by_text("English").click()
    expect(other.get_by_role("tab", name="Code")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(page.get_by_role("tab", name="Predict")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-testid=stCode]")).to_have_count(0)


def test_a_closed_tab_keeps_its_upload(visit):
    """Streamlit forgets an upload when its widget is gone."""
    page = finished(visit("/augmentation?aug_tab=masks"), "augmentation")
    file = io.BytesIO()
    Image.fromarray((np.indices((300, 451))[0] < 100).astype(np.uint8)).save(file, "PNG")
    upload = {"name": "own.png", "mimeType": "image/png", "buffer": file.getvalue()}
    page.locator("input[type=file]").first.set_input_files(upload)
    bundled = page.get_by_text("The mask was outlined by hand")
    expect(bundled).to_have_count(0)
    tab(page, "Predict")
    expect(page.get_by_text("Which of these four pictures")).to_be_visible()
    tab(page, "A picture with its mask")
    expect(page.get_by_text("Still here: own.png")).to_be_visible()
    expect(bundled).to_have_count(0)
    page.get_by_role("button", name="Remove it").click()
    expect(bundled).to_be_visible()


def test_an_answer_is_kept_while_another_tab_is_open(visit):
    page = opened(visit, "conv_height=8&conv_width=8")
    field = page.get_by_label("Your answer")
    field.fill("3")
    field.press("Enter")
    expect(page.get_by_text("Right: 3.")).to_be_visible()
    tab(page, "Notes")
    expect(page.get_by_text("Why we round down.")).to_be_visible()
    tab(page, "Predict")
    expect(page.get_by_text("Right: 3.")).to_be_visible()


def test_a_link_without_a_tab_opens_the_tab_of_its_settings(visit):
    page = opened(visit, "conv_photo_kernel=lines")
    expect(page.get_by_role("img", name="Vertical line", exact=True)).to_be_visible()
    tab(page, "Predict")
    expect(page).to_have_url(re.compile("conv_tab=predict"))
    expect(page.get_by_label("Your answer")).to_be_visible()

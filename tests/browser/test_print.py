"""Each page on paper, as Chromium prints it: every part of it, nothing cut off, no buttons."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from cnnlab.ui.lessons import LESSONS
from tests.browser.test_pages import finished, idle
from tests.korean import korean

SHEET = 703  # CSS pixels: an A4 sheet within margins of 12 mm
TABS = "[...document.querySelectorAll('[role=tab]')].map(tab => tab.innerText.trim())"
CUT_OFF = """width => [...document.querySelectorAll(".stMain *")].filter(part => {
  const box = part.getBoundingClientRect();
  if (box.width <= 1 || !part.checkVisibility({ visibilityProperty: true })) return false;
  if (part.closest(".katex-mathml, svg, input, .stSlider, [data-testid=stWidgetLabel]")) return false;
  const scrolls = !["visible", "clip"].includes(getComputedStyle(part).overflowX);
  return box.right > width + 1 || (scrolls && part.scrollWidth > part.clientWidth + 1);
}).map(part => part.outerHTML.slice(0, 150))"""


def words(text):
    """A text without its spaces: a PDF has letters at places, not words."""
    return re.sub(r"\s", "", text)


def printed(page):
    """The words of the PDF that Chromium makes of a page, and its number of sheets."""
    reader = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    return words("".join(sheet.extract_text() for sheet in reader.pages)), len(reader.pages)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_every_part_of_a_page_is_on_paper(visit, lesson):
    page = finished(visit(f"/{lesson.stem}?print=1"), lesson.stem)
    expect(page.locator(".stCode code").filter(has_text="import keras").first).to_be_visible()
    idle(page)
    expect(page.locator(".stException")).to_have_count(0)
    text, sheets = printed(page)
    for wanted in (lesson.title, lesson.question, "Predict", "Notes", "Code", "import keras"):
        assert words(wanted) in text
    for unwanted in (
        "Copy the link",
        "Play",
        "Hide the output",
        "Presenter mode",
        "Try this",
        "Show the answer",
        "Browse files",
    ):
        assert words(unwanted) not in text
    assert 2 <= sheets <= 20
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET, "height": 994})
    assert page.locator(".st-key-figure").bounding_box()["height"] > 200
    assert page.evaluate(CUT_OFF, SHEET) == []
    blocks = page.locator(".stVerticalBlock:not(.st-key-aug_pipeline)")  # that one is a grid of a few short rows
    columns = blocks.evaluate_all("all => all.map(one => getComputedStyle(one).display)")
    assert set(columns) <= {"block", "none"}  # flexible ones that go on on the next sheet cover what follows


def test_a_layer_and_what_it_does_stand_side_by_side_on_paper(visit):
    page = finished(visit("/augmentation?print=1"), "augmentation")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET, "height": 994})
    boxes = [box.bounding_box() for box in page.locator(".st-key-aug_pipeline summary").all()]
    said = [line.bounding_box() for line in page.locator(".st-key-aug_pipeline .layer-summary").all()]
    assert len(boxes) == len(said) == 3
    for box, words in zip(boxes, said, strict=True):
        assert box["y"] <= words["y"] + words["height"] / 2 <= box["y"] + box["height"]
        assert words["x"] >= box["x"] + box["width"]


def test_the_print_button_opens_the_sheet_and_prints_it_with_the_settings(visit):
    page = finished(visit("/pooling?pool_strides=3", locale="ko-KR", alone=True), "pooling")
    tabs = page.evaluate(TABS)
    page.context.add_init_script("window.print = () => { window.isPrinted = true; };")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="인쇄").click()
    sheet = opened.value
    expect(sheet).to_have_url(re.compile("pool_strides=3.*print=1"))
    sheet.wait_for_function("window.isPrinted")
    headings = sheet.locator(".stHeading h2").all_inner_texts()
    assert [heading for heading in headings if heading in tabs] == tabs
    assert words(korean(LESSONS[1].question)) in printed(sheet)[0]
    expect(sheet.locator("[data-testid=stSidebar]")).to_be_hidden()


@pytest.mark.parametrize("size", [(1280, 720), (960, 600)])
def test_the_numbers_on_paper_are_legible_from_every_window(visit, size):
    page = finished(visit("/convolution?print=1", width=size[0], height=size[1]), "convolution")
    cells = page.locator(".stepper .input .cell")
    expect(cells).to_have_count(49)
    assert all(cells.all_inner_texts())
    assert cells.first.bounding_box()["width"] >= 28
    expect(page.get_by_role("button", name="Hide the output")).to_have_count(0)


RIGHT = "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"


def test_the_whole_network_and_every_column_of_its_table_are_on_paper(visit):
    page = finished(visit("/architecture?print=1"), "architecture")
    figure = page.locator(".st-key-figure .network")
    drawing, heads = figure.locator(".drawing"), figure.locator("thead th:visible")
    expect(drawing.locator("svg text").filter(has_text="predictions")).to_be_visible()
    assert drawing.locator("svg text").evaluate_all(RIGHT) <= drawing.evaluate_all(RIGHT)
    assert heads.all_inner_texts()[-1] == "Trainable"
    assert heads.evaluate_all(RIGHT) <= figure.evaluate_all(RIGHT)
    expect(figure.locator(".toolbar")).to_be_hidden()

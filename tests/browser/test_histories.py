"""Training histories in a real browser: its first screen, the table, a file of the visitor's own, the chart's files."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from cnnlab.figures.palette import RUNS
from tests.browser.test_first_screen import SIZES, outside, settled
from tests.browser.test_first_screen import opened as opened_at
from tests.browser.test_pages import finished

NAMES = ".runs tbody .run"
CURVES = ".st-key-figure .js-plotly-plot .scatterlayer .trace"


def opened(visit, link="", **how):
    page = finished(visit(f"/histories?{link}", **how), "histories")
    expect(page.locator(NAMES).first).to_be_visible()
    return page


def test_the_table_is_sorted_by_a_click_on_its_head(visit):
    page = opened(visit)
    names = page.locator(NAMES)
    expect(names.first).to_have_text("from scratch")
    head = page.get_by_role("button", name="Test")
    head.click()
    expect(names).to_have_text(["fine-tuned", "feature extraction", "augmentation and dropout", "from scratch"])
    head.click()
    expect(names.first).to_have_text("from scratch")
    expect(page.locator(".runs th[aria-sort=ascending]")).to_have_text(re.compile("^Test"))


def test_shares_of_right_answers_carry_their_standard_error_where_there_is_room(visit):
    """0.763 and 0.725, each of 1,000 pictures."""
    for width, best, test in ((1440, "0.763 \u00b1 0.013 (29)", "0.725 \u00b1 0.014"), (390, "0.763 (29)", "0.725")):
        cells = opened(visit, width=width).locator(".runs tbody tr").first.locator("td")
        expect(cells.nth(0)).to_have_text(best, use_inner_text=True)
        expect(cells.nth(2)).to_have_text(test, use_inner_text=True)


def test_a_click_on_a_run_lights_its_curves_and_a_second_click_all(visit):
    page = opened(visit)
    run = page.locator(NAMES).filter(has_text="augmentation and dropout")
    run.click()
    expect(page).to_have_url(re.compile("hist_lit=cats_dogs_augmented"))
    expect(page.locator(f"{CURVES}[style*='opacity: 0.15']")).to_have_count(6)
    expect(run).to_have_attribute("aria-pressed", "true")
    run.click()
    expect(page.locator(f"{CURVES}[style*='opacity: 0.15']")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("hist_lit"))


def test_an_own_file_is_drawn_and_a_broken_one_explained(visit):
    page = opened(visit, locale="ko-KR", width=390)
    page.get_by_text("내 기록 더하기").click()
    good = {"name": "mine.csv", "mimeType": "text/csv", "buffer": b"epoch,loss,val_loss\n0,2.0,2.5\n1,1.0,2.0\n"}
    broken = {"name": "photo.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n"}
    page.locator("input[type=file]").first.set_input_files([good, broken])
    expect(page.locator(NAMES).filter(has_text="mine")).to_be_visible()
    expect(page.get_by_text("photo.csv").last).to_be_visible()
    expect(page.locator("[data-testid=stAlert]")).to_have_count(1)


@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
@pytest.mark.parametrize("size", [*SIZES, "phone"])
def test_table_curves_and_controls_are_on_one_screen(visit, size, locale):
    page = opened_at(visit, "histories", size, locale=locale)
    expect(page.locator(NAMES)).to_have_count(4)
    settled(page)
    controls = {"phone": ["hist_metric", "hist_half_life"], "presenting": ["controls_button"]}.get(size, ["controls"])
    assert outside(page, [f".st-key-{name}" for name in ("figure", "answer", *controls)]) == {}
    table = page.locator(".runs").first
    assert table.evaluate("e => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]") == [0, 0]


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_the_curves_stay_in_their_place(visit, size):
    """With smoothing the table has another column, and with fewer runs fewer rows."""
    page = opened_at(visit, "histories", size)
    expect(page.locator(NAMES)).to_have_count(4)
    settled(page)

    def place() -> list[float]:
        """Of the curves, below the beginning of the page, however far it is scrolled."""
        start, curves = (page.locator(part).bounding_box() for part in ("h1", ".st-key-figure .js-plotly-plot"))
        return [curves["y"] - start["y"], curves["x"], curves["width"], curves["height"]]

    first = place()
    page.locator(".st-key-hist_half_life [role=slider], .st-key-hist_half_life input").first.press("ArrowRight")
    expect(page.locator(".runs thead th")).to_have_count(7)
    settled(page)
    assert place() == first
    page.locator(".st-key-hist_runs_shown").get_by_label("Clear all").click()
    expect(page.get_by_text("No run is chosen.")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(NAMES)).to_have_count(4)
    settled(page)
    assert place() == first


BACKGROUND = {"light": "#ffffff", "dark": "#11161d"}  # of the page


def rgb(colour):
    """The numbers of #rrggbb or rgb(r, g, b)."""
    if colour.startswith("#"):
        return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return [int(number) for number in re.findall(r"\d+", colour)[:3]]


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    shares = [share / 255 for share in rgb(colour)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def saved(page, words, path):
    """The file that a button makes, at `path`."""
    with page.expect_download() as download:
        page.locator(".save-chart").get_by_role("button", name=words).click()
    assert re.fullmatch(r"cats_dogs_scratch-.*-accuracy\.(png|svg)", download.value.suggested_filename)
    download.value.save_as(path)
    return path


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_the_chart_is_saved_as_png_and_svg(visit, tmp_path, theme, width):
    page = opened(visit, "hist_tab=downloads", theme=theme, width=width)
    expect(page.locator(CURVES).first).to_be_visible()
    expect(page.locator(".modebar-btn")).to_have_count(0)
    with Image.open(saved(page, "PNG", tmp_path / "chart.png")) as picture:
        assert picture.format == "PNG"
        pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3)
        assert picture.size == (2000, 920)
    assert pixels[0].tolist() == rgb(BACKGROUND[theme])
    for colour in RUNS[:4]:
        assert (pixels == rgb(colour)).all(axis=1).sum() > 500

    drawn = ElementTree.parse(saved(page, "SVG", tmp_path / "chart.svg")).getroot()
    assert [drawn.get("width"), drawn.get("height")] == ["1000", "460"]
    texts = {"".join(text.itertext()).removeprefix("● "): text.get("style") for text in drawn.findall(".//{*}text")}
    assert {"Epochs", "accuracy", "100", "from scratch", "fine-tuned"} <= set(texts)
    for name in ("Epochs", "accuracy", "100"):
        ink = re.search(r"fill: (rgb\([^)]*\))", texts[name])[1]
        assert contrast(ink, BACKGROUND[theme]) >= 4.5
    lines = [path.get("style") for path in drawn.findall(".//{*}path") if path.get("class") == "js-line"]
    assert len(lines) == 8
    assert {colour for style in lines for colour in re.findall(r"stroke: (rgb\([^)]*\))", style)} == {
        "rgb({}, {}, {})".format(*rgb(colour)) for colour in RUNS[:4]
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_words_of_the_axes_can_be_read(visit, theme):
    page = opened(visit, theme=theme)
    inks = page.locator(".st-key-figure .js-plotly-plot :is(.xtick, .ytick, .g-xtitle) text").evaluate_all(
        "all => all.map(e => getComputedStyle(e).fill)"
    )
    assert len(inks) > 5
    assert min(contrast(ink, BACKGROUND[theme]) for ink in inks) >= 4.5


def test_two_metrics_are_saved_as_one_taller_file(visit, tmp_path):
    page = opened(visit, "hist_tab=downloads&hist_second=loss")
    expect(page.locator(CURVES).first).to_be_visible()
    with page.expect_download() as download:
        page.locator(".save-chart").get_by_role("button", name="SVG").click()
    assert download.value.suggested_filename.endswith("-accuracy-loss.svg")
    download.value.save_as(tmp_path / "chart.svg")
    drawn = ElementTree.parse(tmp_path / "chart.svg").getroot()
    assert drawn.get("height") == "640"
    assert {"accuracy", "loss"} <= {"".join(text.itertext()) for text in drawn.findall(".//{*}text")}


def test_small_losses_are_written_as_numbers_not_with_prefixes(visit):
    page = opened(visit, "hist_metric=loss&hist_log=True")
    ticks = page.locator(".st-key-figure .js-plotly-plot .ytick text")
    expect(ticks.filter(has_text="0.0001")).to_have_count(1)
    assert all(re.fullmatch(r"[\d.]+", text) for text in ticks.all_text_contents())

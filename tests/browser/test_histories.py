"""Training histories in a real browser: sorting the table, lighting a run, and a file of the visitor's own."""

import re

from playwright.sync_api import expect

from tests.browser.test_pages import finished

NAMES = ".runs tbody .run"
CURVES = ".st-key-figure .js-plotly-plot .scatterlayer .trace"


def opened(visit, link="", **how):
    page = finished(visit(f"/histories?{link}", **how), "histories")
    expect(page.locator(NAMES).first).to_be_visible()
    return page


def test_the_table_is_sorted_by_a_click_on_its_head(visit):
    page = opened(visit)
    assert page.locator(NAMES).all_inner_texts()[0] == "from scratch"
    head = page.get_by_role("button", name="Test")
    head.click()
    assert page.locator(NAMES).all_inner_texts() == [
        "fine-tuned", "feature extraction", "augmentation and dropout", "from scratch",
    ]  # fmt: skip
    head.click()
    assert page.locator(NAMES).all_inner_texts()[0] == "from scratch"
    expect(page.locator(".runs th[aria-sort=ascending]")).to_have_text(re.compile("^Test"))


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

"""A network put together in a real browser: clicks, the keyboard, Back, and the link that a teacher sends."""

import json
import re
from pathlib import Path

import keras
from playwright.sync_api import expect

from cnnlab.core.network.building.presets import DIGITS
from tests.browser.test_pages import choose, finished, idle


def opened(visit, link=f"arch_built={DIGITS}", **how):
    page = finished(visit(f"/architecture?arch_tab=build&{link}", **how), "architecture")
    expect(layer(page, 1)).to_be_visible()
    return page


def layer(page, number):
    """The line of a layer in the list."""
    return page.get_by_role("radiogroup").get_by_text(re.compile(rf"^{number}\. "))


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_a_network_is_edited_and_back_takes_it_back(visit):
    page = opened(visit)
    expect(layer(page, 3)).to_have_text("3. Conv2D · 64 · 3 × 3 · relu → 11 × 11 × 64")
    layer(page, 2).click()
    button(page, "Remove").click()
    expect(layer(page, 2)).to_have_text("2. Conv2D · 64 · 3 × 3 · relu → 24 × 24 × 64")
    expect(page).to_have_url(re.compile(r"arch_built=i28x28x1\.c32-3-relu\.c64-3-relu\.p2\."))
    idle(page)
    page.go_back()
    expect(layer(page, 2)).to_have_text("2. MaxPooling2D · 2 × 2 → 13 × 13 × 32")
    idle(page)
    choose(page, "Padding · `padding`", "same")
    expect(layer(page, 2)).to_have_text("2. MaxPooling2D · 2 × 2 · same → 13 × 13 × 32")


def test_a_number_that_is_typed_while_another_layer_is_chosen_changes_its_own_layer(visit):
    page = opened(visit)
    page.get_by_label("Filters · `filters`").fill("5")
    layer(page, 3).click()  # leaves the field, so both reach the server in one run or in two
    expect(layer(page, 1)).to_have_text("1. Conv2D · 5 · 3 × 3 · relu → 26 × 26 × 5")
    expect(layer(page, 3)).to_have_text("3. Conv2D · 64 · 3 × 3 · relu → 11 × 11 × 64")
    expect(page.get_by_label("Filters · `filters`")).to_have_count(1)  # that of the layer before is gone
    expect(page.get_by_label("Filters · `filters`")).to_have_value("64")


def test_the_keyboard_chooses_and_moves_a_layer(visit):
    page = opened(visit)
    page.get_by_role("radio", name=re.compile("^1. Conv2D")).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^2. MaxPooling2D"))).to_be_checked()
    idle(page)
    button(page, "Down").press("Enter")
    expect(layer(page, 3)).to_have_text("3. MaxPooling2D · 2 × 2 → 12 × 12 × 64")


def test_a_link_with_a_network_opens_it_on_a_phone_in_korean_and_its_files_build_it(visit, tmp_path):
    page = opened(visit, "arch_built=i32x32x3.c8-3-same.b8.b16-s2-project.g.d4", locale="ko-KR", width=390)
    expect(layer(page, 3)).to_have_text("3. 잔차 블록 · 16 · strides 2 · 투영 있음 → 16 × 16 × 16")
    files = {}
    for name in ("코드 내려받기(.py)", "구성 내려받기(.json)"):
        with page.expect_download() as download:
            button(page, name).click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        files[target.suffix] = Path(target).read_text(encoding="utf-8")
    names: dict = {}
    keras.utils.clear_session()
    exec(files[".py"].removesuffix("\nmodel.summary()"), names)
    from_config = keras.models.model_from_json(files[".json"])
    assert json.loads(files[".json"])["class_name"] == "Functional"
    assert names["model"].count_params() == from_config.count_params()
    assert names["model"].output_shape == from_config.output_shape == (None, 4)


def test_the_link_to_a_network_opens_with_it(visit):
    page = opened(visit, "arch_built=i28x28x1.c7-3.f.d10")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button(page, "Copy the link to this network").click()
    expect(button(page, "Copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    again = visit(address[address.index("/architecture") :], width=390, height=664)
    expect(layer(again, 1)).to_have_text("1. Conv2D · 7 · 3 × 3 → 26 × 26 × 7")
    expect(layer(again, 1)).to_be_in_viewport()  # nothing stands above what was built
    expect(again.locator(".st-key-figure .network")).to_have_count(0)
    expect(again.locator(".network .drawing svg")).to_be_attached()


def test_the_chosen_layer_is_lit_in_the_drawing_which_keeps_its_scale(visit):
    page = opened(visit)
    view = page.get_by_role("tabpanel").locator(".network")
    expect(view.locator("tr.lit .layer")).to_have_text("conv2d")
    page.get_by_role("tabpanel").get_by_role("button", name="Zoom in").click()
    scale = view.locator(".all").get_attribute("transform").split("scale")[1]
    layer(page, 2).click()
    expect(view.locator("tr.lit .layer")).to_have_text("max_pooling2d")
    expect(view.locator("g.node.lit title")).to_have_text(re.compile(r"^max_pooling2d \("))
    assert view.locator(".all").get_attribute("transform").split("scale")[1] == scale


def test_on_a_phone_the_totals_the_list_and_the_settings_of_a_layer_are_on_one_screen(visit):
    page = opened(visit, width=390, height=664)
    label = page.get_by_label("Filters · `filters`")
    label.scroll_into_view_if_needed()
    panel = page.get_by_role("tabpanel")
    idle(page)
    page.wait_for_function("""() => {
      const edge = (part) => document.querySelector(`[role=tabpanel] ${part}`)?.getBoundingClientRect();
      const [totals, field] = [edge(".numbers"), edge(".stNumberInput")];
      return totals?.height && field && field.bottom - totals.top < 664;
    }""")
    before = panel.locator(".numbers").inner_text()
    label.fill("64")
    label.press("Enter")
    expect(panel.locator(".numbers")).not_to_have_text(before)
    idle(page)
    page.get_by_label("Activation · `activation`").evaluate("part => part.scrollIntoView({ block: 'end' })")
    page.wait_for_function("""() => {  // the totals are still in sight; a run may just be drawing them anew
      const totals = document.querySelector("[role=tabpanel] .numbers")?.getBoundingClientRect();
      const bar = document.querySelector(".stAppHeader").getBoundingClientRect();
      return totals?.height && totals.top >= bar.bottom - 1 && totals.bottom < innerHeight;
    }""")

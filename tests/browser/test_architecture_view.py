"""The view of a network in a real browser: a layer lights up in the drawing, the table and on the picture.

One file, because all tests point at the same view.
"""

import re
from functools import partial
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageColor
from playwright.sync_api import expect

from cnnlab.core.network.famous import famous
from cnnlab.figures.palette import KINDS
from tests.browser.test_pages import finished

LIT = ".network tr.lit th"
SAID = ".network .said"
PATCH = ".network .patch"


def opened(visit, network="lenet5_fully_connected", **how):
    page = finished(visit(f"/architecture?arch_network={network}", **how), "architecture")
    expect(page.locator(LIT)).to_be_visible()
    return page


def patch(page):
    """The frame's top, left, height and width, as shares of the picture."""
    style = page.locator(PATCH).get_attribute("style")
    return [float(re.search(rf"{side}: ([\d.]+)%", style)[1]) / 100 for side in ("top", "left", "height", "width")]


def point_at_node(page, row):
    """Point at the node that a row's layer is drawn as."""
    page.locator(".network g.node", has=page.locator("title", has_text=re.compile(rf"^{row} \("))).locator(
        ".box"
    ).first.hover()


def test_pointing_at_a_row_or_a_node_lights_the_layer_everywhere(visit):
    page = opened(visit)
    page.locator(".network tbody tr", has_text="S2").hover()
    expect(page.locator(SAID)).to_have_text(re.compile("^S2: .*14 × 14 sees 6 × 6 pixels"))
    expect(page.locator(".network g.node.lit title")).to_have_text(re.compile(r"^S2 \("))
    point_at_node(page, "C1")
    expect(page.locator(LIT)).to_have_text("C1")
    expect(page.locator(SAID)).to_have_text(re.compile("^C1: .*28 × 28 sees 5 × 5 pixels"))


def test_the_patch_follows_the_pointer_and_is_what_the_network_says(visit):
    """Three places on the picture, for the third layer; each is answered without a request."""
    page = opened(visit)
    network = famous("lenet5_fully_connected")
    page.locator(".network tbody tr", has_text="C3").click()
    box = page.locator(".network .plate").bounding_box()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    for down, across in ((0.02, 0.02), (0.55, 0.75), (0.98, 0.45)):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
        unit = [int(share * 10) for share in (down, across)]
        expect(page.locator(SAID)).to_have_text(re.compile(rf"row {unit[0] + 1}, column {unit[1] + 1}\)"))
        (top, bottom), (left, right) = network.sees("C3", tuple(unit))
        expected = [top / 32, left / 32, (bottom - top) / 32, (right - left) / 32]
        assert patch(page) == pytest.approx(expected, abs=1e-4)
    assert requests == []


def test_the_keyboard_goes_from_layer_to_layer_and_from_unit_to_unit(visit):
    page = opened(visit)
    page.locator(".network svg").focus()
    before = page.locator(LIT).inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator(LIT)).to_have_text("S4")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(LIT)).to_have_text(before)
    page.locator(".network .plate").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(SAID)).to_have_text(re.compile(r"row 5, column 6\)"))


def test_the_table_is_sorted_and_filtered(visit):
    page = opened(visit, "VGG16")
    page.get_by_role("button", name="Parameters", exact=True).click()
    first = page.locator(".network tbody th").first
    expect(first).to_have_text("fc1")
    assert page.locator(".network tbody tr").first.locator("td").all_inner_texts()[3] == "102,764,544"
    page.get_by_label("Filter layers").fill("pooling")
    expect(page.locator(".network tbody tr")).to_have_count(5)


def test_a_block_is_opened_and_folded_by_a_click_and_by_a_key(visit):
    """The six units of ResNet-50's fourth stage: the first has a projection, five others follow."""
    page = opened(visit, "ResNet50")
    nodes = page.locator(".network g.node")
    folded = nodes.count()
    expect(page.locator(".network tbody tr", has_text="conv4_block6_out")).to_have_count(0)
    page.get_by_role("button", name="Show all 5 repetitions").focus()
    page.keyboard.press("Enter")
    expect(nodes).to_have_count(folded + 4 * 4)  # three convolutions and a sum in each of the other units
    expect(page.locator(".network tbody tr", has_text="conv4_block6_out")).to_have_count(1)
    expect(page.get_by_role("button", name="Show one of 5 repetitions")).to_be_focused()
    page.keyboard.press("Enter")
    expect(nodes).to_have_count(folded)
    page.get_by_role("button", name="Unfold all").click()
    expect(nodes).to_have_count(75)
    page.get_by_role("button", name="Fold all").click()
    expect(nodes).to_have_count(folded)


def test_a_column_of_the_table_colours_the_drawing(visit):
    """VGG16: its first dense layer has most parameters, the last colour of the scale."""
    page = opened(visit, "VGG16")
    fill = "node => node.querySelector('.box').getAttribute('fill')"
    node = page.locator(".network g.node", has=page.locator("title", has_text=re.compile(r"^fc1 \(")))
    assert node.evaluate(fill) == "#d55e00"
    page.get_by_label("Colour").select_option(label="Parameters")
    assert node.evaluate(fill) == "rgba(253,231,37, 1)"
    expect(page.locator(".network .legend")).to_contain_text("102,764,544")


def test_layers_that_add_nothing_are_named_and_coloured(visit):
    """VGG16 at 64 pixels: the second convolution of the fourth block sees 76 of them, its input 60."""
    page = opened(visit, "VGG16&arch_size=64")
    expect(page.locator(".network .range")).to_have_text("Pictures of 212 pixels suit all layers")
    sees = {
        name: page.locator(".network tbody tr", has_text=name).locator("td").nth(2).inner_text()
        for name in ("block3_pool", "block4_conv1", "block4_conv2")
    }
    assert sees == {
        "block3_pool": "44 × 44",
        "block4_conv1": "60 × 60",
        "block4_conv2": "76 × 76 · more than the picture",
    }
    page.get_by_label("Colour").select_option(label="Context")
    fill = "node => [node.querySelector('title').textContent, node.querySelector('.box').getAttribute('fill')]"
    fills = page.locator(".network g.node").evaluate_all(f"nodes => nodes.map({fill})")
    coloured = {title.split(" (")[0]: fill for title, fill in fills}
    assert coloured["block4_conv1"] == "#56b4e9"
    assert coloured["block4_conv2"] == "#e69f00"
    assert coloured["block4_conv3"] == coloured["block5_pool"] == "#d55e00"


def test_the_drawing_is_zoomed_dragged_and_saved(visit, tmp_path):
    page = opened(visit, "googlenet")
    transform = partial(page.locator(".network .all").get_attribute, "transform")
    scale = lambda: float(re.search(r"scale\(([\d.]+)", transform())[1])  # noqa: E731
    at_first = scale()
    page.get_by_role("button", name="Zoom in").click()
    assert scale() == pytest.approx(1.25 * at_first)
    before = transform()
    box = page.locator(".network svg").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 45, box["y"] + 5, steps=4)
    page.mouse.up()
    shift = [float(re.search(r"translate\((-?[\d.]+)", text)[1]) for text in (before, transform())]
    assert shift[1] - shift[0] == pytest.approx(40)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the drawing as an SVG file").click()
    file = tmp_path / "network.svg"
    download.value.save_as(file)
    texts = [text.text for text in ElementTree.parse(file).iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("Concatenate") == 9
    assert texts[-1] == "1000"


def test_the_drawing_is_saved_as_a_picture(visit, tmp_path):
    """Twice as sharp as on the screen, in the colours of the kinds."""
    page = opened(visit)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the drawing as an SVG file").click()
    drawn = ElementTree.parse(download.value.path()).getroot()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the drawing as a PNG file").click()
    assert download.value.suggested_filename == "network.png"
    picture = Image.open(download.value.path()).convert("RGB")
    assert picture.size == tuple(round(2 * float(drawn.get(side))) for side in ("width", "height"))
    colours = {colour for _count, colour in picture.getcolors(maxcolors=1 << 24)}
    assert {ImageColor.getrgb(KINDS[kind]) for kind in ("Conv2D", "AveragePooling2D", "Dense")} <= colours


def test_a_contrast_brings_the_drawing_into_sight_on_a_phone(visit):
    page = opened(visit, width=390, height=664)
    contrast = page.get_by_text("Branches: GoogLeNet")
    contrast.scroll_into_view_if_needed()
    expect(page.locator(".network .drawing")).not_to_be_in_viewport()
    contrast.click()
    expect(page.locator(".network g.node", has_text="Concatenate").first).to_be_attached()
    expect(page.locator(".network .drawing")).to_be_in_viewport()


def test_a_gate_is_said_to_let_the_whole_picture_through(visit):
    page = opened(visit, "EfficientNetB0")
    page.get_by_label("Filter layers").fill("top_conv")
    page.locator(".network tbody tr").hover()
    expect(page.locator(SAID)).to_contain_text("through the gate, the whole picture counts besides")
    cells = page.locator(".network tbody tr td").all_inner_texts()
    assert cells[2] == "851 × 851 · gate: whole picture"


def test_the_table_is_sorted_from_its_top_and_a_third_click_brings_back_the_order(visit):
    page = opened(visit, "googlenet")
    table, head = page.locator(".network .table"), page.get_by_role("button", name=re.compile("^Parameters"))
    first = page.locator(".network tbody tr").first
    before = first.inner_text()
    assert table.evaluate("table => table.scrollTop") > 0  # at the lit layer
    head.click()
    expect(first).to_contain_text("1,025,000")
    expect(first).to_be_in_viewport()
    assert table.evaluate("table => table.scrollTop") == 0
    head.click()
    head.click()
    assert first.inner_text() == before


def test_the_wheel_moves_the_rows_and_not_the_lit_layer(visit):
    page = opened(visit, "googlenet")
    row = page.locator(".network tbody tr").nth(30)
    row.hover()
    lit = page.locator(LIT).inner_text()
    table = page.locator(".network .table").element_handle()
    top = table.evaluate("table => table.scrollTop")
    page.mouse.wheel(0, 200)
    page.wait_for_function("([table, top]) => table.scrollTop > top", arg=[table, top])
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.locator(LIT).inner_text() == lit


def test_a_field_larger_than_the_picture_is_said_to_reach_beyond_it(visit):
    page = opened(visit, "googlenet")
    page.locator(".network").get_by_role("searchbox").fill("inception5b_3x3")
    page.locator(".network tbody tr", has_text="inception5b_3x3").last.get_by_role("button").click()
    expect(page.locator(SAID)).to_contain_text("its receptive field of 651 × 651 reaches beyond the picture")


def test_the_layers_that_are_looked_for_most_are_found_and_marked(visit):
    """VGG16: its last convolution, and six layers that do as much work as each other."""
    page = opened(visit, "VGG16", width=390, height=664)
    choice = page.get_by_label("Notable layers")
    choice.select_option(label="Last convolution: block5_conv3")
    expect(page.locator(SAID)).to_have_text(re.compile("^block5_conv3: .* sees 196 × 196 pixels"))
    expect(page.locator(".network g.node.lit title")).to_have_text(re.compile(r"^block5_conv3 \("))
    assert choice.locator("option").count() == 1 + 1 + 1 + 6
    page.get_by_label("Filter layers").fill("multiply-adds")
    expect(page.locator(".network tbody tr")).to_have_count(6)


def test_on_a_phone_the_table_fades_where_it_goes_on_and_its_larger_form_comes_into_sight(visit):
    page = opened(visit, width=390, height=664)
    table = page.locator(".network .table")
    expect(table).to_have_class(re.compile(r"\bcut\b"))
    table.evaluate("table => table.scrollTo(table.scrollWidth, 0)")
    expect(table).not_to_have_class(re.compile(r"\bcut\b"))
    table.evaluate("table => table.scrollTo(0, 0)")
    numbers = page.get_by_role("columnheader", name="Parameters")
    expect(numbers).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Larger table").click()
    box, bar = table.bounding_box(), page.locator(".stAppHeader").bounding_box()
    assert bar["y"] + bar["height"] <= box["y"]
    assert box["y"] + box["height"] <= 664

"""Scripts that the widgets share: interpolation, colours, numbers, packed maps, and redrawing at a new width.

One file, because each script has a few short tests on the same blank page.
"""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from cnnlab.figures import heat, palette
from cnnlab.ui.widgets.feature_maps import Group, Part, diverging, packed

from .modules import call


@pytest.mark.parametrize("shape", [(7, 7), (3, 5), (1, 4), (1, 1)], ids=str)
@pytest.mark.parametrize("size", [(56, 56), (21, 40)], ids=str)
def test_the_map_over_a_picture_is_smoothed_as_in_its_download(blank, shape, size):
    cells = np.random.default_rng(1).random(shape).astype(np.float32)
    body = """const [height, width] = argument.size;
    return Array.from({ length: height * width }, (_, at) => module.interpolated(
      argument.cells, (Math.floor(at / width) + 0.5) / height, ((at % width) + 0.5) / width));"""
    found = call(blank, "widgets/interpolation.js", body, {"cells": cells.tolist(), "size": list(size)})
    np.testing.assert_allclose(np.reshape(found, size), heat.smooth(cells, *size), atol=1e-6)


def test_interpolation_by_hand(blank):
    """Halfway between four centres, on a centre, and beyond the outermost centres."""
    body = "return argument.map(([down, across]) => module.interpolated([[0, 4], [8, 20]], down, across))"
    points = [[0.5, 0.5], [0.25, 0.75], [0, 0], [1, 1], [0.5, 0]]
    assert call(blank, "widgets/interpolation.js", body, points) == [8, 4, 0, 20, 4]


@pytest.mark.parametrize(
    ("value", "decimals", "written", "fixed"),
    [
        (2.5, 2, "2.5", "2.50"),
        (-2.5, 2, "−2.5", "−2.50"),
        (-0.001, 2, "0", "0.00"),
        (0.376, 3, "0.376", "0.376"),
        (12, 0, "12", "12"),
        (-0.0046, 2, "0", "0.00"),
        (-0.0051, 2, "−0.01", "−0.01"),
    ],
)
def test_numbers_have_a_minus_sign_and_no_negative_zero(blank, value, decimals, written, fixed):
    body = "return [module.written(...argument), module.fixed(...argument)]"
    assert call(blank, "widgets/text.js", body, [value, decimals]) == [written, fixed]


def test_the_placeholders_of_a_template_are_filled(blank):
    body = "return module.filled(...argument)"
    template = ["row {row}, column {column} of {row}; {other}", {"row": 0, "column": "$&"}]
    assert call(blank, "widgets/text.js", body, template) == "row 0, column $& of 0; {other}"


@pytest.mark.parametrize(
    ("share", "background", "ink"),
    [
        (-1, "light-dark(rgb(0,10,20), rgb(180,200,255))", "light-dark(#fff, #000)"),
        (0, "light-dark(rgb(255,255,255), rgb(20,30,40))", "light-dark(#000, #fff)"),
        (1, "light-dark(rgb(200,100,50), rgb(0,0,0))", "light-dark(#000, #fff)"),
        (0.5, "light-dark(rgb(228,178,153), rgb(10,15,20))", "light-dark(#000, #fff)"),
    ],
)
def test_signed_colours_are_mixed_with_the_colour_of_zero(blank, share, background, ink):
    colours = {
        "light": [[0, 10, 20], [255, 255, 255], [200, 100, 50]],
        "dark": [[180, 200, 255], [20, 30, 40], [0, 0, 0]],
    }
    style = call(blank, "widgets/colour.js", "return module.signedStyle(...argument)", [colours, share])
    assert style == {"background": background, "color": ink}


def test_a_number_can_be_read_on_every_signed_colour(blank):
    """WCAG's contrast, worked out here from what the browser makes of the style on a light and on a dark page."""
    body = """
    const cell = document.body.appendChild(document.createElement("div"));
    const found = [];
    for (const theme of ["light", "dark"])
      for (let step = -50; step <= 50; step += 1) {
        cell.style.colorScheme = theme;
        Object.assign(cell.style, module.signedStyle(argument, step / 50));
        const { backgroundColor, color } = getComputedStyle(cell);
        found.push([backgroundColor, color].map((text) => text.match(/[0-9]+/g).map(Number)));
      }
    return found;
    """
    found = np.array(call(blank, "widgets/colour.js", body, palette.signed())) / 255
    linear = np.where(found <= 0.04045, found / 12.92, ((found + 0.055) / 1.055) ** 2.4)
    luminance = np.sort(linear @ [0.2126, 0.7152, 0.0722], axis=1)
    assert len(found) == 202
    assert luminance[0].tolist() != luminance[101].tolist()  # the themes differ
    assert ((luminance[:, 1] + 0.05) / (luminance[:, 0] + 0.05)).min() >= 4.5


def test_a_colour_from_a_table(blank):
    table = palette.table(palette.EVEN)
    body = "return module.tableColour(...argument)"
    red, green, blue = table[200]
    found = call(blank, "widgets/colour.js", body, [table.ravel().tolist(), 200, 0.5])
    assert found == f"rgba({red},{green},{blue}, 0.5)"


@pytest.mark.parametrize(("fraction", "index"), [(-0.1, 0), (0, 0), (0.24, 0), (0.25, 1), (0.99, 3), (1, 3), (1.2, 3)])
def test_the_cell_at_a_fraction_of_a_line(blank, fraction, index):
    assert call(blank, "widgets/dom.js", "return module.indexAt(argument, 4)", fraction) == index


def test_packed_maps_are_unpacked_and_read(blank):
    """The last cell of the last map of the second part, to within half a step of the 8-bit scale."""
    random = np.random.default_rng(2)
    first, second = random.random((2, 3, 4)), random.random((3, 2, 5)) * 6 - 2
    data = packed([Group("maps", [Part(first, 0, 1), Part(second, -2, 4)], (10, 10))], opened="maps.1.0.2")
    header = call(blank, "widgets/packed.js", "return module.unpack(Uint8Array.from(argument)).header", list(data))
    assert header["opened"] == "maps.1.0.2"
    part = header["groups"][0]["parts"][1]
    bytes_ = list(data[4 + int.from_bytes(data[:4], "little") :])
    body = "return module.valueAt(argument.part, argument.bytes, { index: 4, row: 2, column: 1 })"
    found = call(blank, "widgets/map_paint.js", body, {"part": part, "bytes": bytes_})
    assert found == pytest.approx(second[2, 1, 4], abs=6 / 255 / 2)
    body = "return Array.from(module.unpack(Uint8Array.from(argument)).bytes)"
    assert call(blank, "widgets/packed.js", body, list(data)) == bytes_


ARRANGED = """
const canvas = document.createElement("canvas");
const header = { tables: { even: 0 } };
return module.paintGroup(canvas, argument.group, { bytes: new Uint8Array(5000), header }, argument.width, "#000");
"""


@pytest.mark.parametrize(
    ("tile", "fill", "width", "across", "side"),
    [
        ((50, 50), False, 250, 4, 50),  # 4 maps and 3 gaps of 2 pixels; a fifth does not fit
        ((50, 50), True, 250, 4, 61),  # two rows of 4, which fill the width
        ((50, 50), True, 2000, 8, 70),  # at most 1.4 times as large
        ((50, 50), False, 30, 1, 30),  # never wider than the sheet
        ((0, 40), False, 250, 1, 250),  # the whole width
    ],
)
def test_the_layout_of_maps(blank, tile, fill, width, across, side):
    part = {"rows": 4, "columns": 4, "count": 8, "at": 768, "table": "even"}
    group = {"tile": list(tile), "fill": fill, "parts": [part], "space": 6, "names": None}
    layout = call(blank, "widgets/map_paint.js", ARRANGED, {"group": group, "width": width})
    assert (layout["across"], layout["side"]) == (across, pytest.approx(side))
    assert layout["down"] == -(-8 // across)


def test_a_component_is_redrawn_at_a_new_width(blank):
    blank.set_content("<div style='width: 300px'></div>")
    body = """const root = document.querySelector("div");
    window.widths = [];
    const draw = () => window.widths.push(root.clientWidth);
    window.stops = [module.drawAtEveryWidth(root, draw, 5), module.drawAtEveryWidth(root, draw, 5)];"""
    call(blank, "widgets/dom.js", body)
    resize = """async (width) => {
      document.querySelector("div").style.width = `${width}px`;
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      return window.widths;
    }"""
    assert blank.evaluate(resize, 304) == [300, 300]
    assert blank.evaluate(resize, 400) == [300, 300, 400]  # once, although it was registered twice
    blank.evaluate("() => window.stops[0]()")
    assert blank.evaluate(resize, 500) == [300, 300, 400, 500]  # the end of the first call leaves the second one's
    blank.evaluate("() => window.stops[1]()")
    assert blank.evaluate(resize, 600) == [300, 300, 400, 500]


SHEET = """const paint = (colour) => (context) => {
  context.fillStyle = colour;
  context.fillRect(0, 0, module.SHEET_SIDE, module.SHEET_SIDE);
};
const canvas = module.paintSheet({
  panels: argument.panels.map(paint), stops: ["rgb(0, 0, 0)", "rgb(200, 0, 0)"], ticks: ["0", "0.5", "1"],
  lines: argument.lines, font: "sans-serif",
});
return canvas.toDataURL().split(",")[1]"""


def sheet(page, panels, lines):
    data = call(page, "widgets/sheet.js", SHEET, {"panels": panels, "lines": lines})
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"), int)


def test_a_downloaded_sheet_has_its_panels_side_by_side_and_a_bar_below(blank):
    one, two = sheet(blank, ["#00f"], ["t"]), sheet(blank, ["#00f", "#0f0"], ["t"])
    assert two.shape[1] - one.shape[1] == 720 + 16
    assert (two[24:744, 24:744] == [0, 0, 255]).all()
    assert (two[24:744, 760:1480] == [0, 255, 0]).all()
    bar = one[24 + 720 + 16 + 9, 24:744]
    assert np.abs(bar[:, 0] - np.linspace(0, 200, 720)).max() <= 2
    assert (one[:24] == 255).all()
    assert (one[:, :24] == 255).all()


def test_a_sheet_grows_with_the_lines_that_a_long_text_takes(blank):
    """Hangul is wider than Latin letters, and no word may be cut off at the right edge."""
    short = sheet(blank, ["#00f"], ["t", "n"])
    long = sheet(blank, ["#00f"], ["t", "이집트고양이라는 근거가 있는 자리 " * 6])
    assert long.shape[0] > short.shape[0]
    assert (long[:, -20:] == 255).all()
    assert (long[800:] < 128).sum() > (short[800:] < 128).sum()


@pytest.mark.parametrize(
    ("theme", "expected"),
    [("light", ["#2166ac", "#ffffff", "#b2182b"]), ("dark", ["#67a9e0", "#1b222c", "#f07d6c"])],
)
def test_maps_of_both_signs_have_the_colours_of_the_theme(blank, theme, expected):
    """The largest negative value, 0 and the largest positive one."""
    data = packed([Group("kernel", [diverging(np.array([[[-2.0], [0.0], [2.0]]]))], (3, 1))])
    length = int.from_bytes(data[:4], "little")
    header, bytes_ = json.loads(data[4 : 4 + length]), data[4 + length :]
    body = """document.documentElement.style.colorScheme = argument.theme;
    const bytes = Uint8Array.from(argument.bytes);
    const canvas = module.coloured(argument.header.groups[0].parts[0], bytes, argument.header);
    return Array.from(canvas.getContext("2d").getImageData(0, 0, 3, 1).data);"""
    given = {"theme": theme, "header": header, "bytes": list(bytes_)}
    found = np.reshape(call(blank, "widgets/map_paint.js", body, given), (3, 4))[:, :3]
    wanted = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in expected]
    assert np.abs(found - wanted).max() <= 1  # 0 is between two of the 256 colours

"""The scripts of the stepper: where its grids stand, and how their numbers are written."""

import pytest

from tests.browser.modules import call

LAPTOP = {"width": 612, "heights": [344], "smallest": 12, "sign": 32, "word": 70, "extra": 0}
PHONE = {"width": 358, "heights": [152], "smallest": 8, "sign": 16, "word": 62, "extra": 50}
LAYOUT = "return module.layoutOf(argument.grids, [2, 3], argument.space)"


def grids(size, kernel, output, least, most=36):
    """Square grids with these numbers of rows, whose numbers are legible from a side of `least` on."""
    sizes = {"input": size, "kernel": kernel, "output": output}
    return {key: {"rows": rows, "columns": rows, "least": [least] * 2, "most": most} for key, rows in sizes.items()}


@pytest.mark.parametrize(
    ("drawn", "space", "name", "sides"),
    [
        # 18 cells with 2 pixels of border for each of 4 grids and 3 signs: 18 x 28 + 8 + 96 = 608
        (grids(7, 3, 5, 19), LAPTOP, "row", (28, 28)),
        # 17 x 26 + 6 + 64 = 512 of 520 pixels; in one row a cell would have 20
        (grids(9, 3, 5, 19), LAPTOP | {"width": 520}, "columns", (26, 26)),
        # the kernel over its products: 2 x (3 x 20 + 2) + 24 = 148 of 152 pixels
        (grids(7, 3, 5, 16), PHONE, "columns", (20, 20)),
        # with more height: 12 x 27 + 4 + 16 = 344; at 28 the sum would not fit beside the kernel, and not below it
        (grids(7, 3, 5, 16), PHONE | {"heights": [332]}, "pair", (27, 27)),
        # no room for numbers of 33 pixels in 16 rows: 16 x 18 + 2 + 24 + 3 x 33 + 2 - 80 = 335 of 344 pixels
        (grids(16, 3, 14, 33), LAPTOP, "pair", (18, 33)),
        # a large kernel shows colours alone before the input does: 27 x 20 + 6 + 64 = 610
        (grids(13, 7, 7, 19) | {"kernel": grids(7, 7, 7, 33)["kernel"]}, LAPTOP, "columns", (20, 20)),
        # nothing fits: one below the other, as wide as the phone
        (grids(28, 3, 26, 36), PHONE | {"heights": [376]}, "stack", (12, 36)),
    ],
)
def test_where_the_grids_stand(blank, drawn, space, name, sides):
    space = {"scale": 1, "hasShortSum": True, **space}
    found = call(blank, "widgets/stepper/layout.js", LAYOUT, {"grids": drawn, "space": space})
    assert (found["name"], (found["sides"]["input"], found["sides"]["kernel"])) == (name, sides)


def test_numbers_are_rounded_where_they_do_not_fit_and_never_cut(blank):
    """Five characters of 12 pixels need 12 x 0.57 x 5 + 1 = 36 pixels, three need 22."""
    body = """const [side, value] = argument;
    const style = module.styleOf(side, [5, 3], 12);
    return module.fitted({ value, text: String(value) }, style);"""
    written = [call(blank, "widgets/stepper/grid.js", body, [side, 0.449]) for side in (36, 35, 22, 21)]
    assert written == ["0.449", "0.4", "0.4", ""]


CHANNELS = {"count": 3, "kernel": [3, 3], "map": [7, 7], "output": [5, 5]}
DIGITS = {"window": 3, "kernel": 2, "product": 4, "part": 4, "output": 4}
ROOM = {"type": 14, "sign": 32, "word": 64, "total": 112, "caption": 22, "scale": 1}


@pytest.mark.parametrize(
    ("space", "found"),
    [
        # (300 - 22) / 3 - 6 - 2 = 84.7 pixels for three cells; 28 x 7 digits of 8 pixels and 4 more fit in it
        ({"width": 900, "height": 300}, {"cell": 28, "row": 86, "map": 12, "products": True, "total": True}),
        # at least 14 / 0.75 = 19 pixels: 3 x (3 x 19 + 2 + 6) + 22 = 217; without products and total a row takes
        # 20 + 58 + 86 + 64 + 3 x 32 + 46 + 32 = 402 pixels, 546 with the total, which leaves 54 for the output
        ({"width": 600, "height": 200}, {"cell": 19, "row": 59, "map": 8, "total": False, "leastHeight": 217}),
        # nothing is left for the output, but a row fits without the lines to it
        ({"width": 400, "height": 200}, {"cell": 19, "total": False, "isBelow": True}),
        ({"width": 300, "height": 200}, None),
    ],
)
def test_how_large_the_rows_of_channels_are(blank, space, found):
    body = "return module.channelsLayout(argument.sizes, argument.lengths, argument.space)"
    given = {"sizes": CHANNELS, "lengths": DIGITS, "space": ROOM | space}
    layout = call(blank, "widgets/stepper/channels_layout.js", body, given)
    assert (layout and {name: layout[name] for name in found or {}}) == found

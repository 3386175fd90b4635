"""The scripts of the view of a network: which nodes are drawn, where they stand, what a unit sees.

One file, because the tests share the networks and the page that runs the scripts.
"""

import pytest

from cnnlab.core.network.famous import famous
from cnnlab.core.network.plan import planned
from cnnlab.ui.lessons.architecture.network_data import network_data

from .modules import call

LAYOUT = "lessons/architecture/network_layout.js"
LABELS = "lessons/architecture/network_labels.js"
LINES = "lessons/architecture/network_lines.js"
PHOTO = "lessons/architecture/network_photo.js"
LAID_OUT = "return module.laidOut(argument.data, new Set(argument.open))"


def data_of(name):
    network = famous(name)
    return network, network_data(planned(network), None)


def laid_out(blank, data, opened=()):
    return call(blank, LAYOUT, LAID_OUT, {"data": data, "open": list(opened)})


def overlapping(one, other):
    left = max(one["x"], other["x"]), max(one["y"], other["y"])
    right = (
        min(node["x"] + node["width"] for node in (one, other)),
        min(node["y"] + node["height"] for node in (one, other)),
    )
    return left[0] < right[0] - 0.01 and left[1] < right[1] - 0.01


@pytest.mark.parametrize("name", ["lenet5_fully_connected", "googlenet", "resnet34", "pets_unet", "EfficientNetB0"])
def test_nodes_stand_beside_each_other_and_edges_go_to_the_right(blank, name):
    _, data = data_of(name)
    found = laid_out(blank, data)
    nodes = {node["index"]: node for node in found["nodes"]}
    drawn = list(nodes.values())
    assert [(a["index"], b["index"]) for at, a in enumerate(drawn) for b in drawn[:at] if overlapping(a, b)] == []
    for edge in found["edges"]:
        assert nodes[edge["source"]]["x"] + nodes[edge["source"]]["width"] <= nodes[edge["target"]]["x"] + 0.01
    for node in drawn:
        assert found["left"] <= node["x"]
        assert node["x"] + node["width"] <= found["left"] + found["width"]
        assert found["top"] <= node["y"]
        assert node["y"] + node["height"] <= found["top"] + found["height"]


def test_a_folded_block_is_drawn_once_and_connected_as_before(blank):
    """ResNet-34: what follows the last unit of a stage follows its first one while the stage is folded."""
    _, data = data_of("resnet34")
    rows = [node["row"] for node in data["nodes"]]
    bases = [index for index, node in enumerate(data["nodes"]) if node["part"] == index]
    folded, opened = (laid_out(blank, data, blocks) for blocks in ([], range(len(data["counts"]))))
    assert [node["index"] for node in opened["nodes"]] == bases
    first = [index for index in bases if data["nodes"][index]["repetition"] == 0]
    assert [node["index"] for node in folded["nodes"]] == first
    edges = {(rows[edge["source"]], rows[edge["target"]]) for edge in folded["edges"]}
    block = data["nodes"][bases[-3]]["block"]
    last, pool = rows[bases[-3]], rows[bases[-2]]
    assert data["counts"][block] == 2
    assert (rows[data["nodes"][bases[-3]]["first"]], pool) in edges
    assert last not in {source for source, _ in edges}
    assert [frame["count"] for frame in folded["frames"]] == list(data["counts"])
    some = laid_out(blank, data, [block])
    assert len(some["nodes"]) == len(first) + sum(data["nodes"][at]["block"] == block for at in bases) // 2


def test_skips_go_above_what_they_pass_and_wider_ones_further_out(blank):
    _, data = data_of("pets_unet")
    found = laid_out(blank, data)
    nodes = {node["index"]: node for node in found["nodes"]}
    skips = [edge for edge in found["edges"] if edge["skip"]]
    spans = []
    for edge in skips:
        (left, right), top = (edge["points"][0][0], edge["points"][-1][0]), edge["points"][2][1]
        assert all(top < node["y"] for node in nodes.values() if node["x"] < right and node["x"] + node["width"] > left)
        spans.append((left, right, top))
    nested = [(a, b) for a in spans for b in spans if a[0] <= b[0] and b[1] <= a[1] and a != b]
    assert len(nested) >= 3  # the encoder's maps go to the decoder
    assert all(outer[2] < inner[2] for outer, inner in nested)


def test_maps_are_to_scale_by_the_square_root(blank):
    """VGG16: the face of a map of a quarter of the height is half as high, but for the least height of 6 pixels."""
    most = {"side": 224, "channels": 512, "units": 4096}
    body = "return argument.shapes.map((shape) => module.boxOf({ shape }, argument.most))"
    one, quarter, vector = call(blank, LAYOUT, body, {"shapes": [[224, 224, 64], [56, 56, 256], [4096]], "most": most})
    assert (one["face"] - 6) / (quarter["face"] - 6) == pytest.approx(2)
    assert (quarter["deep"] - 6) / (one["deep"] - 6) == pytest.approx(2)
    assert vector["across"] == 0


def test_what_a_unit_sees_is_what_the_network_says(blank):
    """Corners and middles of three layers of GoogLeNet, as the browser finds them."""
    network, data = data_of("googlenet")
    trace = network.trace()
    body = "return module.seenBy(argument.data, argument.index, argument.at)"
    for row in ("conv2", "inception4a", "inception5b_5x5"):
        index = next(at for at, node in enumerate(data["nodes"]) if node["row"] == row)
        for at in ([0, 0], [0.5, 0.999], [1, 0.3]):
            seen = call(blank, PHOTO, body, {"data": data, "index": index, "at": at})
            assert seen["units"] == list(trace.sizes(row))
            assert seen["unit"] == [min(n - 1, int(n * share)) for n, share in zip(seen["units"], at, strict=True)]
            assert [tuple(span) for span in seen["intervals"]] == list(trace.sees(row, seen["unit"]))


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([(0, 1), (1, 2)], [[0], [1], [2]]),
        ([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)], [[0], [1, 2, 3], [4]]),
        ([(0, 1), (0, 2), (1, 4), (2, 3), (3, 4), (0, 4)], [[0], [1, 2, 3, 4]]),
        ([(0, 1), (0, 2), (2, 3)], [[0], [1, 2], [3]]),  # an end beside the way
        ([(0, 2), (1, 2), (2, 3)], [[0, 1, 2, 3]]),  # two beginnings
    ],
)
def test_a_network_is_cut_where_every_path_goes_through_one_node(blank, edges, expected):
    body = """const edges = argument.map(([source, target]) => ({ source, target }));
    return module.pieces([...new Set(argument.flat())], edges)"""
    assert call(blank, "lessons/architecture/network_ranks.js", body, [list(edge) for edge in edges]) == expected


def test_without_its_skips_densenet_is_a_chain_that_needs_no_layout_of_branches(blank):
    """All 409 boxes of DenseNet201 stand on one line, and are placed one after the other."""
    _, data = data_of("DenseNet201")
    found = laid_out(blank, data, range(len(data["counts"])))
    middles = {round(node["y"] + (node["box"]["face"] + 0.6 * node["box"]["across"]) / 2, 3) for node in found["nodes"]}
    assert len(found["nodes"]) > 400
    assert middles == {0}


@pytest.mark.parametrize("scale", [0.1, 0.3, 0.6, 1])
def test_labels_are_large_enough_and_lie_neither_on_each_other_nor_on_boxes(blank, scale):
    """GoogLeNet without room for labels: those that fit are shown, that of the lit layer first."""
    _, data = data_of("googlenet")
    layout = call(blank, LAYOUT, "return module.laidOut(argument, new Set(), true)", data)
    lit = layout["nodes"][40]["index"]
    body = """const { layout, lit, scale } = argument, { nodes } = layout;
    const times = module.labelTimes(scale, 14);
    const shapes = module.labelled(layout, lit, scale, times), found = [...shapes.keys()];
    const rect = (node) => module.labelRect(node, scale, times, shapes.get(node.index).brief);
    const shown = nodes.filter(({ index }) => found.includes(index));
    return { times, found, labels: shown.map(rect), boxes: nodes.map((node) => module.boxRect(node, scale)) }"""
    found = call(blank, LABELS, body, {"layout": layout, "lit": lit, "scale": scale})
    assert 14 * scale * found["times"] >= 14 - 1e-9
    assert found["found"][0] == lit
    assert len(found["found"]) >= (3 if scale > 0.2 else 1)
    labels = found["labels"]
    others = [(a, b) for at, a in enumerate(labels) for b in labels[:at]]
    index = [node["index"] for node in layout["nodes"] if node["index"] in found["found"]].index(lit)
    others += [(a, b) for at, a in enumerate(labels) if at != index for b in found["boxes"]]
    assert [(a, b) for a, b in others if meet(a, b)] == []


def meet(one, other):
    sides = max(one["left"], other["left"]), min(one["right"], other["right"])
    ends = max(one["top"], other["top"]), min(one["bottom"], other["bottom"])
    return sides[0] < sides[1] - 0.01 and ends[0] < ends[1] - 0.01


@pytest.mark.parametrize("name", ["VGG16", "googlenet", "resnet34", "DenseNet121"])
def test_a_long_network_is_broken_into_lines_that_fill_the_window(blank, name):
    """On a phone: 360 x 150 pixels. Boxes keep their order and their distances within a line."""
    _, data = data_of(name)
    layout = call(blank, LAYOUT, "return module.laidOut(argument, new Set(), true)", data)
    broken = call(blank, LINES, "return module.inLines(argument, 360, 150)", layout)
    scales = [min(360 / one["width"], 150 / one["height"]) for one in (layout, broken)]
    assert scales[1] > 1.4 * scales[0]
    nodes = broken["nodes"]
    assert [node["index"] for node in nodes] == [node["index"] for node in layout["nodes"]]
    assert [(a["index"], b["index"]) for at, a in enumerate(nodes) for b in nodes[:at] if overlapping(a, b)] == []
    for node in nodes:
        assert broken["left"] <= node["x"]
        assert node["x"] + node["width"] <= broken["left"] + broken["width"]
        assert node["y"] + node["height"] <= broken["height"]
    starts = {edge["source"] for edge in broken["edges"] if edge.get("turns")}
    middles = {round(node["y"] + (node["box"]["face"] + 0.6 * node["box"]["across"]) / 2) for node in nodes}
    assert 1 <= len(starts) < len(middles)


def test_a_line_ends_only_where_all_that_passes_comes_from_one_node(blank):
    """Six boxes in a row: a skip from the second to the fifth, a frame around the sixth and a seventh."""
    box = {"face": 20, "across": 0, "deep": 20}
    common = {
        "joined": [],
        "box": box,
        "lines": ["x"],
        "heads": 1,
        "spread": 8,
        "head": 8,
        "drawn": 20,
        "width": 20,
        "height": 40,
    }
    nodes = [{**common, "index": at, "x": 100 * at, "y": 0} for at in range(7)]
    pairs = [(at, at + 1, False) for at in range(6)] + [(1, 4, True)]
    edges = [
        {"source": one, "target": other, "skip": skip, "points": [[100 * one + 20, 10], [100 * other, 10]]}
        for one, other, skip in pairs
    ]
    frames = [{"block": 0, "left": 494, "right": 626, "top": 0, "bottom": 40, "count": 2, "open": False}]
    layout = {"nodes": nodes, "edges": edges, "frames": frames, "left": 0, "top": 0, "width": 620, "height": 60}
    assert call(blank, LINES, "return module.cutsOf(argument)", layout) == [60, 160, 460]

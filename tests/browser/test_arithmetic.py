"""The stepper's arithmetic in the browser agrees with cnnlab.core.stepping.cell: the stepper alone, on a blank page.

This covers convolution and pooling layers; the pages around the stepper have their own tests.
"""

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlab.core.layers import describe
from cnnlab.core.stepping.cell import run, scatter, step, weight_shapes
from cnnlab.core.stepping.edits import edited
from cnnlab.core.stepping.inputs import small_input, small_weights
from cnnlab.core.stepping.scene import scene
from cnnlab.ui.widgets.bundle import bundle
from cnnlab.ui.widgets.stepper import stepper
from tests.browser.grid import answer, assert_same_terms, first_channel, go_to, terms

SCRIPT = bundle(stepper.SCRIPT)
STYLE = stepper.STYLE.read_text(encoding="utf-8")
MOUNT = """async ([script, data]) => {
  const source = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: mount } = await import(source);
  mount({ data: new TextEncoder().encode(JSON.stringify(data)), parentElement: document.body, setStateValue() {} });
}"""
SESSION_STATE = {"gathers": False, "part": 0, "link": None, "tried": 0, "large": False, "id": "blank"}
DEFAULTS = {"strides": 1, "padding": "valid", "kernel_size": (3, 3)}


@pytest.fixture
def grid(blank):
    """Render a layer on the blank page: grid(layer, inputs, weights, edits)."""
    errors = []
    blank.on("pageerror", lambda error: errors.append(str(error)))

    def rendered(layer, inputs, weights, edits=None):
        blank.set_content(f"<style>{STYLE}</style><div class='stepper'></div>")
        data = stepper.scene_data(scene(layer, inputs, weights), editable=True, edits=edits)
        blank.evaluate(MOUNT, [SCRIPT, data | SESSION_STATE])
        return blank

    yield rendered
    assert errors == []


def convolution(kind, shape, config):
    layer = {"class_name": kind, "config": DEFAULTS | config}
    return layer, small_input("shape", shape), small_weights(layer, weight_shapes(layer, shape), "sobel_x")


CONVOLUTIONS = {
    "Conv2D": ("Conv2D", (8, 7, 2), {"filters": 3, "padding": "same", "strides": 2}),
    "unequal": ("Conv2D", (7, 9, 1), {"filters": 2, "padding": "same", "strides": (2, 3)}),
    "dilated": ("Conv2D", (9, 7, 1), {"filters": 1, "dilation_rate": 2, "activation": "relu"}),
    "grouped": ("Conv2D", (7, 7, 4), {"filters": 4, "groups": 2}),
    "without bias": ("Conv2D", (5, 5, 1), {"filters": 1, "use_bias": False}),
    "DepthwiseConv2D": ("DepthwiseConv2D", (7, 7, 2), {"depth_multiplier": 2}),
    "SeparableConv2D": ("SeparableConv2D", (7, 7, 3), {"filters": 2, "padding": "same", "depth_multiplier": 1}),
}
EDITS = {"unchanged": {}, "edited": {"i.0.1.1": -2.5, "k.0.0.1.1": 3.0, "p.0.1": 2.5}}


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("case", CONVOLUTIONS)
def test_terms_sum_and_output_of_a_convolution(grid, case, edits):
    layer, inputs, weights = convolution(*CONVOLUTIONS[case])
    inputs, weights = edited(layer, inputs, weights, edits)
    page = grid(layer, inputs, weights, edits)
    height, width, filters = describe(layer, inputs.shape).output_shape
    for at in (0, (height * width) // 2, height * width - 1):
        go_to(page, at)
        expected = step(layer, inputs, weights, (at // width, at % width, 0))
        assert_same_terms(terms(page), first_channel(expected))
        shown = answer(page)
        np.testing.assert_allclose(
            [shown["total"], shown["before"], shown["value"]],
            [expected.total, expected.before_activation, expected.value],
            atol=1e-6,
        )
    values = page.locator(".stepper .maps .cell").evaluate_all("all => all.map(e => Number(e.dataset.value))")
    maps = np.array(values).reshape(filters, height, width).transpose(1, 2, 0)
    np.testing.assert_allclose(maps, run(layer, inputs, weights), atol=1e-6)


@pytest.mark.parametrize("edits", [{}, {"i.0.1.1": -2.5, "k.0.0.1.1": 3.0}], ids=["unchanged", "edited"])
@pytest.mark.parametrize("more", [{"padding": "same"}, {"output_padding": 1}, {"strides": 3}], ids=str)
def test_a_transposed_convolution_scatters_and_gathers(grid, edits, more):
    layer, inputs, weights = convolution("Conv2DTranspose", (4, 4, 1), {"filters": 1, "strides": 2} | more)
    inputs, weights = edited(layer, inputs, weights, edits)
    page = grid(layer, inputs, weights, edits)
    so_far = np.full(describe(layer, inputs.shape).output_shape[:2], weights[1][0])
    for at in range(16):
        shares = scatter(layer, inputs, weights, (at // 4, at % 4, 0))
        for share in shares:
            if not share.is_cut:
                so_far[share.at[:2]] += share.product
        if at not in (5, 10, 15):
            continue
        go_to(page, at)
        products = page.locator(".stepper .product .cell").evaluate_all(
            "all => all.map(e => Number(e.dataset.product))"
        )
        np.testing.assert_allclose(products, [share.product for share in shares], atol=1e-6)
        shown = page.locator(".stepper .maps .cell").evaluate_all("all => all.map(e => Number(e.dataset.value))")
        np.testing.assert_allclose(np.array(shown).reshape(so_far.shape), so_far, atol=1e-6)
    page.get_by_role("button", name="Step through the input instead").click()
    side = len(so_far)
    for at in (0, side * side // 2 - 5, side * side - 1):
        go_to(page, at)
        expected = step(layer, inputs, weights, (at // side, at % side, 0))
        assert_same_terms(terms(page), list(expected.terms))
        np.testing.assert_allclose(answer(page)["value"], expected.value, atol=1e-6)


@pytest.mark.parametrize(
    ("kind", "shape", "config", "count"),
    [
        ("Conv2D", (7, 7, 1), {"filters": 3}, 27),
        ("Conv2D", (7, 7, 4), {"filters": 4, "groups": 2}, 18),  # only the filters of the cell's own group
        ("Conv2DTranspose", (4, 4, 1), {"filters": 1, "strides": 2}, 9),
        ("Conv2DTranspose", (5, 5, 1), {"filters": 2}, 18),
    ],
)
def test_an_input_cell_marks_its_outputs_in_every_map(grid, kind, shape, config, count):
    """Counted by hand: nine positions of a 3 x 3 kernel, in each map that the input cell's channel contributes to."""
    page = grid(*convolution(kind, shape, config))
    cells = page.locator(".stepper .input .cell:not(.padding)")
    side = round(cells.count() ** 0.5)
    cells.nth(side // 2 * (side + 1)).hover()
    expect(page.locator(".stepper .told")).to_contain_text(f"{count} output cells use it")
    expect(page.locator(".stepper .maps .depends")).to_have_count(count)


POOLINGS = {
    "max, overlapping": ("MaxPooling2D", (7, 6, 1), {"pool_size": 3, "strides": 2}),
    "max, padded": ("MaxPooling2D", (5, 6, 1), {"pool_size": 2, "padding": "same"}),
    "average, padded": ("AveragePooling2D", (6, 5, 2), {"pool_size": 2, "padding": "same"}),
    "global max": ("GlobalMaxPooling2D", (6, 6, 3), {}),
    "global average": ("GlobalAveragePooling2D", (6, 6, 2), {}),
}


@pytest.mark.parametrize("edits", [{}, {"i.0.0.1": 11.5, "i.0.1.0": -2.5}], ids=["unchanged", "edited"])
@pytest.mark.parametrize("case", POOLINGS)
def test_terms_and_output_of_a_pooling_layer(grid, case, edits):
    kind, shape, config = POOLINGS[case]
    layer = {"class_name": kind, "config": config}
    inputs, _ = edited(layer, small_input("numbers", shape), [], edits)
    page = grid(layer, inputs, [], edits)
    output = describe(layer, shape).output_shape
    height, width = output[:2] if len(output) == 3 else (1, 1)
    for at in {0, (height * width) // 2, height * width - 1}:
        go_to(page, at)
        position = (at // width, at % width, 0) if len(output) == 3 else (0,)
        expected = step(layer, inputs, [], position)
        shown = terms(page)
        if len(expected.terms) <= 64:  # longer sums are not written out
            assert [(cell["y"], cell["x"]) for cell in shown] == [term.position[:2] for term in expected.terms]
            assert [cell["value"] for cell in shown] == [term.input for term in expected.terms]
        np.testing.assert_allclose(answer(page)["value"], expected.value, atol=1e-6)
        if kind == "MaxPooling2D":
            winner = page.locator(".stepper .input .winner").evaluate("e => [Number(e.dataset.y), Number(e.dataset.x)]")
            assert tuple(winner) == expected.terms[expected.winners[0]].position[:2]
        if expected.not_counted:
            expect(page.get_by_text(f"{len(expected.not_counted)} cells of padding are not counted.")).to_be_visible()
    values = page.locator(".stepper .maps .cell").evaluate_all("all => all.map(e => Number(e.dataset.value))")
    expected = run(layer, inputs, []).reshape(height, width, -1)
    np.testing.assert_allclose(np.array(values).reshape(-1, height, width).transpose(1, 2, 0), expected, atol=1e-6)

"""Laws that hold for any numbers."""

import numpy as np
import pytest

from cnnlab.core.stepping.cell import dependents, reach, run, scatter, step, weight_shapes, window

SETTINGS = [
    ("Conv1D", (6, 2), {"filters": 2, "kernel_size": 3, "padding": "causal", "dilation_rate": 2}),
    ("Conv2D", (5, 4, 2), {"filters": 2, "kernel_size": 3, "padding": "same"}),
    ("Conv2D", (6, 5, 2), {"filters": 2, "kernel_size": (2, 3), "strides": 2, "padding": "same"}),
    ("Conv2D", (6, 5, 4), {"filters": 4, "kernel_size": 2, "strides": 3, "groups": 2}),
    ("Conv2D", (6, 5, 1), {"filters": 1, "kernel_size": 3, "dilation_rate": 2}),
    ("Conv3D", (3, 4, 3, 1), {"filters": 2, "kernel_size": 2, "padding": "same"}),
    ("DepthwiseConv2D", (5, 5, 2), {"kernel_size": 3, "strides": 2, "depth_multiplier": 2, "padding": "same"}),
    ("SeparableConv2D", (5, 4, 2), {"filters": 3, "kernel_size": 2, "depth_multiplier": 2, "padding": "same"}),
    ("Conv2DTranspose", (3, 3, 2), {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}),
    ("Conv2DTranspose", (3, 2, 2), {"filters": 1, "kernel_size": (2, 4), "strides": 3}),
    ("Conv2DTranspose", (3, 3, 1), {"filters": 1, "kernel_size": 2, "dilation_rate": 2}),
    ("AveragePooling2D", (5, 5, 2), {"pool_size": 3, "strides": 2, "padding": "same"}),
    ("GlobalAveragePooling2D", (3, 4, 2), {}),
    ("Dense", (5,), {"units": 3}),
]
TRANSPOSED = [setting for setting in SETTINGS if setting[0] == "Conv2DTranspose"]
MAX = [
    ("MaxPooling2D", (5, 4, 2), {"pool_size": 3, "strides": 2, "padding": "same"}),
    ("GlobalMaxPooling2D", (3, 4, 2), {"keepdims": True}),
]


def made(kind, shape, config):
    """The layer, and inputs and weights above 0, all different."""
    random = np.random.default_rng(3)
    layer = {"class_name": kind, "config": config}
    return layer, random.uniform(1, 2, shape), [random.uniform(1, 2, size) for size in weight_shapes(layer, shape)]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_the_output_is_linear_in_the_input(setting):
    """f(2 x - 3 y) = 2 f(x) - 3 f(y), without bias and activation."""
    layer, x, weights = made(*setting[:2], {**setting[2], "use_bias": False})
    y = np.random.default_rng(4).normal(size=x.shape)
    expected = 2 * run(layer, x, weights) - 3 * run(layer, y, weights)
    assert np.allclose(run(layer, 2 * x - 3 * y, weights), expected, atol=1e-12)


@pytest.mark.parametrize("setting", SETTINGS + MAX, ids=str)
def test_the_parts_sum_to_the_whole(setting):
    layer, inputs, weights = made(*setting)
    for at in np.ndindex(reach(layer, inputs.shape).output_shape):
        found = step(layer, inputs, weights, at)
        assert sum(found.channel_sums) == pytest.approx(found.total)
        assert sum(term.input * term.weight for term in found.terms) == pytest.approx(found.total)
        assert found.total + found.bias == found.value
        for term in found.terms:
            if not term.is_padding and not found.depthwise:
                assert term.input == inputs[term.position]


@pytest.mark.parametrize("setting", SETTINGS + MAX, ids=str)
def test_window_and_dependents_are_inverse_relations(setting):
    layer, inputs, _ = made(*setting)
    outputs = reach(layer, inputs.shape).output_shape
    read = {(at, position) for at in np.ndindex(outputs) for position in window(layer, inputs.shape, at).inside}
    depending = {(at, cell) for cell in np.ndindex(inputs.shape) for at in dependents(layer, inputs.shape, cell)}
    assert read == depending != set()


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_the_dependents_are_what_changes(setting):
    """Weights and inputs are above 0, so a larger input value makes every output that depends on it larger."""
    layer, inputs, weights = made(*setting)
    before = run(layer, inputs, weights)
    for position in np.ndindex(inputs.shape):
        more = inputs.copy()
        more[position] += 1
        changed = np.argwhere(run(layer, more, weights) > before + 1e-9)
        assert [tuple(at) for at in changed.tolist()] == list(dependents(layer, inputs.shape, position))


@pytest.mark.parametrize("setting", SETTINGS + MAX, ids=str)
def test_the_window_holds_the_terms(setting):
    layer, inputs, weights = made(*setting)
    for at in np.ndindex(reach(layer, inputs.shape).output_shape):
        found, positions = step(layer, inputs, weights, at), window(layer, inputs.shape, at)
        terms = found.terms if not found.depthwise else [term for stage in found.depthwise for term in stage.terms]
        assert {term.position for term in terms if not term.is_padding} == set(positions.inside)
        assert {term.position for term in terms if term.is_padding} | set(found.not_counted) == set(positions.padding)


@pytest.mark.parametrize("setting", TRANSPOSED, ids=str)
def test_all_contributions_and_the_bias_make_up_the_output(setting):
    layer, inputs, weights = made(*setting)
    summed = np.zeros(reach(layer, inputs.shape).output_shape) + weights[-1]
    for at in np.ndindex(inputs.shape):
        for contribution in scatter(layer, inputs, weights, at):
            if not contribution.is_cut:
                summed[contribution.at] += contribution.product
    assert np.allclose(summed, run(layer, inputs, weights))


@pytest.mark.parametrize("setting", TRANSPOSED, ids=str)
def test_contributions_and_terms_agree(setting):
    """Gathering and scattering name the same input cells, output cells and products."""
    layer, inputs, weights = made(*setting)
    gathered = {
        (term.position, at, term.kernel, term.product)
        for at in np.ndindex(reach(layer, inputs.shape).output_shape)
        for term in step(layer, inputs, weights, at).terms
    }
    scattered = {
        (position, contribution.at, contribution.kernel, contribution.product)
        for position in np.ndindex(inputs.shape)
        for contribution in scatter(layer, inputs, weights, position)
        if not contribution.is_cut
    }
    assert gathered == scattered


@pytest.mark.parametrize(
    ("padding", "strides", "size"), [("valid", 1, 5), ("valid", 2, 5), ("valid", 3, 9), ("same", 1, 4), ("same", 2, 6)]
)
def test_a_transposed_convolution_is_the_transpose(padding, strides, size):
    """<conv(x), y> = <x, transposed(y)> for the same kernel, at sizes that the transposed layer restores."""
    random = np.random.default_rng(6)
    config = {"kernel_size": 3, "strides": strides, "padding": padding, "use_bias": False}
    kernel, x = random.normal(size=(3, 2, 3)), random.normal(size=(size, 2))
    forward = run({"class_name": "Conv1D", "config": {**config, "filters": 3}}, x, [kernel])
    y = random.normal(size=forward.shape)
    back = run({"class_name": "Conv1DTranspose", "config": {**config, "filters": 2}}, y, [kernel])
    assert np.vdot(forward, y) == pytest.approx(np.vdot(x, back))


@pytest.mark.parametrize(("padding", "border"), [("valid", 0), ("same", 2)])
def test_the_map_shifts_with_the_picture(padding, border):
    """Strides 1: if the picture moves one cell down and right, so does the map, except near the borders."""
    config = {"filters": 2, "kernel_size": 3, "dilation_rate": 2, "padding": padding}
    layer, inputs, weights = made("Conv2D", (9, 8, 2), config)
    shifted = np.roll(inputs, (1, 1), (0, 1))
    before = np.pad(run(layer, inputs, weights), ((1, 0), (1, 0), (0, 0)))[:-1, :-1]
    inner = np.s_[1 + border : -border or None, 1 + border : -border or None]
    assert before[inner].size >= 24
    assert np.allclose(run(layer, shifted, weights)[inner], before[inner])


def test_a_separable_convolution_equals_one_with_the_product_of_its_kernels():
    """Depthwise times pointwise weights, summed over the intermediate channels, for one filter per channel."""
    layer, inputs, weights = made("SeparableConv2D", (5, 4, 2), {"filters": 3, "kernel_size": 3})
    depthwise, pointwise, bias = weights
    whole = np.einsum("ijc,cf->ijcf", depthwise[..., 0], pointwise[0, 0])
    conv = {"class_name": "Conv2D", "config": {"filters": 3, "kernel_size": 3}}
    assert np.allclose(run(layer, inputs, weights), run(conv, inputs, [whole, bias]))

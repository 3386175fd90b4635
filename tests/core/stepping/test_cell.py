"""Steps computed by hand on maps of 4x4 cells and smaller, and the errors.

Long, because every case is written out with its numbers.
"""

import numpy as np
import pytest

from cnnlab.core.layers import LayerError
from cnnlab.core.stepping.cell import StepError, dependents, run, scatter, step, window

COUNTED = np.arange(16.0).reshape(4, 4, 1)  # 0 1 2 3 / 4 5 6 7 / 8 9 10 11 / 12 13 14 15


def layer(kind, **config):
    return {"class_name": kind, "config": config}


def kernel(rows, shape) -> np.ndarray:
    return np.array(rows, float).reshape(shape)


SOBEL = kernel([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], (3, 3, 1, 1))


def test_a_convolution_by_hand():
    """The window over 0 1 2 / 4 5 6 / 8 9 10: -0 + 2 - 8 + 12 - 8 + 10 = 8; the bias makes it 7.5."""
    found = step(layer("Conv2D", filters=1, kernel_size=3), COUNTED, [SOBEL, np.array([-0.5])], (0, 0, 0))
    assert [term.product for term in found.terms] == [0, 0, 2, -8, 0, 12, -8, 0, 10]
    assert [term.input for term in found.terms] == [0, 1, 2, 4, 5, 6, 8, 9, 10]
    assert [term.kernel for term in found.terms][:4] == [(0, 0), (0, 1), (0, 2), (1, 0)]
    assert found.terms[5].position == (1, 2, 0)
    assert (found.total, found.bias, found.before_activation, found.value) == (8, -0.5, 7.5, 7.5)
    assert found.channel_sums == (8,)
    assert not any(term.is_padding for term in found.terms)


def test_the_kernel_is_not_flipped():
    """A 1 on the right of the kernel takes the cell on the right, as in cross-correlation."""
    right = kernel([0, 0, 1], (3, 1, 1))
    found = run(layer("Conv1D", filters=1, kernel_size=3, use_bias=False), np.array([[1.0], [2.0], [5.0]]), [right])
    assert found.tolist() == [[5.0]]


def test_padding_cells_are_terms_of_zero():
    """A 3x3 window at the corner: five of its nine cells are padding, the others are 0 1 / 4 5."""
    config = layer("Conv2D", filters=1, kernel_size=3, padding="same", use_bias=False)
    found = step(config, COUNTED, [np.ones((3, 3, 1, 1))], (0, 0, 0))
    assert found.value == 0 + 1 + 4 + 5
    assert found.count == 9
    outside = [term for term in found.terms if term.is_padding]
    assert [term.position[:2] for term in outside] == [(-1, -1), (-1, 0), (-1, 1), (0, -1), (1, -1)]
    assert {(term.input, term.product) for term in outside} == {(0.0, 0.0)}


def test_same_with_strides_pads_at_the_far_end_only():
    """4 cells, kernel 3, stride 2: one cell of padding, after; other libraries than TensorFlow pad both ends."""
    config = layer("Conv2D", filters=1, kernel_size=3, strides=2, padding="same")
    assert window(config, (4, 4, 1), (0, 0, 0)).padding == ()
    assert window(config, (4, 4, 1), (1, 1, 0)).padding == ((2, 4, 0), (3, 4, 0), (4, 2, 0), (4, 3, 0), (4, 4, 0))


def test_large_strides_skip_rows():
    """6 rows, kernel 2, strides 3: rows 0 and 1, then 3 and 4; no window covers rows 2 and 5."""
    config = layer("Conv2D", filters=1, kernel_size=2, strides=3)
    assert window(config, (6, 6, 1), (1, 0, 0)).inside == ((3, 0, 0), (3, 1, 0), (4, 0, 0), (4, 1, 0))
    first, second = ((0, 0, 0),), ((1, 1, 0),)
    along = [dependents(config, (6, 6, 1), (place, place, 0)) for place in range(6)]
    assert along == [first, first, (), second, second, ()]


def test_dilation_leaves_gaps():
    config = layer("Conv2D", filters=1, kernel_size=2, dilation_rate=3)
    assert window(config, (4, 4, 1), (0, 0, 0)).inside == ((0, 0, 0), (0, 3, 0), (3, 0, 0), (3, 3, 0))


def test_a_causal_convolution_does_not_read_later_steps():
    """Weights 1 10 100 on 1 2 3 4: the last weight is on the cell itself."""
    config = layer("Conv1D", filters=1, kernel_size=3, padding="causal", use_bias=False)
    weights = [kernel([1, 10, 100], (3, 1, 1))]
    assert run(config, np.array([[1.0], [2.0], [3.0], [4.0]]), weights).ravel().tolist() == [100, 210, 321, 432]
    assert window(config, (4, 1), (0, 0)).padding == ((-2, 0), (-1, 0))


def test_channels_are_summed():
    """Two channels, each with its own kernel: 1 + 2 and 10 * (3 + 4); then the bias, once."""
    inputs = np.array([[1.0, 3.0], [2.0, 4.0]])
    found = step(
        layer("Conv1D", filters=1, kernel_size=2),
        inputs,
        [kernel([[1, 10], [1, 10]], (2, 2, 1)), np.array([5.0])],
        (0, 0),
    )
    assert found.channel_sums == (3, 70)
    assert [term.position for term in found.terms] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert (found.total, found.value) == (73, 78)


def test_a_group_reads_only_its_own_channels():
    inputs = np.array([[1.0, 2.0, 3.0, 4.0]])
    config = layer("Conv1D", filters=2, kernel_size=1, groups=2, use_bias=False)
    found = step(config, inputs, [kernel([[1, 10], [100, 1000]], (1, 2, 2))], (0, 1))
    assert [term.position for term in found.terms] == [(0, 2), (0, 3)]
    assert [term.weight for term in found.terms] == [10, 1000]
    assert found.value == 3 * 10 + 4 * 1000


def test_depthwise_filters_are_ordered_by_channel():
    """The two filters of channel 0, then the two of channel 1."""
    config = layer("DepthwiseConv2D", kernel_size=1, depth_multiplier=2, use_bias=False)
    weights = [kernel([[1, 10], [100, 1000]], (1, 1, 2, 2))]
    assert run(config, np.array([[[3.0, 7.0]]]), weights).ravel().tolist() == [3, 30, 700, 7000]
    assert dependents(config, (1, 1, 2), (0, 0, 1)) == ((0, 0, 2), (0, 0, 3))


def test_a_separable_convolution_has_two_stages():
    """A depthwise kernel of two ones sums the channels to 1 + 2 = 3 and 3 + 4 = 7; then 10 * 3 + 100 * 7 + 1."""
    weights = [np.ones((1, 2, 2, 1)), kernel([10, 100], (1, 1, 2, 1)), np.array([1.0])]
    inputs = np.array([[[1.0, 3.0], [2.0, 4.0]]])
    found = step(layer("SeparableConv2D", filters=1, kernel_size=(1, 2)), inputs, weights, (0, 0, 0))
    assert [stage.value for stage in found.depthwise] == [3, 7]
    assert [term.input for term in found.depthwise[1].terms] == [3, 4]
    assert [(term.position, term.product) for term in found.terms] == [((0, 0, 0), 30), ((0, 0, 1), 700)]
    assert found.channel_sums == (30, 700)
    assert (found.total, found.value) == (730, 731)
    assert {stage.bias for stage in found.depthwise} == {0}


def test_the_activation_of_a_separable_convolution_comes_after_both_stages():
    """The intermediate -2 is not set to 0: -2 * -3 = 6."""
    config = layer("SeparableConv1D", filters=1, kernel_size=1, activation="relu", use_bias=False)
    assert step(config, np.array([[2.0]]), [np.full((1, 1, 1), -1.0), np.full((1, 1, 1), -3.0)], (0, 0)).value == 6


def test_a_transposed_convolution_by_hand():
    """1 2 with the kernel 1 10 100, strides 2: 1 10 100 from the first, 2 20 200 from the second, two cells further."""
    config = layer("Conv1DTranspose", filters=1, kernel_size=3, strides=2)
    weights, inputs = [kernel([1, 10, 100], (3, 1, 1)), np.array([0.5])], np.array([[1.0], [2.0]])
    assert run(config, inputs, weights).ravel().tolist() == [1.5, 10.5, 102.5, 20.5, 200.5]
    shared = step(config, inputs, weights, (2, 0))
    assert [(term.position, term.kernel, term.product) for term in shared.terms] == [
        ((1, 0), (0,), 2),
        ((0, 0), (2,), 100),
    ]
    assert [(added.at, added.product) for added in scatter(config, inputs, weights, (1, 0))] == [
        ((2, 0), 2),
        ((3, 0), 20),
        ((4, 0), 200),
    ]


def test_same_cuts_off_contributions():
    """2 cells, strides 2, `same`: 4 cells come out; the third contribution of the last input would be in a fifth."""
    config = layer("Conv1DTranspose", filters=1, kernel_size=3, strides=2, padding="same", use_bias=False)
    weights, inputs = [kernel([1, 10, 100], (3, 1, 1))], np.array([[1.0], [2.0]])
    assert run(config, inputs, weights).ravel().tolist() == [1, 10, 102, 20]
    assert [added.at for added in scatter(config, inputs, weights, (1, 0)) if added.is_cut] == [(4, 0)]
    assert dependents(config, (2, 1), (1, 0)) == ((2, 0), (3, 0))


def test_a_cell_without_contributions_is_its_bias():
    """Strides 3 and a kernel of 2 on 4 cells: 12 cells, of which every third receives nothing."""
    config = layer("Conv1DTranspose", filters=1, kernel_size=2, strides=3)
    weights, inputs = [np.ones((2, 1, 2)), np.array([0.25])], np.ones((4, 2))
    assert run(config, inputs, weights).ravel().tolist() == [2.25, 2.25, 0.25] * 4
    found = step(config, inputs, weights, (2, 0))
    assert (found.terms, found.channel_sums, found.total, found.value) == ((), (0, 0), 0, 0.25)


@pytest.mark.parametrize(("bias", "value"), [(-9.0, 0.0), (-8.0, 0.0), (-7.0, 1.0)])
def test_relu_sets_negative_values_to_zero(bias, value):
    config = layer("Conv2D", filters=1, kernel_size=3, activation="relu")
    found = step(config, COUNTED, [SOBEL, np.array([bias])], (0, 0, 0))
    assert (found.before_activation, found.value) == (8 + bias, value)


def test_max_pooling_takes_the_maximum_and_reports_ties():
    inputs = np.array([[1.0, 7.0], [7.0, 3.0]])[..., None]
    found = step(layer("MaxPooling2D"), inputs, [], (0, 0, 0))
    assert found.value == 7
    assert found.winners == (1, 2)
    assert [term.weight for term in found.terms] == [0, 1, 0, 0]
    assert found.terms[found.winners[0]].position == (0, 1, 0)


def test_padding_cells_never_win():
    """All inputs are negative, and the window extends into the padding: a zero there would be the maximum."""
    found = step(layer("MaxPooling2D", pool_size=3, strides=2, padding="same"), COUNTED - 20, [], (1, 1, 0))
    assert found.value == 15 - 20
    assert found.not_counted == ((2, 4, 0), (3, 4, 0), (4, 2, 0), (4, 3, 0), (4, 4, 0))
    assert [term.position for term in found.terms] == [(2, 2, 0), (2, 3, 0), (3, 2, 0), (3, 3, 0)]
    assert found.winners == (3,)


def test_an_average_counts_only_cells_inside():
    """10 11 / 14 15 in a window of nine cells: divided by 4."""
    found = step(layer("AveragePooling2D", pool_size=3, strides=2, padding="same"), COUNTED, [], (1, 1, 0))
    assert (found.count, found.value) == (4, 12.5)
    assert {term.weight for term in found.terms} == {0.25}
    assert len(found.not_counted) == 5
    assert found.winners == ()


def test_pooling_moves_by_its_own_size():
    assert run(layer("MaxPooling2D", pool_size=2), COUNTED, []).ravel().tolist() == [5, 7, 13, 15]
    assert run(layer("AveragePooling2D", pool_size=(1, 4)), COUNTED, []).ravel().tolist() == [1.5, 5.5, 9.5, 13.5]


def test_global_pooling_has_no_spatial_axes():
    found = step(layer("GlobalAveragePooling2D"), COUNTED, [], (0,))
    assert (found.at, found.count, found.value) == ((0,), 16, 7.5)
    assert run(layer("GlobalMaxPooling2D", keepdims=True), COUNTED, []).tolist() == [[[15]]]
    assert dependents(layer("GlobalMaxPooling2D"), (4, 4, 2), (3, 1, 1)) == ((1,),)


def test_a_dense_layer_has_a_weight_for_every_input():
    weights = [kernel([[1, 4], [2, 5], [3, 6]], (3, 2)), np.array([0.0, 100.0])]
    found = step(layer("Dense", units=2), np.array([1.0, 10.0, 0.0]), weights, (1,))
    assert [term.product for term in found.terms] == [4, 50, 0]
    assert [term.position for term in found.terms] == [(0,), (1,), (2,)]
    assert found.value == 154


def test_single_precision_is_summed_in_double():
    """Next to 1e8, a 1 is lost in single precision, which has 24 bits."""
    inputs = np.array([1e8, 1.0, -1e8], "float32")
    assert step(layer("Dense", units=1, use_bias=False), inputs, [np.ones((3, 1), "float32")], (0,)).value == 1


CONV = layer("Conv2D", filters=1, kernel_size=3)
WEIGHTS = [SOBEL, np.zeros(1)]


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda: step(CONV, COUNTED, WEIGHTS, (2, 0, 0)), StepError, r"no cell \(2, 0, 0\) in .* shape \(2, 2, 1\)\."),
        (lambda: step(CONV, COUNTED, WEIGHTS, (-1, 0, 0)), StepError, r"no cell \(-1, 0, 0\)"),
        (lambda: step(CONV, COUNTED, WEIGHTS, (0, 0)), StepError, r"no cell \(0, 0\)"),
        (lambda: step(CONV, COUNTED, WEIGHTS, (0, 0.5, 0)), StepError, r"no cell \(0, 0.5, 0\)"),
        (lambda: step(CONV, COUNTED, [SOBEL], (0, 0, 0)), StepError, r"Conv2D needs weights .* 1\), \(1,\)\]"),
        (lambda: step(CONV, COUNTED, WEIGHTS[::-1], (0, 0, 0)), StepError, r"these have \[\(1,\), \(3, 3, 1, 1\)\]"),
        (lambda: step(layer("MaxPooling2D"), COUNTED, WEIGHTS, (0, 0, 0)), StepError, r"shapes \[\], but"),
        (
            lambda: step(CONV, COUNTED * np.nan, WEIGHTS, (0, 0, 0)),
            StepError,
            "Infinite or undefined input values: 16",
        ),
        (lambda: step(layer("Flatten"), COUNTED, [], (0,)), StepError, "Flatten cannot .* one of AveragePooling1D, "),
        (
            lambda: step(layer("GlobalMaxPooling2D", data_format="channels_first"), COUNTED, [], (0, 0, 0)),
            StepError,
            "GlobalMaxPooling2D with channels first cannot be stepped through",
        ),
        (
            lambda: step(layer("Conv2D", filters=1, kernel_size=3, activation="gelu"), COUNTED, WEIGHTS, (0, 0, 0)),
            StepError,
            "Conv2D with the activation 'gelu' cannot be stepped through. Use relu, or use linear",
        ),
        (lambda: step(layer("Dense", units=1), COUNTED, [], (0,)), StepError, r"shape \(4, 4, 1\). Flatten it"),
        (lambda: step(layer("Conv2D", filters=1, kernel_size=5), COUNTED, [], (0, 0, 0)), LayerError, "does not fit"),
        (
            lambda: run(layer("Dense", units=101), np.ones(10_000), [np.ones((10_000, 101)), np.ones(101)]),
            StepError,
            "This layer takes 1,010,000 products; the limit is 1,000,000",
        ),
        (
            lambda: scatter(CONV, COUNTED, WEIGHTS, (0, 0, 0)),
            StepError,
            "Only a transposed convolution .* Conv2D gathers",
        ),
        (lambda: dependents(CONV, (4, 4, 1), (4, 0, 0)), StepError, r"no cell \(4, 0, 0\)"),
        (lambda: window(CONV, (4, 4, 1), (2, 0, 0)), StepError, r"no cell \(2, 0, 0\)"),
    ],
)
def test_errors_say_what_is_wrong(call, kind, text):
    with pytest.raises(kind, match=text):
        call()

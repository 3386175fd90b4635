"""The formula on the page, evaluated as it is shown, gives the size that Keras gives."""

import re
from math import ceil, floor

import keras
import numpy as np
import pytest

FUNCTIONS = {"floor": floor, "max": max}
FRACTION = re.compile(
    r"<span class='floored'><span class='tall'>⌊</span><span class='fraction'><span>(.+?)</span>"
    r"<span class='stroke'> / </span><span>(.+?)</span></span><span class='tall'>⌋</span></span>"
)


@pytest.mark.parametrize(
    ("link", "layer"),
    [
        ({"strides": 2}, keras.layers.Conv2D(1, 3, 2)),
        ({"padding": "same", "strides": 3}, keras.layers.Conv2D(1, 3, 3, "same")),
        ({"dilation": 2, "kernel_size": "3x1"}, keras.layers.Conv2D(1, (3, 1), dilation_rate=2)),
        ({"layer": "Conv2DTranspose", "strides": 2}, keras.layers.Conv2DTranspose(1, 3, 2)),
        ({"layer": "Conv2DTranspose", "strides": 2, "padding": "same"}, keras.layers.Conv2DTranspose(1, 3, 2, "same")),
        (
            {"layer": "Conv2DTranspose", "strides": 3, "padding": "same", "output_padding": 2},
            keras.layers.Conv2DTranspose(1, 3, 3, "same", output_padding=2),
        ),
        (
            {"layer": "Conv2DTranspose", "strides": 3, "output_padding": 1},
            keras.layers.Conv2DTranspose(1, 3, 3, output_padding=1),
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_formula_gives_the_size_that_keras_gives(app, language, link, layer):
    settings = {f"conv_{name}": str(value) for name, value in ({"height": 8, "width": 9} | link).items()}
    test = app("convolution", language, **settings)
    shown = _formula(test)
    formulas = re.findall(r"<span class='math'>(.+?)</span></p>", shown)
    sizes = [_evaluated(formula) for formula in formulas if " = <b>" in formula]
    output = layer.compute_output_shape((None, 8, 9, 1))
    assert (sizes if len(sizes) == 2 else sizes * 2) == list(output[1:3])
    symbols = re.findall("<p>(.+?)</p>", shown)[0].split(" , ")[0]
    (kernel, _), (strides, _), (dilation, _) = layer.kernel_size, layer.strides, layer.dilation_rate
    effective = dilation * (kernel - 1) + 1
    padding = max((ceil(8 / strides) - 1) * strides + effective - 8, 0) if layer.padding == "same" else 0
    extra = getattr(layer, "output_padding", None)
    letters = {"N": 8, "P": padding, "E": effective, "S": strides, "output_padding": extra[0] if extra else None}
    assert eval(_python(symbols), FUNCTIONS | letters) == sizes[0]


@pytest.mark.parametrize(("strides", "padding"), [(2, "valid"), (3, "valid"), (3, "same")])
def test_the_formula_of_pooling_has_no_dilation(app, strides, padding):
    test = app("pooling", "en", pool_height="8", pool_width="8", pool_strides=str(strides), pool_padding=padding)
    shown = _formula(test)
    size = keras.layers.MaxPooling2D(2, strides, padding).compute_output_shape((None, 8, 8, 1))[1]
    symbols, _, numbers = re.findall("<p>(.+?)</p>", shown)[:3]
    assert _evaluated(re.findall(r"<span class='math'>(.+?)</span>$", numbers)[0]) == size
    total = max((ceil(8 / strides) - 1) * strides + 2 - 8, 0) if padding == "same" else 0
    assert eval(_python(symbols), FUNCTIONS | {"N": 8, "P": total, "K": 2, "S": strides}) == size
    assert "dilation" not in shown


def _formula(test) -> str:
    (shown,) = (html.proto.body for html in test.get("html") if "<div class='size-formula'>" in html.proto.body)
    return shown


def _evaluated(formula: str) -> int:
    """The size on the right, after checking that the left side evaluates to it."""
    left, right = formula.removesuffix("</b>").split(" = <b>")
    assert eval(_python(left), FUNCTIONS) == int(right)
    return int(right)


def _python(formula: str) -> str:
    plain = FRACTION.sub(r"floor((\1) / (\2))", formula).replace("<i>K</i><sub>eff</sub>", "E")
    return re.sub("<.+?>", "", plain).replace("−", "-").replace("·", "*").replace("mod", "%")


@pytest.mark.parametrize("strides", [1, 2, 3])
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_transposed_convolution_cuts_what_keras_cuts(app, strides, size):
    """Keras's `same` output is its `valid` output without the rows and columns that the page reports as cut off."""
    settings = {
        "layer": "Conv2DTranspose",
        "strides": strides,
        "padding": "same",
        "kernel_size": size,
        "input": "numbers",
    }
    test = app("convolution", "en", **{f"conv_{name}": str(value) for name, value in settings.items()})
    shown = _formula(test)
    cut = re.search(r"Cut off .+: (\d+) above, (\d+) below, (\d+) on the left, (\d+) on the right", shown)
    top, bottom, left, right = map(int, cut.groups()) if cut else (0, 0, 0, 0)
    valid, same = (_kernels_added(size, strides, padding) for padding in ("valid", "same"))
    if size >= strides:
        assert np.array_equal(valid[top : len(valid) - bottom, left : valid.shape[1] - right], same)
    else:
        assert not cut
        assert f"the bias alone: {strides - size} below, {strides - size} on the right" in shown
        assert not same[size - strides :].any()


def _kernels_added(size: int, strides: int, padding: str) -> np.ndarray:
    """A transposed convolution with kernels of ones and no bias, on the page's 7 x 7 cells as ones."""
    layer = keras.layers.Conv2DTranspose(1, size, strides, padding, use_bias=False, kernel_initializer="ones")
    return np.array(layer(np.ones((1, 7, 7, 1), "float32")))[0, ..., 0]


def test_with_same_the_size_is_also_that_of_the_input_over_the_stride_rounded_up(app):
    shown = _formula(app("convolution", conv_padding="same", conv_strides="3", conv_height="8", conv_width="8"))
    assert "⌈8 / 3⌉ = <b>3</b>" in shown

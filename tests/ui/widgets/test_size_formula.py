"""The formula on the page is worked out here as it stands; its result is Keras's."""

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
def test_the_formula_with_its_numbers_gives_the_size_of_keras(app, language, link, layer):
    settings = {f"conv_{name}": str(value) for name, value in ({"height": 8, "width": 9} | link).items()}
    test = app("convolution", language, **settings)
    (shown,) = (each.proto.body for each in test.get("html") if "<div class='size-formula'>" in each.proto.body)
    numbers = [each for each in re.findall(r"<span class='math'>(.+?)</span></p>", shown) if " = <b>" in each]
    sizes = [_worked_out(each) for each in numbers]
    output = layer.compute_output_shape((None, 8, 9, 1))
    assert (sizes if len(sizes) == 2 else sizes * 2) == list(output[1:3])
    symbols = re.findall("<p>(.+?)</p>", shown)[0].split(" , ")[0]
    (kernel, _), (strides, _), (dilation, _) = layer.kernel_size, layer.strides, layer.dilation_rate
    reach = dilation * (kernel - 1) + 1
    padded = max((ceil(8 / strides) - 1) * strides + reach - 8, 0) if layer.padding == "same" else 0
    more = getattr(layer, "output_padding", None)
    letters = {"N": 8, "P": padded, "R": reach, "S": strides, "output_padding": more[0] if more else None}
    assert eval(_python(symbols), FUNCTIONS | letters) == sizes[0]


def _worked_out(formula: str) -> int:
    """Both sides of what is written, as Python reads it."""
    left, right = formula.removesuffix("</b>").split(" = <b>")
    assert eval(_python(left), FUNCTIONS) == int(right)
    return int(right)


def _python(formula: str) -> str:
    plain = FRACTION.sub(r"floor((\1) / (\2))", formula).replace("<i>K</i><sub>eff</sub>", "R")
    return re.sub("<.+?>", "", plain).replace("−", "-").replace("·", "*").replace("mod", "%")


@pytest.mark.parametrize("strides", [1, 2, 3])
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_what_a_transposed_convolution_cuts_is_what_keras_does(app, strides, size):
    """Keras's `same` is its `valid` without the rows and columns that the page says are cut off."""
    settings = {
        "layer": "Conv2DTranspose",
        "strides": strides,
        "padding": "same",
        "kernel_size": size,
        "input": "numbers",
    }
    test = app("convolution", "en", **{f"conv_{name}": str(value) for name, value in settings.items()})
    (shown,) = (each.proto.body for each in test.get("html") if "<div class='size-formula'>" in each.proto.body)
    cut = re.search(r"cut off: (\d+) above, (\d+) below, (\d+) left, (\d+) right", shown)
    top, bottom, left, right = map(int, cut.groups()) if cut else (0, 0, 0, 0)
    whole, inside = (_kernels_added(size, strides, padding) for padding in ("valid", "same"))
    if size >= strides:
        assert np.array_equal(whole[top : len(whole) - bottom, left : whole.shape[1] - right], inside)
    else:
        assert not cut
        assert f"the bias alone: {strides - size} below, {strides - size} on the right" in shown
        assert not inside[size - strides :].any()


def _kernels_added(size: int, strides: int, padding: str) -> np.ndarray:
    """A transposed convolution of ones without bias over the page's 7 x 7 cells."""
    layer = keras.layers.Conv2DTranspose(1, size, strides, padding, use_bias=False, kernel_initializer="ones")
    return np.array(layer(np.ones((1, 7, 7, 1), "float32")))[0, ..., 0]

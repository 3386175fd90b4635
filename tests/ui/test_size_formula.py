"""The formula on the page is worked out here as it stands; its result is Keras's."""

import re
from math import floor

import keras
import pytest

FRACTION = re.compile(
    r"<span class='tall'>⌊</span><span class='fraction'><span>(.+?)</span><span class='stroke'> / </span>"
    r"<span>(.+?)</span></span><span class='tall'>⌋</span>"
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
    (shown,) = (each.proto.body for each in test.get("html") if "size-formula" in each.proto.body)
    numbers = [each for each in re.findall(r"<span class='math'>(.+?)</span></p>", shown) if " = <b>" in each]
    sizes = [_worked_out(each) for each in numbers]
    output = layer.compute_output_shape((None, 8, 9, 1))
    assert (sizes if len(sizes) == 2 else sizes * 2) == list(output[1:3])


def _worked_out(formula: str) -> int:
    """Both sides of what is written, as Python reads it."""
    python = FRACTION.sub(r"floor((\1) / (\2))", formula).replace("−", "-").replace("·", "*").replace("mod", "%")
    left, right = python.removesuffix("</b>").split(" = <b>")
    assert eval(left, {"floor": floor, "max": max}) == int(right)
    return int(right)

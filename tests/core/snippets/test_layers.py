"""The code shown on a page runs and gives the page's output."""

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures.filtering import filtered
from cnnlab.core.snippets.layers import filter_code, layer_code
from cnnlab.core.stepping.cell import run, weight_shapes
from cnnlab.core.stepping.edits import edited
from cnnlab.core.stepping.inputs import small_input, small_weights
from cnnlab.core.stepping.kernels import KERNELS

LAYERS = [
    ("Conv2D", {"filters": 3, "kernel_size": (3, 3), "strides": 2, "padding": "same", "activation": "relu"}),
    ("Conv2D", {"filters": 2, "kernel_size": (1, 7), "strides": 1, "padding": "same", "use_bias": False}),
    ("Conv2D", {"filters": 4, "kernel_size": (3, 3), "groups": 2, "dilation_rate": 2}),
    ("DepthwiseConv2D", {"kernel_size": (3, 3), "depth_multiplier": 2}),
    ("SeparableConv2D", {"filters": 3, "kernel_size": (5, 5), "padding": "same"}),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": (3, 3), "strides": 2, "output_padding": None}),
    ("Conv2DTranspose", {"filters": 1, "kernel_size": (3, 3), "strides": 2, "output_padding": 1}),
    ("MaxPooling2D", {"pool_size": 3, "strides": 2, "padding": "same"}),
    ("AveragePooling2D", {"pool_size": 2, "strides": None, "padding": "same"}),
    ("GlobalAveragePooling2D", {}),
    ("GlobalMaxPooling2D", {}),
]

LINES = KERNELS["vertical_line"], KERNELS["horizontal_line"]


@pytest.mark.parametrize("content", ["photo", "numbers"])
@pytest.mark.parametrize(("kind", "config"), LAYERS)
def test_the_code_gives_the_output_on_the_page(kind, config, content, capsys):
    layer = {"class_name": kind, "config": config}
    inputs = small_input(content, (9, 8, 4))
    weights = small_weights(layer, weight_shapes(layer, inputs.shape), "numbers")
    inputs, weights = edited(layer, inputs, weights, {"i.1.2.3": -2.75, "k.0.0.0.1": 0.123456})
    names: dict = {}
    exec(layer_code(layer, inputs, weights), names)
    expected = run(layer, inputs, weights)
    np.testing.assert_allclose(names["outputs"], expected, rtol=1e-5, atol=1e-4)
    assert capsys.readouterr().out == f"{expected.shape}\n"


@pytest.mark.parametrize("kernels", [[KERNELS["sobel_x"].values(3)], [kernel.values(7) for kernel in LINES]], ids=len)
def test_the_code_for_a_photograph_gives_its_maps(kernels, tmp_path, monkeypatch, capsys):
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8)
    monkeypatch.chdir(tmp_path)
    Image.fromarray(pixels).save("picture.png")
    names: dict = {}
    exec(filter_code(kernels), names)
    expected = np.stack([filtered(pixels, kernel) for kernel in kernels], -1)
    np.testing.assert_allclose(names["outputs"], expected, atol=1e-4)
    assert capsys.readouterr().out == f"{expected.shape}\n"

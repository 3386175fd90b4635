"""Which layers are refused, with which messages, and that no other exception is ever raised."""

import random

import pytest

from cnnlab.core.errors import CnnLabError
from cnnlab.core.layers import LayerError, describe


@pytest.mark.parametrize(
    ("kind", "shape", "config", "text"),
    [
        ("Conv2D", (5, 5, 1), {"kernel_size": 3}, "Conv2D has no `filters`, .* Add `filters` to the layer's config"),
        ("Conv2D", (5, 5, 1), {"filters": 0, "kernel_size": 3}, r"`filters` = 0\. Use a whole number, 1 or larger\."),
        ("Conv2D", (5, 5, 1), {"filters": 2.5, "kernel_size": 3}, r"cannot use `filters` = 2\.5\."),
        ("Conv2D", (5, 5, 1), {"filters": True, "kernel_size": 3}, r"cannot use `filters` = True\."),
        (
            "Conv2D",
            (5, 5, 1),
            {"filters": 1, "kernel_size": [3, 0]},
            r"= \[3, 0\]\. .* 1 or larger, or a list of such numbers \(length: 2\)",
        ),
        ("Conv2D", (5, 5, 1), {"filters": 1, "kernel_size": [3]}, r"Conv2D cannot use `kernel_size` = \[3\]\. Use"),
        ("Conv2D", (5, 5), {"filters": 1, "kernel_size": 3}, r"\(5, 5\): it needs \(height, width, channels\)"),
        (
            "Conv2D",
            (5, None, 1),
            {"filters": 1, "kernel_size": 3},
            r"\(5, None, 1\)\. Give every axis except the batch",
        ),
        (
            "Conv2D",
            (5, 5, 1),
            {"filters": 1, "kernel_size": 3, "padding": "full"},
            r"= 'full'\. Use one of: valid, same\.",
        ),
        ("Conv2D", (5, 5, 1), {"filters": 1, "kernel_size": 3, "padding": "causal"}, r"Use one of: valid, same\."),
        (
            "Conv2D",
            (5, 2, 1),
            {"filters": 1, "kernel_size": 3},
            "The window of Conv2D does not fit: it spans 3 × 3 cells, but the input has only 5 × 2. Use a smaller",
        ),
        ("Conv1D", (5, 1), {"filters": 1, "kernel_size": 9}, "it spans 9 cells, but the input has only 5. Use"),
        (
            "Conv2D",
            (9, 9, 1),
            {"filters": 1, "kernel_size": 3, "strides": 2, "dilation_rate": 2},
            r"`strides` = \(2, 2\) with `dilation_rate` = \(2, 2\): .* Set one of them to 1",
        ),
        (
            "Conv2D",
            (5, 5, 3),
            {"filters": 4, "kernel_size": 3, "groups": 2},
            r"evenly into groups \(channels: 3, filters: 4, groups: 2\)",
        ),
        (
            "Conv2D",
            (5, 5, 4),
            {"filters": 3, "kernel_size": 3, "groups": 2},
            r"evenly into groups \(channels: 4, filters: 3, groups: 2\)",
        ),
        (
            "Conv2DTranspose",
            (4, 4, 1),
            {"filters": 1, "kernel_size": 3, "output_padding": 1},
            r"`output_padding` = \(1, 1\) with `strides` = \(1, 1\): it has to be smaller than the strides",
        ),
        (
            "Conv2DTranspose",
            (4, 4, 1),
            {"filters": 1, "kernel_size": 4, "strides": 2, "padding": "same", "output_padding": 0},
            "TensorFlow refuses the layer. Leave `output_padding` out",
        ),
        ("MaxPooling2D", (1, 1, 1), {}, "spans 2 × 2 cells, but the input has only 1 × 1. Use a smaller `pool_size`"),
        ("Cropping2D", (3, 3, 1), {"cropping": 2}, r"leaves nothing of the input \(3, 3\). Crop less"),
        ("Cropping2D", (3, 3, 1), {"cropping": [1, 1, 1]}, "`cropping` = .* a number or pair for each of the 2 axes"),
        (
            "Reshape",
            (3, 3, 1),
            {"target_shape": [2, -1]},
            r"= \[2, -1\]: the number of values in the input .* is 9",
        ),
        ("Permute", (3, 3, 1), {"dims": [1.0, 2, 3]}, r"\[1\.0, 2, 3\]\. Use each of the numbers from 1 to 3 once"),
        ("Permute", (3, 3, 1), {"dims": [1, 1, 2]}, r"\[1, 1, 2\]\. Use each of the numbers from 1 to 3 once"),
        ("BatchNormalization", (3, 3, 1), {"axis": 4}, "cannot use axis 4. Use 1 to 3"),
        ("GroupNormalization", (3, 3, 3), {"groups": 2}, r"evenly into groups \(channels: 3, groups: 2\)"),
        ("RepeatVector", (3, 3), {"n": 2}, r"\(3, 3\): it needs \(features,\). Flatten the input first"),
        ("Add", (3, 3, 1), {}, r"needs a list of input shapes, not \(3, 3, 1\)\. Give one shape"),
        ("Add", [(3, 3, 1), (2, 3, 1)], {}, r"merge inputs of the shapes \[\(3, .* Make their sizes equal first"),
        ("Concatenate", [(3, 3, 1), (2, 3, 1)], {}, "cannot merge inputs of the shapes"),
        ("Subtract", [(3, 3, 1)], {}, "needs exactly two inputs, not 1"),
        ("Softmax", (3, 3, 1), {"axis": [1, 4]}, "Softmax cannot use axis 4. Use 1 to 3"),
        ("LSTM", (3, 3), {"units": 2}, r"'LSTM' is not supported\. Use one of: Activation, .{,80} \(\d+ in all\)\.$"),
    ],
)
def test_an_error_says_what_is_wrong_and_what_to_do(kind, shape, config, text):
    with pytest.raises(LayerError, match=text):
        describe({"class_name": kind, "config": config}, shape)


def test_any_input_raises_named_errors_only():
    """Untrusted configs: values of any type in any place."""
    rng = random.Random(5)
    values = [None, True, -1, 0, 3, 2.5, 10**5000, "same", "3", [], [1, "a"], [[1, 2], 3], {"a": 1}, (2, 2), [3, 3]]
    names = ["kernel_size", "strides", "padding", "filters", "axis", "target_shape", "dims", "cropping", "size"]
    kinds = ["Conv2D", "SeparableConv2D", "Conv2DTranspose", "MaxPooling2D", "ZeroPadding2D", "Cropping2D", "Reshape"]
    kinds += ["Permute", "Concatenate", "BatchNormalization", "LayerNormalization", "UpSampling2D", "Nothing", 7]
    refused = 0
    for _ in range(20_000):
        config = {rng.choice(names): rng.choice(values) for _ in range(4)}
        shape = rng.choice([(4, 4, 3), [4, 4, 3], rng.choice(values), [(4, 4, 3), rng.choice(values)]])
        try:
            describe({"class_name": rng.choice(kinds), "config": config}, shape)
        except CnnLabError:
            refused += 1
    assert 10_000 < refused < 20_000


@pytest.mark.parametrize("layer", [None, [], {"class_name": "Conv2D", "config": []}, "Conv2D"])
def test_an_invalid_layer_config_is_refused(layer):
    with pytest.raises(
        LayerError, match=r"is not a layer config\. Use one such as \{\"class_name\": .* from keras\.layers"
    ):
        describe(layer, (5, 5, 1))


def test_a_config_without_a_class_is_refused():
    with pytest.raises(LayerError, match="The layer class None is not supported"):
        describe({"config": {}}, (5, 5, 1))

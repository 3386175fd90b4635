"""What is refused, in which words, and that nothing else is ever raised."""

import random

import pytest

from cnnlab.core.errors import CnnLabError
from cnnlab.core.layers import LayerError, describe


@pytest.mark.parametrize(
    ("kind", "shape", "config", "text"),
    [
        ("Conv2D", (5, 5, 1), {"kernel_size": 3}, "Conv2D needs filters, and it did not come"),
        ("Conv2D", (5, 5, 1), {"filters": 0, "kernel_size": 3}, "from 1 on as filters; 0 came. Change filters"),
        ("Conv2D", (5, 5, 1), {"filters": 2.5, "kernel_size": 3}, "2.5 came"),
        ("Conv2D", (5, 5, 1), {"filters": True, "kernel_size": 3}, "True came"),
        ("Conv2D", (5, 5, 1), {"filters": 1, "kernel_size": [3, 0]}, r"2 whole numbers from 1 on.*\[3, 0\] came"),
        ("Conv2D", (5, 5, 1), {"filters": 1, "kernel_size": [3]}, "Change kernel_size"),
        ("Conv2D", (5, 5), {"filters": 1, "kernel_size": 3}, r"\(height, width, channels\).*\(5, 5\) came"),
        ("Conv2D", (5, None, 1), {"filters": 1, "kernel_size": 3}, r"\(5, None, 1\) came. Give every axis a size"),
        ("Conv2D", (5, 5, 1), {"filters": 1, "kernel_size": 3, "padding": "full"}, "valid, same as padding; 'full'"),
        ("Conv2D", (5, 5, 1), {"filters": 1, "kernel_size": 3, "padding": "causal"}, "valid, same as padding"),
        ("Conv2D", (5, 2, 1), {"filters": 1, "kernel_size": 3}, "over 3 cells, and axis 2 of its input has only 2"),
        (
            "Conv2D",
            (9, 9, 1),
            {"filters": 1, "kernel_size": 3, "strides": 2, "dilation_rate": 2},
            r"strides \(2, 2\) and dilation_rate \(2, 2\) came. Set one of them to 1",
        ),
        ("Conv2D", (5, 5, 3), {"filters": 4, "kernel_size": 3, "groups": 2}, "3 input channels and its 4 filters; 2"),
        ("Conv2D", (5, 5, 4), {"filters": 3, "kernel_size": 3, "groups": 2}, "4 input channels and its 3 filters; 2"),
        (
            "Conv2DTranspose",
            (4, 4, 1),
            {"filters": 1, "kernel_size": 3, "output_padding": 1},
            "smaller than its strides",
        ),
        (
            "Conv2DTranspose",
            (4, 4, 1),
            {"filters": 1, "kernel_size": 4, "strides": 2, "padding": "same", "output_padding": 0},
            "TensorFlow stops at it. Leave output_padding out",
        ),
        ("MaxPooling2D", (1, 1, 1), {}, "over 2 cells.*Make pool_size smaller"),
        ("Cropping2D", (3, 3, 1), {"cropping": 2}, "leaves something of the input"),
        ("Cropping2D", (3, 3, 1), {"cropping": [1, 1, 1]}, "each of 2 axes, as cropping"),
        ("Reshape", (3, 3, 1), {"target_shape": [2, -1]}, r"has, 9; \[2, -1\] came"),
        ("Permute", (3, 3, 1), {"dims": [1, 1, 2]}, "numbers from 1 to 3"),
        ("BatchNormalization", (3, 3, 1), {"axis": 4}, "axis from 1 to 3.*4 came"),
        ("GroupNormalization", (3, 3, 3), {"groups": 2}, "divide its 3 channels; 2 came"),
        ("RepeatVector", (3, 3), {"n": 2}, "Flatten it first"),
        ("Add", (3, 3, 1), {}, "a list of input shapes"),
        ("Add", [(3, 3, 1), (2, 3, 1)], {}, "go together.*Bring them to one size first"),
        ("Concatenate", [(3, 3, 1), (2, 3, 1)], {}, "go together"),
        ("Subtract", [(3, 3, 1)], {}, "takes two inputs; 1 came"),
        ("Dense", (3,), {"units": 2, "lora_rank": 4}, "lora_rank 4 came"),
        ("LSTM", (3, 3), {"units": 2}, "A kind of layer that the lab knows was expected; 'LSTM' came. It knows Act"),
    ],
)
def test_an_error_says_what_was_expected_what_came_and_what_to_do(kind, shape, config, text):
    with pytest.raises(LayerError, match=text):
        describe({"class_name": kind, "config": config}, shape)


def test_whatever_comes_only_named_errors_come_back():
    """Configs from strangers: values of any type in any place."""
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


@pytest.mark.parametrize("layer", [None, [], {"class_name": "Conv2D", "config": []}, {"config": {}}, "Conv2D"])
def test_what_is_no_layer_config_is_named(layer):
    with pytest.raises(LayerError, match="was expected"):
        describe(layer, (5, 5, 1))

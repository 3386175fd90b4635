"""The input shape that a reader types."""

import pytest

from cnnlab.core.network import NetworkError, read
from cnnlab.core.network.famous import famous
from cnnlab.core.network.typed_size import typed_shape


def network(*shapes, data_format="channels_last"):
    """A network that joins inputs of these shapes."""
    layers = [
        {
            "class_name": "InputLayer",
            "config": {"batch_shape": [None, *shape], "name": f"input{index}"},
            "name": f"input{index}",
            "inbound_nodes": [],
        }
        for index, shape in enumerate(shapes)
    ]
    tensors = [
        {"class_name": "__keras_tensor__", "config": {"keras_history": [layer["name"], 0, 0]}} for layer in layers
    ]
    joined = {
        "class_name": "MaxPooling2D" if len(shapes) == 1 else "Concatenate",
        "config": {"name": "joined", "pool_size": 1, "data_format": data_format}
        if len(shapes) == 1
        else {"name": "joined"},
        "name": "joined",
        "inbound_nodes": [{"args": [tensors if len(shapes) > 1 else tensors[0]], "kwargs": {}}],
    }
    config = {
        "name": "small",
        "layers": [*layers, joined],
        "input_layers": [[layer["name"], 0, 0] for layer in layers],
        "output_layers": [["joined", 0, 0]],
    }
    return read({"class_name": "Functional", "config": config})


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("160", (160, 160, 3)),
        ("160 120", (160, 120, 3)),
        ("160x120", (160, 120, 3)),
        ("160 × 120", (160, 120, 3)),
        ("160*120", (160, 120, 3)),
        ("(160, 120, 1)", (160, 120, 1)),
        (" 1 ", (1, 1, 3)),
    ],
)
def test_what_is_typed(text, shape):
    assert typed_shape(famous("VGG16"), text) == shape


@pytest.mark.parametrize("text", ["", "  ", "×"])
def test_nothing_typed_is_the_networks_own_size(text):
    assert typed_shape(famous("VGG16"), text) is None


@pytest.mark.parametrize("text", ["0", "160.5", "-3", "100001", "99999999999999999999", "wide", "١٦٠x²"])
def test_what_is_no_size(text):
    with pytest.raises(NetworkError, match=r"is not a size\. Type whole numbers"):
        typed_shape(famous("VGG16"), text)


def test_too_many_numbers():
    with pytest.raises(NetworkError, match="is not a size for an input with 3 axes, 224 × 224 × 3"):
        typed_shape(famous("VGG16"), "160 120 3 1")


def test_channels_first():
    assert typed_shape(network((3, 32, 32), data_format="channels_first"), "16 8") == (3, 16, 8)


def test_an_open_size_has_to_be_typed():
    open_size = network((None, None, 3))
    with pytest.raises(NetworkError, match=r"leaves the size of its input open: \? × \? × 3"):
        typed_shape(open_size, "")
    assert typed_shape(open_size, "20") == (20, 20, 3)


def test_open_channels_have_to_be_typed():
    with pytest.raises(NetworkError, match=r"is not a size for an input with 3 axes, 32 × 32 × \?"):
        typed_shape(network((32, 32, None)), "20")
    assert typed_shape(network((32, 32, None)), "20 20 3") == (20, 20, 3)


def test_a_network_with_two_inputs_keeps_its_sizes():
    two = network((8, 8, 3), (8, 8, 1))
    assert typed_shape(two, "") is None
    with pytest.raises(NetworkError, match="has 2 inputs"):
        typed_shape(two, "16")

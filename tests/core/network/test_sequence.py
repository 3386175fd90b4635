"""The layers of a network without branches: a small one by hand, and what is refused."""

import json
import zipfile

import pytest

from cnnlab.core.network import NetworkError
from cnnlab.core.network.sequence import flattened_size, main_layers, sequence

INPUT = {"class_name": "InputLayer", "config": {"name": "picture", "batch_shape": [None, 28, 28, 1]}}


def saved(folder, class_name, config):
    """A .keras file with nothing but the config."""
    path = folder / "model.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps({"class_name": class_name, "config": config}))
    return path


@pytest.fixture
def small(tmp_path):
    """A network with dropout between two dense layers."""
    layers = [
        INPUT,
        {"class_name": "Rescaling", "config": {"name": "scaling", "scale": 1 / 255}},
        {"class_name": "Conv2D", "config": {"name": "conv1", "filters": 4, "kernel_size": 7, "padding": "same"}},
        {"class_name": "Flatten", "config": {"name": "flatten"}},
        {"class_name": "Dense", "config": {"name": "dense1", "units": 8, "activation": "relu"}},
        {"class_name": "Dropout", "config": {"name": "dropout1", "rate": 0.5}},
        {"class_name": "Dense", "config": {"name": "predictions", "units": 10, "activation": "softmax"}},
    ]
    return saved(tmp_path, "Sequential", {"name": "small", "layers": layers})


def test_main_layers_leave_out_those_that_pass_their_input_on(small):
    layers = main_layers(small)
    assert [(layer.name, layer.previous, layer.count) for layer in layers] == [
        ("conv1", "scaling", 4),
        ("flatten", "conv1", 28 * 28 * 4),
        ("dense1", "flatten", 8),
        ("predictions", "dense1", 10),
    ]
    assert flattened_size(layers) == 3136
    assert [layer.has_maps for layer in layers] == [True, False, False, False]
    assert layers[0].field_size == (7, 7)
    assert layers[-1].field_size is None
    assert layers[0].config["config"]["padding"] == "same"


def test_the_whole_sequence_is_that_of_keras(small):
    """Keras leaves the input layer out of a Sequential model's layers."""
    layers = sequence(small)
    assert [layer.name for layer in layers] == ["scaling", "conv1", "flatten", "dense1", "dropout1", "predictions"]
    assert [layer.previous for layer in layers] == ["", "scaling", "conv1", "flatten", "dense1", "dense1"]


def test_a_network_with_branches_is_refused(tmp_path):
    def tensor(layer):
        return {"class_name": "__keras_tensor__", "config": {"keras_history": [layer, 0, 0]}}

    def called(class_name, name, *inputs):
        arguments = [[tensor(layer) for layer in inputs]] if len(inputs) > 1 else [tensor(inputs[0])]
        nodes = [{"args": arguments, "kwargs": {}}]
        return {"class_name": class_name, "name": name, "config": {"name": name}, "inbound_nodes": nodes}

    layers = [
        INPUT | {"name": "picture", "inbound_nodes": []},
        called("Activation", "bent", "picture"),
        called("Add", "added", "picture", "bent"),
    ]
    config = {"name": "forked", "layers": layers}
    ends = {"input_layers": [["picture", 0, 0]], "output_layers": [["added", 0, 0]]}
    with pytest.raises(NetworkError, match=r"network forked has branches: .* Use a network without branches"):
        sequence(saved(tmp_path, "Functional", config | ends))


def test_a_network_with_a_layer_that_is_not_known_is_refused(tmp_path):
    custom = {"class_name": "Mine", "config": {"name": "own"}, "registered_name": "Custom>Mine"}
    layers = [INPUT, custom, {"class_name": "Flatten", "config": {"name": "flatten"}}]
    with pytest.raises(
        NetworkError, match=r"the layer own of the network mine: its class is 'Mine'\. Use a network of"
    ):
        sequence(saved(tmp_path, "Sequential", {"name": "mine", "layers": layers}))

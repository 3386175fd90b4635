"""The plan of a drawing: its edges are those of Keras, its skips those of the papers, its memory that of training."""

import keras
import pytest
from keras import layers

from cnnlab.core.network import read
from cnnlab.core.network.kinds import kind_of, window_of
from cnnlab.core.network.memory import training_memory
from cnnlab.core.network.plan import planned
from tests.core.network.test_sees import as_network

APPLICATIONS = keras.applications
SKIPS = {  # identities that pass beside other layers
    "ResNet50": 16 - 4,  # the first unit of each of its four stages has a projection instead
    "MobileNetV2": 10,  # table 2 of its paper: n - 1 in each stage, but for the two with another number of channels
    "DenseNet121": 6 + 12 + 24 + 16,
    "VGG16": 0,
    "InceptionV3": 0,
}


@pytest.fixture(scope="module", params=SKIPS)
def planned_model(request):
    model = getattr(APPLICATIONS, request.param)(weights=None)
    return model, planned(read(model.get_config())), SKIPS[request.param]


def test_edges_are_those_of_keras(planned_model):
    model, plan, _ = planned_model
    base = {node.row: plan.nodes[node.part_of].row for node in plan.nodes}
    expected = set()
    for layer in model.layers:
        for node in layer._inbound_nodes:
            for parent in node.parent_nodes:
                expected.add((base[parent.operation.name], base[layer.name]))
    found = {(plan.nodes[edge.source].row, plan.nodes[edge.target].row) for edge in plan.edges}
    assert found == {(source, target) for source, target in expected if source != target}


def test_nodes_have_the_shapes_of_keras_in_its_order(planned_model):
    model, plan, _ = planned_model
    shapes = {layer.name: tuple(layer.output.shape[1:]) for layer in model.layers}
    assert {node.row: node.shape for node in plan.nodes} == shapes
    assert [row.name for row in plan.rows] == [layer.name for layer in model.layers]


def test_skips_are_counted_as_in_the_papers(planned_model):
    _, plan, skips = planned_model
    assert sum(edge.skip for edge in plan.edges) == skips


def test_parts_are_normalization_activation_and_dropout_with_one_source(planned_model):
    """A part has the shape of its node, which nothing else takes."""
    _, plan, _ = planned_model
    parts = [node for index, node in enumerate(plan.nodes) if node.part_of != index]
    assert {node.class_name for node in parts} <= {"BatchNormalization", "Activation", "ReLU", "Dropout"}
    assert all(plan.nodes[node.part_of].shape == node.shape for node in parts)
    ends = {index for edge in plan.edges for index in (edge.source, edge.target)}
    assert ends == {node.part_of for node in plan.nodes}


def test_memory_is_that_of_the_training_step(planned_model):
    model, plan, _ = planned_model
    expected = training_memory(read(model.get_config()), batch=1).activations
    assert sum(node.memory for node in plan.nodes) == expected


def test_a_block_has_the_same_layers_in_each_repetition():
    plan = planned(read(APPLICATIONS.ResNet50(weights=None).get_config()))
    assert plan.counts == (2, 3, 5, 2)
    for node in plan.nodes:
        first = plan.nodes[node.first]
        assert (first.class_name, first.window, first.block) == (node.class_name, node.window, node.block)
        assert first.repetition == 0 or node.block is None
    third = [node for node in plan.nodes if node.block == 2]
    assert [node.row for node in third if node.repetition == 0][::9] == ["conv4_block2_1_conv", "conv4_block2_out"]
    assert {node.repetition for node in third} == set(range(5))


def test_layers_with_other_numbers_are_not_folded():
    """VGG16: fc2 has the settings of fc1, but a sixth of its parameters; block5 those of block4, but smaller maps."""
    plan = planned(read(APPLICATIONS.VGG16(weights=None).get_config()))
    blocks = {}
    for node in plan.nodes:
        if node.block is not None:
            blocks.setdefault(node.block, []).append(node.row)
    assert list(blocks.values()) == []


def test_what_others_take_as_well_is_no_part():
    """The sum takes the convolution before its activation: both are drawn."""
    given = keras.Input((8, 8, 4))
    x = layers.Conv2D(4, 3, padding="same", name="conv")(given)
    y = layers.Dropout(0.5, name="dropout")(layers.ReLU(name="relu")(x))
    plan = planned(as_network(keras.Model(given, layers.Add(name="sum")([x, y]))))
    rows = [node.row for node in plan.nodes]
    assert [rows[node.part_of] for node in plan.nodes] == [rows[0], "conv", "relu", "relu", "sum"]
    assert {(rows[edge.source], rows[edge.target], edge.skip) for edge in plan.edges} == {
        *((rows[0], "conv", False), ("conv", "relu", False), ("relu", "sum", False), ("conv", "sum", True)),
    }


def test_nested_networks_are_replaced_by_their_layers():
    inside = [keras.Input((6, 6, 1)), layers.Conv2D(2, 3, name="conv"), layers.ReLU(name="relu")]
    inner = keras.Sequential(inside, name="base")
    given = keras.Input((6, 6, 1), name="picture")
    x = layers.Flatten(name="flatten")(inner(layers.Rescaling(0.5, name="scale")(given)))
    plan = planned(as_network(keras.Model(given, layers.Dense(3, name="dense")(x))))
    rows = [node.row for node in plan.nodes]
    assert rows == ["picture", "scale", "base/conv", "base/relu", "flatten", "dense"]
    edges = [(rows[edge.source], rows[edge.target]) for edge in plan.edges]
    drawn = [("picture", "scale"), ("scale", "base/conv"), ("base/conv", "flatten"), ("flatten", "dense")]
    assert edges == drawn  # the activation is a part of its convolution
    assert [row.name for row in plan.rows] == rows


def test_a_shared_layer_is_a_node_for_each_call_and_one_row():
    given = keras.Input((8, 8, 4))
    convolution = layers.Conv2D(4, 3, padding="same", name="conv")
    plan = planned(as_network(keras.Model(given, convolution(convolution(given)))))
    assert [node.row for node in plan.nodes][1:] == ["conv", "conv"]
    assert [row.name for row in plan.rows][1:] == ["conv"]
    assert [len(node.sight.parts[0][0]) for node in plan.nodes] == [8, 8, 8]


@pytest.mark.parametrize(
    ("layer", "kind", "window"),
    [
        (layers.Conv2D(4, (3, 5), strides=2), "convolution", "3 × 5 / 2"),
        (layers.Conv2DTranspose(4, 2, strides=2), "transposed", "2 × 2 / 2"),
        (layers.SeparableConv2D(4, 3), "depthwise", "3 × 3"),
        (layers.MaxPooling2D(2), "pooling", "2 × 2 / 2"),
        (layers.AveragePooling2D(3, strides=(1, 2)), "pooling", "3 × 3 / 1 × 2"),
        (layers.GlobalAveragePooling2D(), "pooling", ""),
        (layers.Conv1D(4, 3), "convolution", "3"),
        (layers.BatchNormalization(), "normalization", ""),
        (layers.Concatenate(), "other", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_kinds_and_windows(layer, kind, window):
    given = keras.Input((16, 4) if "1D" in type(layer).__name__ else (16, 16, 4))
    network = as_network(keras.Model(given, layer([given, given] if kind == "other" else given)))
    found = network.layers[-1]
    assert (kind_of(found.class_name), window_of(found)) == (kind, window)

"""What Keras itself says of a model, layer by layer, and the comparison of a table with it."""

from math import prod
from typing import NamedTuple

import keras
from keras.src.ops.function import make_node_key

from cnnlab.core.network import read


class OfKeras(NamedTuple):
    """The shapes of a layer's outputs, those of all its calls in the model, and its counts."""

    shapes: list
    parameters: int
    trainable: int


def count(weights):
    return sum(prod(weight.shape) for weight in weights)


def of_keras(model):
    """By name: `layer.output.shape` for every call in the model, and `count_params()`; an operation has no weights."""
    found = {}
    chain = isinstance(model, keras.Sequential)
    for operation in model.layers if chain else model.operations:
        nodes = [
            node
            for index, node in enumerate(operation._inbound_nodes)
            if chain or make_node_key(operation, index) in model._nodes
        ]
        shapes = [tuple(output.shape)[1:] for node in nodes for output in node.outputs]
        layer = isinstance(operation, keras.layers.Layer)
        counts = (operation.count_params(), count(operation.trainable_weights)) if layer else (0, 0)
        found[operation.name] = OfKeras(shapes, *counts)
    return found


def known_rows_agree(model, input_shape=None):
    """The table of a model by name, of which everything that is known is compared with Keras."""
    rows, expected = read(model.get_config()).table(input_shape), of_keras(model)
    assert [row.name for row in rows] == list(expected)
    for row in rows:
        keras_row = expected[row.name]
        assert {shape for shape in row.output_shapes if shape is not None} <= set(keras_row.shapes), row
        assert row.parameters in (None, keras_row.parameters), row
        assert row.trainable_parameters in (None, keras_row.trainable), row
    return {row.name: row for row in rows}

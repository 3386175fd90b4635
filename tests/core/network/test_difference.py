"""Two networks layer by layer, and biases that a batch normalization subtracts."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from cnnlab.core.network import read
from cnnlab.core.network.building import built, read_plan
from cnnlab.core.network.difference import idle_biases, paired


def rows(text):
    return built(read_plan(text)).network.table()


def shown(pairs):
    return [tuple(row.class_name if row else None for row in pair) for pair in pairs]


def test_a_network_beside_itself_differs_in_nothing():
    text = "i28x28x1.c8-3.b8.p2.g.d10"
    assert not any(pair.differing for pair in paired(rows(text), rows(text)))


def test_layers_of_one_network_alone_stand_beside_nothing():
    pairs = paired(rows("i28x28x1.c8-3.p2.c8-3.f.d10"), rows("i28x28x1.c8-3.c8-3.f.n.d10"))
    assert shown(pairs) == [
        ("InputLayer", "InputLayer"),
        ("Conv2D", "Conv2D"),
        ("MaxPooling2D", None),
        ("Conv2D", "Conv2D"),
        ("Flatten", "Flatten"),
        (None, "BatchNormalization"),
        ("Dense", "Dense"),
    ]
    assert pairs[3].differing == {"output_shapes", "multiply_adds", "receptive_field"}


def test_layers_of_another_class_stand_beside_each_other():
    pairs = paired(rows("i7x7x512.f.d10"), rows("i7x7x512.g.d10"))
    assert shown(pairs)[1] == ("Flatten", "GlobalAveragePooling2D")
    assert pairs[2].differing == {"parameters", "multiply_adds"}


def test_every_row_is_shown_once_and_in_order():
    left, right = rows("i32x32x3.c8-3.n.r.b8.p2.g.d4"), rows("i32x32x3.s8-3.b16-project.a2.o50.f.d4")
    pairs = paired(left, right)
    assert [pair.left for pair in pairs if pair.left] == left
    assert [pair.right for pair in pairs if pair.right] == right


def branched():
    """Biases before a normalization, one of them read by another layer too; and one behind a normalization."""
    inputs = keras.Input((8, 8, 3))
    idle = layers.Conv2D(4, 3, name="idle")(inputs)
    shared = layers.Conv2D(5, 3, name="shared")(inputs)
    none = layers.BatchNormalization()(layers.Conv2D(6, 3, use_bias=False)(inputs))
    x = layers.Concatenate()([layers.BatchNormalization()(idle), layers.BatchNormalization()(shared), shared, none])
    return keras.Model(inputs, layers.Conv2D(2, 3, name="last")(x))


@pytest.mark.parametrize(("layer", "moves"), [("idle", False), ("shared", True), ("last", True)])
def test_an_idle_bias_has_no_gradient(layer, moves):
    model = branched()
    assert idle_biases(read(model.get_config())) == 4
    bias = model.get_layer(layer).bias
    pictures = np.random.default_rng(0).normal(size=(16, 8, 8, 3)).astype("float32")
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(model(pictures, training=True) ** 2)
    gradient = np.abs(tape.gradient(loss, bias.value)).max() / float(loss)
    assert (gradient > 1e-4) == moves

"""The memory of a training step, held to Keras's own variables and to the outputs of its layers."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.network import NetworkError, read
from cnnlab.core.network.memory import training_memory

OPTIMIZERS = {
    "SGD": keras.optimizers.SGD,
    "SGD with momentum": lambda: keras.optimizers.SGD(momentum=0.9),
    "RMSprop": keras.optimizers.RMSprop,
    "Adam": keras.optimizers.Adam,
}


def network() -> keras.Model:
    """Branches, a frozen nested network called twice, batch normalization, a flattened end."""
    inner = keras.Sequential([keras.Input((16, 16, 4)), layers.Conv2D(4, 3, padding="same")], name="inner")
    inner.trainable = False
    given = keras.Input((32, 32, 3))
    x = layers.MaxPooling2D()(layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same", use_bias=False)(given)))
    x = layers.Add()([inner(x), layers.ReLU()(inner(x))])
    return keras.Model(given, layers.Dense(5)(layers.Flatten()(x)))


def bytes_of(variables) -> int:
    return sum(int(np.prod(variable.shape)) * np.dtype(variable.dtype).itemsize for variable in variables)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_weights_gradients_and_slots_are_those_of_keras(optimizer):
    model, one = network(), OPTIMIZERS[optimizer]()
    one.build(model.trainable_variables)
    found = training_memory(read(model.get_config()), optimizer=optimizer)
    assert found.weights == bytes_of(model.variables)
    assert found.gradients == bytes_of(model.trainable_variables)
    assert found.slots == bytes_of(one.variables)


def test_slots_in_mixed_precision_are_those_of_keras():
    model = network()
    one = keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam())
    one.build(model.trainable_variables)
    assert training_memory(read(model.get_config()), mixed=True).slots == bytes_of(one.variables)


def test_activations_are_the_outputs_of_every_call_by_hand():
    """Input, convolution, normalization, pooling, the inner convolution twice, ReLU, sum, and 5 values; not Flatten."""
    maps, pooled = 32 * 32 * 4, 16 * 16 * 4
    values = 32 * 32 * 3 + 2 * maps + pooled + 2 * pooled + pooled + pooled + 5
    config = read(network().get_config())
    assert training_memory(config, batch=8).activations == 8 * 4 * values
    assert training_memory(config, batch=8, mixed=True).activations == 8 * 2 * values


@pytest.mark.parametrize("build", [keras.applications.MobileNetV2, keras.applications.DenseNet121])
def test_activations_of_applications_are_the_outputs_of_their_layers(build):
    model = build(weights=None, input_shape=(96, 96, 3), classes=7)
    values = sum(int(np.prod(layer.output.shape[1:])) for layer in model.layers)
    found = training_memory(read(model.get_config()), batch=1)
    assert (found.activations, found.left_out) == (4 * values, ())
    assert found.total == found.activations + 4 * (model.count_params() + 3 * trainable(model)) + 12


def trainable(model) -> int:
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def test_vgg16_keeps_about_60_megabytes_for_each_picture():
    """By hand from the sizes in table 1 of Simonyan and Zisserman (2015), the input and the poolings included."""
    maps = 224**2 * 3 + 224**2 * 64 * 2 + 112**2 * (64 + 128 * 2) + 56**2 * (128 + 256 * 3) + 28**2 * (256 + 512 * 3)
    values = maps + 14**2 * (512 + 512 * 3) + 7**2 * 512 + 4096 + 4096 + 1000
    found = training_memory(read(keras.applications.VGG16(weights=None).get_config()), batch=1)
    assert found.activations == 4 * values
    assert found.weights == 4 * 138_357_544


def test_an_unknown_layer_is_named_and_left_out():
    unknown = {"class_name": "Mine", "registered_name": "my>Mine", "config": {"name": "mine"}}
    dense = {"class_name": "Dense", "config": {"name": "dense", "units": 4}}
    found = training_memory(read({"name": "small", "layers": [dense, unknown]}), batch=1, input_shape=(8,))
    assert (found.activations, found.left_out) == (4 * (8 + 4), ("mine",))


@pytest.mark.parametrize("wrong", [{"batch": 0}, {"optimizer": "adam"}])
def test_wrong_settings_are_refused(wrong):
    with pytest.raises(NetworkError, match=r"Use 1 or more|Use one of SGD"):
        training_memory(read(network().get_config()), **wrong)

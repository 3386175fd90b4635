"""Small networks that end in softmax or sigmoid in every way that people write it, and builders around them."""

from collections.abc import Callable

import keras
import numpy as np
from keras import layers, ops

SIZE, CLASSES = 8, 3


def backend_softmax(x):
    """The softmax of the backend's own library, as in `Dense(activation=tf.nn.softmax)`."""
    if keras.backend.backend() == "jax":
        import jax

        return jax.nn.softmax(x)
    import tensorflow as tf

    return tf.nn.softmax(x)


@keras.saving.register_keras_serializable("tests")
class Head(layers.Layer):
    """A custom layer with weights that ends in softmax."""

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], CLASSES), name="kernel")

    def call(self, x):
        return ops.softmax(ops.matmul(x, self.kernel))


@keras.saving.register_keras_serializable("tests")
class Squashed(layers.Dense):
    """A Dense layer whose own call applies a sigmoid behind its linear activation."""

    def call(self, x, training=None):
        return ops.sigmoid(super().call(x))


def dense(x, units=CLASSES, **more):
    return layers.Dense(units, **more)(x)


def through_cells(x, *after):
    """Scores as a map of one cell, and layers that follow."""
    x = layers.Conv2D(CLASSES, 1)(layers.Reshape((1, 1, -1))(x))
    for layer in after:
        x = layer(x)
    return x


# The ends that give the model's output from its features (batch, channels); all are explained
ENDS: dict[str, Callable] = {
    "argument": lambda x: dense(x, activation="softmax"),
    "backend's function": lambda x: dense(x, activation=backend_softmax),
    "keras.ops.softmax": lambda x: ops.softmax(dense(x)),
    "keras.activations.softmax": lambda x: keras.activations.softmax(dense(x)),
    "lambda as activation": lambda x: dense(x, activation=lambda z: ops.softmax(z, axis=-1)),
    "Activation": lambda x: layers.Activation("softmax")(dense(x)),
    "Softmax": lambda x: layers.Softmax()(dense(x)),
    "linear behind it": lambda x: layers.Activation("linear", dtype="float32")(dense(x, activation="softmax")),
    "Flatten behind it": lambda x: layers.Flatten()(through_cells(x, layers.Softmax())),
    "Reshape behind it": lambda x: layers.Reshape((CLASSES,))(through_cells(x, layers.Activation("softmax"))),
    "Identity behind it": lambda x: layers.Identity()(dense(x, activation="softmax")),
    "Lambda behind it": lambda x: layers.Lambda(lambda y: y * 1.0)(dense(x, activation="softmax")),
    "Lambda with softmax": lambda x: layers.Lambda(backend_softmax)(dense(x)),
    "Dropout behind it": lambda x: layers.Dropout(0.5)(dense(x, activation="softmax")),
    "temperature": lambda x: ops.softmax(dense(x) / 4.0),
    "log softmax": lambda x: layers.Activation("log_softmax")(dense(x)),
    "three sigmoids": lambda x: dense(x, activation="sigmoid"),
    "sigmoids as an operation": lambda x: ops.sigmoid(dense(x)),
    "one unit": lambda x: dense(x, 1, activation="sigmoid"),
    "one unit as an operation": lambda x: ops.sigmoid(dense(x, 1)),
    "one unit, Flatten behind it": lambda x: layers.Flatten()(layers.Activation("sigmoid")(dense(x, 1))),
    "scores": dense,
    "scores of one unit": lambda x: dense(x, 1),
    "scores divided": lambda x: dense(x) / 4.0,
    "mean of scores": lambda x: layers.Average()([dense(x), dense(x)]),
}
# Ends from which the scores cannot be told, and what the error says
UNCLEAR: dict[str, tuple[Callable, str]] = {
    "custom layer with softmax": (Head(), "looks like probabilities"),
    "mean of two softmaxes": (
        lambda x: layers.Average()([dense(x, activation="softmax"), dense(x, activation="softmax")]),
        "looks like probabilities",
    ),
    "mean of two sigmoids": (
        lambda x: layers.Average()([dense(x, activation="sigmoid"), dense(x, activation="sigmoid")]),
        "looks like probabilities",
    ),
    "mean of two softmaxes in percent": (
        lambda x: layers.Average()([dense(x, activation="softmax"), dense(x, activation="softmax")]) * 100.0,
        "looks like probabilities",
    ),
    "both classes from one unit": (
        lambda x: layers.Concatenate()([(p := dense(x, 1, activation="sigmoid")), 1.0 - p]),
        "looks like probabilities",
    ),
    "softmax times 100": (lambda x: dense(x, activation="softmax") * 100.0, "changes the probabilities in multiply"),
    "clipped softmax": (lambda x: ops.clip(dense(x, activation="softmax"), 0.2, 0.6), "neither softmax nor sigmoid"),
    "softmax over one unit": (lambda x: dense(x, 1, activation="softmax"), "own output differs by"),
    "hard sigmoid of one unit": (lambda x: dense(x, 1, activation="hard_sigmoid"), "neither softmax nor sigmoid"),
    "hard sigmoid as a layer": (
        lambda x: layers.Activation("hard_sigmoid")(dense(x, 1)),
        "neither softmax nor sigmoid",
    ),
    "wide clip": (lambda x: ops.clip(dense(x, 10) / 10.0 + 0.5, 0, 1), "neither softmax nor sigmoid"),
    "relu of one unit": (lambda x: dense(x, 1, activation="relu"), "neither softmax nor sigmoid"),
    "own call of one unit": (Squashed(1), "looks like probabilities"),
    "own call of three": (Squashed(3), "looks like probabilities"),
    "relu": (lambda x: dense(x, activation="relu"), "neither softmax nor sigmoid"),
    "tanh": (lambda x: ops.tanh(dense(x, 1)), "neither softmax nor sigmoid"),
}


def trunk(x, data_format="channels_last", name="conv"):
    x = layers.Conv2D(4, 3, activation="relu", padding="same", data_format=data_format, name=name)(x)
    return layers.MaxPooling2D(2, data_format=data_format)(x)


def network(end, data_format="channels_last", outputs="plain", base=None, same_name=False):
    """A network with an end from ENDS.

    `outputs` is how the outputs are given: "plain", "list" or "dict". `base` puts the first convolution into a nested
    model, whose outputs are given as it says; with `same_name` the next one outside has its name.
    """
    shape = (SIZE, SIZE, 3) if data_format == "channels_last" else (3, SIZE, SIZE)
    inputs = keras.Input(shape)
    x = layers.Rescaling(1 / 255)(inputs)
    if base:
        inner = keras.Input(shape)
        x = keras.tree.flatten(keras.Model(inner, given(base, trunk(inner, data_format)), name="base")(x))[0]
    else:
        x = trunk(x, data_format, name="first")
    x = layers.Conv2D(
        5, 3, activation="relu", data_format=data_format, name="conv" if same_name or not base else "second"
    )(x)
    x = layers.GlobalAveragePooling2D(data_format=data_format)(x)
    return keras.Model([inputs] if outputs == "list" else inputs, given(outputs, end(x)))


def given(how, tensor):
    return {"plain": tensor, "list": [tensor], "dict": {"scores": tensor}}[how]


def pictures(count=2, data_format="channels_last"):
    found = np.random.default_rng(0).uniform(0, 255, (count, SIZE, SIZE, 3)).astype("float32")
    return found if data_format == "channels_last" else found.transpose(0, 3, 1, 2)


def own_output(model, batch):
    """The model's output from Keras, (batch, units)."""
    whole = [batch] if isinstance(model.input, list) else batch
    return ops.convert_to_numpy(keras.tree.flatten(model(whole, training=False))[0])

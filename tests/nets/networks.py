"""Small networks of every structure that Grad-CAM must support; a test seeds their random weights."""

import keras
import numpy as np
from keras import layers


def _trunk(x, prefix=""):
    x = layers.Conv2D(4, 3, activation="relu", padding="same", name=f"{prefix}first")(x)
    x = layers.MaxPooling2D(2, name=f"{prefix}pool")(x)
    return layers.Conv2D(6, 3, activation="relu", name=f"{prefix}second")(x)


def functional(size=12, classes=3, activation="softmax"):
    inputs = keras.Input((size, size, 3))
    x = layers.GlobalAveragePooling2D()(_trunk(inputs))
    return keras.Model(inputs, layers.Dense(classes, activation=activation)(x))


def sequential():
    return keras.Sequential(
        [
            keras.Input((12, 12, 3)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(4, 3, activation="relu", name="first"),
            layers.MaxPooling2D(2),
            layers.Conv2D(6, 3, activation="relu", name="second"),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )


def nested():
    """A base inside a model, as in transfer learning, called with training=False, after augmentation layers."""
    base_inputs = keras.Input((12, 12, 3))
    base = keras.Model(base_inputs, _trunk(base_inputs), name="base")
    inputs = keras.Input((12, 12, 3))
    x = layers.RandomFlip("horizontal", name="random_flip")(inputs)
    x = layers.RandomRotation(0.4)(x)
    x = base(x, training=False)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.9)(x)
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(x))


def twice_nested():
    """A Sequential classifier inside a model inside another; both have a layer named `rescaling`."""
    inner = sequential()
    inputs = keras.Input((12, 12, 3))
    middle = keras.Model(inputs, inner(inputs), name="middle")
    outer = keras.Input((12, 12, 3))
    return keras.Model(outer, middle(layers.Rescaling(1.0, name="rescaling")(outer)))


def branching():
    """A residual connection around the explained layer."""
    inputs = keras.Input((12, 12, 3))
    x = layers.Conv2D(4, 3, padding="same", activation="relu", name="first")(inputs)
    y = layers.Conv2D(4, 3, padding="same", activation="relu", name="second")(x)
    x = layers.Add()([x, y])
    x = layers.BatchNormalization()(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(x))


def dotted():
    inputs = keras.Input((12, 12, 3))
    x = layers.Conv2D(4, 3, activation="relu", name="block1.conv.0")(inputs)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(x))


def activation_layer():
    inputs = keras.Input((12, 12, 3))
    x = layers.Dense(3)(layers.GlobalAveragePooling2D()(_trunk(inputs)))
    return keras.Model(inputs, layers.Activation("softmax")(x))


def softmax_layer():
    inputs = keras.Input((12, 12, 3))
    x = layers.Dense(3)(layers.GlobalAveragePooling2D()(_trunk(inputs)))
    return keras.Model(inputs, layers.Softmax()(x))


def convolutional_end():
    """Ends like MobileNet: a pooled 1x1 map, and a convolution as the classifier."""
    inputs = keras.Input((12, 12, 3))
    x = layers.GlobalAveragePooling2D(keepdims=True)(_trunk(inputs))
    x = layers.Conv2D(3, 1, name="scores")(x)
    x = layers.Reshape((3,))(x)
    return keras.Model(inputs, layers.Activation("softmax")(x))


def logits():
    return functional(activation=None)


def one_unit():
    return functional(classes=1, activation="sigmoid")


def one_unit_logit():
    return functional(classes=1, activation=None)


def sigmoids():
    """Several classes that do not exclude one another."""
    return functional(activation="sigmoid")


def nested_sequential():
    """A base as the first layer of a Sequential model that ends in one unit."""
    base_inputs = keras.Input((12, 12, 3))
    base = keras.Model(base_inputs, _trunk(base_inputs), name="base")
    base.trainable = False
    last = layers.Dense(1, activation="sigmoid")
    return keras.Sequential([keras.Input((12, 12, 3)), base, layers.GlobalAveragePooling2D(), last])


def same_name():
    """A base with a layer `second`, and another `second` behind it."""
    base_inputs = keras.Input((12, 12, 3))
    base = keras.Model(base_inputs, _trunk(base_inputs), name="base")
    inputs = keras.Input((12, 12, 3))
    x = layers.Conv2D(5, 3, activation="relu", name="second")(base(inputs))
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(layers.GlobalAveragePooling2D()(x)))


def list_output():
    inputs = keras.Input((12, 12, 3))
    x = layers.GlobalAveragePooling2D()(_trunk(inputs))
    return keras.Model(inputs=[inputs], outputs=[layers.Dense(3, activation="softmax")(x)])


def cast_behind():
    """A softmax and a layer behind it that only changes the type, as under mixed precision."""
    inputs = keras.Input((12, 12, 3))
    x = layers.Dense(3, activation="softmax")(layers.GlobalAveragePooling2D()(_trunk(inputs)))
    return keras.Model(inputs, layers.Activation("linear", dtype="float32")(x))


def any_size():
    inputs = keras.Input((None, None, 3))
    x = layers.GlobalAveragePooling2D()(_trunk(inputs))
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(x))


BY_NAME = {
    build.__name__: build
    for build in (
        functional,
        sequential,
        nested,
        twice_nested,
        branching,
        dotted,
        activation_layer,
        softmax_layer,
        convolutional_end,
        logits,
        one_unit,
        one_unit_logit,
        sigmoids,
        any_size,
    )
}


def with_both_signs(model):
    """Give a model weights of both signs, the same on every backend, with which values keep their order of size."""
    generator = np.random.default_rng(3)
    for weight in model.weights:
        values = generator.normal(0, 1, weight.shape) / np.sqrt(np.prod(weight.shape[:-1]))  # one for each input
        weight.assign(np.abs(values) + 1 if "variance" in weight.name else values)
    return model


BOTH_SIGNS = np.random.default_rng(0).uniform(-2, 2, (2, 12, 12, 3)).astype("float32")  # pictures

"""Small networks for segmentation, of every kind of end, and ones whose answer is known."""

import keras
import numpy as np
from keras import layers, ops

SIZE = 16


def trunk(inputs, data_format="channels_last"):
    """Half the size and back, with a skip connection."""
    options = {"padding": "same", "activation": "relu", "data_format": data_format}
    wide = layers.Conv2D(4, 3, **options, name="wide")(inputs)
    low = layers.Conv2D(6, 3, strides=2, **options, name="low")(wide)
    up = layers.UpSampling2D(2, data_format=data_format, name="up_size")(low)
    merged = layers.Concatenate(axis=-1 if data_format == "channels_last" else 1, name="merged")([up, wide])
    return layers.Conv2D(5, 3, **options, name="last")(merged)


def scores(x, classes=3, activation=None, data_format="channels_last"):
    return layers.Conv2D(classes, 1, activation=activation, data_format=data_format, name="scores")(x)


def network(end, size=(SIZE, SIZE), channels=3):
    inputs = keras.Input((*size, channels))
    return keras.Model(inputs, end(trunk(layers.Rescaling(1 / 255)(inputs))))


# Ends whose output is understood, and what it is of the scores (pixels, channels)
SOFTMAX = {
    "argument": lambda x: scores(x, activation="softmax"),
    "layer": lambda x: layers.Softmax()(scores(x)),
    "activation": lambda x: layers.Activation("softmax")(scores(x)),
    "operation": lambda x: ops.softmax(scores(x)),
    "scores": scores,
    "enlarged scores": lambda x: layers.UpSampling2D(2, interpolation="bilinear")(scores(layers.MaxPooling2D(2)(x))),
    "log softmax": lambda x: layers.Activation("log_softmax")(scores(x)),
    "transposed": lambda x: layers.Conv2DTranspose(3, 3, padding="same", activation="softmax", name="scores")(x),
    "cast": lambda x: layers.Activation("linear", dtype="float32")(scores(x, activation="softmax")),
    "list": lambda x: [scores(x, activation="softmax")],
}
SIGMOID = {
    "argument": lambda x: scores(x, 1, activation="sigmoid"),
    "layer": lambda x: layers.Activation("sigmoid")(scores(x, 1)),
    "score": lambda x: scores(x, 1),
}
# Ends that cannot be read, and what the error says
REFUSED = {
    "sigmoids": (lambda x: scores(x, 3, activation="sigmoid"), "do not exclude each other"),
    "softmax of one": (lambda x: scores(x, 1, activation="softmax"), "gives 1 for every pixel"),
    "softmax over columns": (lambda x: layers.Softmax(axis=2)(scores(x)), "neither softmax nor sigmoid"),
    "relu of one": (lambda x: scores(x, 1, activation="relu"), "neither softmax nor sigmoid"),
    "hard sigmoid": (lambda x: scores(x, 1, activation="hard_sigmoid"), "neither softmax nor sigmoid"),
    "percent": (lambda x: scores(x, activation="softmax") * 100.0, "changes the probabilities"),
    "mean of sigmoids": (
        lambda x: layers.Average()([layers.Activation("sigmoid")(scores(x, 1)), keras.ops.sigmoid(x[..., :1])]),
        "looks like probabilities",
    ),
    "classifier": (lambda x: layers.Dense(3, activation="softmax")(layers.Flatten()(x)), "not a map of"),
    "pooled": (lambda x: layers.GlobalAveragePooling2D()(x), "not a map of"),
    "two outputs": (lambda x: [scores(x), layers.Conv2D(3, 1)(x)], "has 2 outputs"),
    "valid padding": (lambda x: layers.Conv2D(3, 4, activation="softmax")(x), "does not divide it evenly"),
}


def threshold(size=(64, 64), steepness=1000.0, activation="softmax"):
    """Class 1 where the red channel is above one half, else class 0; no other pixel matters."""
    inputs = keras.Input((*size, 3))
    layer = layers.Conv2D(2, 1, activation=activation, name="scores")
    model = keras.Model(inputs, layer(inputs))
    kernel = np.zeros((1, 1, 3, 2), "float32")
    kernel[0, 0, 0] = [-steepness / 255, steepness / 255]
    layer.set_weights([kernel, np.float32([steepness / 2, -steepness / 2])])
    return model

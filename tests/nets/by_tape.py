"""Gradients by TensorFlow's tape and plain Keras."""

import keras
import numpy as np


def gradients_of(model, layer, pictures, class_index):
    """The gradient of a class's logit with respect to a layer's maps, and the maps; the model ends in a Dense layer."""
    import tensorflow as tf

    both = keras.Model(model.input, [model.get_layer(layer).output, model.layers[-2].output])
    with tf.GradientTape() as tape:
        maps, pooled = both(pictures, training=False)
        score = (pooled @ model.layers[-1].kernel + model.layers[-1].bias)[0, class_index]
    return np.array(tape.gradient(score, maps)), np.array(maps)

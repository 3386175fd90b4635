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


def plus_plus_alphas(gradients, maps):
    """Grad-CAM++'s equation (19) as it stands, in float64; 0 where its denominator is 0."""
    gradients, maps = (np.asarray(given, "float64") for given in (gradients, maps))
    denominator = 2 * gradients**2 + gradients**3 * maps.sum(axis=(1, 2), keepdims=True)
    return np.divide(gradients**2, denominator, out=np.zeros_like(gradients), where=denominator != 0)

"""Gradients through a strided 1 x 1 convolution of few channels, eager and compiled; a bug would crash the process."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from cnnlab.nets.grad_cam import GradCAM
from cnnlab.nets.surgery import open_at

SIDE, STRIDE, FILTERS, CLASSES, ROUNDS = 32, 2, 8, 3, 40

for channels in range(1, 17):
    keras.utils.set_random_seed(channels)
    inputs = keras.Input((SIDE, SIDE, 2))
    early = layers.Conv2D(channels, 3, padding="same", name="early")(inputs)
    padding = "same" if channels % 2 else "valid"
    strided = layers.Conv2D(FILTERS, 1, strides=STRIDE, padding=padding, name="strided")(early)
    outputs = layers.Dense(CLASSES, name="scores")(layers.GlobalAveragePooling2D()(strided))
    model = keras.Model(inputs, outputs)
    picture = np.random.default_rng(channels).normal(size=(1, SIDE, SIDE, 2)).astype("float32")

    opened, addend = open_at(model, "early"), tf.zeros((1, SIDE, SIDE, channels))
    for _ in range(ROUNDS):
        with tf.GradientTape() as tape:
            tape.watch(addend)
            maps, logits, _own = opened(picture, addend)
            score = logits[0, 1]
        gradient = tape.gradient(score, addend)
    np.testing.assert_allclose(logits, model(picture), atol=1e-5)
    # Linear: a cell that the stride uses has the gradient kernel @ scores / (number of such cells), all others 0.
    kernel = model.get_layer("strided").kernel.numpy()[0, 0]
    by_hand = np.zeros((SIDE, SIDE, channels))
    by_hand[::STRIDE, ::STRIDE] = (kernel @ model.get_layer("scores").kernel.numpy())[:, 1] / (SIDE / STRIDE) ** 2
    np.testing.assert_allclose(gradient[0], by_hand, atol=1e-6)

    found = GradCAM(model, "early").explain(picture, 1)
    np.testing.assert_allclose(found.signed[0], maps[0].numpy() @ by_hand.mean(axis=(0, 1)), atol=1e-5)
    print(channels, flush=True)

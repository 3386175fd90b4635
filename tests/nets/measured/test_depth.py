"""Gradients by depth: those of a network of Keras's own layers, and what the papers say of them."""

import keras
import numpy as np
import pytest

from cnnlab.core.requests import MeasureDepth
from cnnlab.nets.measured import depth
from cnnlab.nets.measured.depth import LAYERS, drawn, measure_depth

tf = pytest.importorskip("tensorflow", reason="the tape that checks the gradients is TensorFlow's")
pytestmark = pytest.mark.tensorflow

PICTURES = np.random.default_rng(0).integers(0, 256, (4, 12, 12, 3), dtype=np.uint8)
KINDS = [(False, False, "relu"), (False, True, "sigmoid"), (True, False, "tanh"), (True, True, "relu")]


def by_layers(residual, normalized, activation, initializer, seed):
    """The same network, of Keras's layers on a bare tape: root mean squares of outputs and gradients."""
    first, kernels, dense = drawn(initializer, seed)

    def convolved(kernel, x):
        layer = keras.layers.Conv2D(kernel.shape[-1], 3, padding="same", use_bias=False)
        layer.build(x.shape)
        layer.set_weights([kernel])
        return layer(x)

    activate = keras.layers.Activation(activation)
    outputs = []
    with tf.GradientTape() as tape:
        x = activate(convolved(first, keras.layers.Rescaling(1 / 127.5, -1)(PICTURES.astype("float32"))))
        for block in range(LAYERS // 2):
            shortcut = x
            for turn in range(2):
                z = convolved(kernels[2 * block + turn], x)
                tape.watch(z)
                outputs.append(z)
                if normalized:
                    z = keras.layers.BatchNormalization()(z, training=True)
                x = activate(keras.layers.Add()([z, shortcut]) if residual and turn else z)
        scores = keras.layers.GlobalAveragePooling2D()(x) @ dense
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(np.arange(len(PICTURES)), scores))
    gradients = tape.gradient(loss, outputs)
    return [
        np.array([np.sqrt((value.numpy().astype(np.float64) ** 2).mean()) for value in values])
        for values in (outputs, gradients)
    ]


@pytest.mark.parametrize(("residual", "normalized", "activation"), KINDS)
def test_the_sizes_are_those_of_a_network_of_keras_layers(monkeypatch, residual, normalized, activation):
    monkeypatch.setattr(depth, "DRAWS", 2)
    found = measure_depth(PICTURES, MeasureDepth(residual, normalized, activation, "he_normal", seed=1))
    assert found.gradients.shape == found.outputs.shape == (2, LAYERS)
    for draw in range(2):
        outputs, gradients = by_layers(residual, normalized, activation, "he_normal", 2 + draw)
        np.testing.assert_allclose(found.outputs[draw], outputs, rtol=2e-3)
        np.testing.assert_allclose(found.gradients[draw], gradients, rtol=1e-2)


def geometric(values):
    return np.exp(np.log(values).mean(axis=0))


def test_relu_halves_the_variance_at_each_layer_unless_the_initializer_makes_up_for_it():
    """He et al., "Delving Deep into Rectifiers" (2015), sections 2.2: the factor is n Var(w) / 2."""

    def logarithms(initializer):
        """Of the factor from one layer to the next, away from both ends, for each draw."""
        request = MeasureDepth(False, False, "relu", initializer, seed=0)
        gradients = measure_depth(np.tile(PICTURES, (1, 3, 3, 1)), request).gradients
        return np.log(gradients[:, 5] / gradients[:, -5]) / (LAYERS - 10)

    glorot, he = logarithms("glorot_uniform"), logarithms("he_normal")
    error = np.hypot(glorot.std(ddof=1), he.std(ddof=1)) / np.sqrt(depth.DRAWS)
    difference = glorot.mean() - he.mean()
    assert difference == pytest.approx(np.log(1 / 2) / 2, abs=2 * error)
    assert difference < -4 * error  # it is seen


def test_shortcuts_keep_the_gradient_that_a_plain_network_loses():
    sizes = {
        residual: geometric(
            measure_depth(PICTURES, MeasureDepth(residual, False, "relu", "glorot_uniform", 0)).gradients
        )
        for residual in (False, True)
    }
    assert sizes[False][0] < 1e-3 * sizes[False][-1]
    assert sizes[True][0] > sizes[True][-1]


def test_progress_is_told_for_each_draw():
    told = []
    measure_depth(PICTURES, MeasureDepth(True, True, "tanh", "he_normal", 0), lambda *done: told.append(done))
    assert told == [(draw, depth.DRAWS) for draw in range(depth.DRAWS)]

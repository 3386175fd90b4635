"""Logits from a forward pass are those that Grad-CAM returns with its map."""

import keras
import numpy as np
import pytest

from cnnlab.core.cards.scores import probabilities
from cnnlab.nets.grad_cam import GradCAM
from cnnlab.nets.logits import Logits
from cnnlab.nets.surgery import SurgeryError

pytestmark = pytest.mark.backends

PICTURES = np.random.default_rng(0).integers(0, 256, (3, 12, 12, 3)).astype("float32")


def classifier(units: int, activation: str) -> keras.Model:
    inputs = keras.Input((12, 12, 3))
    x = keras.layers.Conv2D(4, 3, activation="relu")(keras.layers.Rescaling(1 / 255)(inputs))
    return keras.Model(inputs, keras.layers.Dense(units, activation=activation)(keras.layers.Flatten()(x)))


@pytest.mark.parametrize(("units", "activation"), [(5, "softmax"), (5, "sigmoid"), (1, "sigmoid"), (5, "linear")])
def test_logits_are_those_of_grad_cam(units, activation):
    model = classifier(units, activation)
    run, explained = Logits(model), GradCAM(model)
    logits = run(PICTURES)
    assert logits.dtype == np.float32
    assert logits.shape == (3, max(2, units))
    assert np.allclose(logits, explained.explain(PICTURES).logits, atol=1e-5)
    assert run.activation == explained.activation


@pytest.mark.parametrize(("units", "activation"), [(5, "softmax"), (5, "sigmoid"), (1, "sigmoid")])
def test_the_activation_turns_them_into_the_models_own_output(units, activation):
    model = classifier(units, activation)
    run = Logits(model)
    own = np.array(model(PICTURES))
    assert np.allclose(probabilities(run(PICTURES), run.activation)[:, -units:], own, atol=1e-5)


def test_what_is_not_a_classifier_is_refused():
    inputs = keras.Input((12, 12, 3))
    with pytest.raises(SurgeryError):
        Logits(keras.Model(inputs, keras.layers.Conv2D(2, 3)(inputs)))

"""Whatever the structure and the end of a network: the probabilities are Keras's own, or a clear error says why not.

One file, because the tests share the networks and how their output is compared.
"""

import random

import keras
import numpy as np
import pytest
from keras import layers, ops

from cnnlab.core.cards.scores import probabilities
from cnnlab.nets.activations import LOGITS, Activations, activations
from cnnlab.nets.grad_cam import GradCAM
from cnnlab.nets.logits import Logits
from cnnlab.nets.surgery import SurgeryError
from tests.nets.endings import ENDS, SIZE, UNCLEAR, network, own_output, pictures

pytestmark = [
    pytest.mark.backends,
    pytest.mark.filterwarnings("ignore:(?s).*You are using a softmax over axis -1.*size 1"),  # that is the case tested
]


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(5)


def told(logits, activation, units):
    return probabilities(logits, activation)[:, -units:]


def assert_own(name, logits, activation, own):
    """The told probabilities are the model's own; where the model ends in scores, they are the logits."""
    units = own.shape[-1]
    if "scores" in name:
        assert np.allclose(logits[:, -units:], own, atol=1e-5)
    else:
        expected = np.exp(own) if name == "log softmax" else own
        assert np.allclose(told(logits, activation, units), expected, atol=1e-5)


@pytest.mark.parametrize("name", ENDS)
def test_every_end_gives_the_models_own_probabilities(name):
    model, batch = network(ENDS[name]), pictures()
    own = own_output(model, batch)
    explained, scores = GradCAM(model), Logits(model)
    found = explained.explain(batch)
    assert_own(name, found.logits, explained.activation, own)
    assert np.allclose(scores(batch), found.logits, atol=1e-5)
    assert scores.activation == explained.activation
    assert np.ptp(found.signed) > 0


@pytest.mark.parametrize("name", ["backend's function", "linear behind it", "log softmax", "Flatten behind it"])
def test_the_gradient_is_that_of_the_scores(name):
    """Against the same weights with an end that keeps its scores."""
    model = network(ENDS[name])
    plain = network(ENDS["scores"])
    plain.set_weights(
        [array.reshape(own.shape) for array, own in zip(model.get_weights(), plain.get_weights(), strict=True)]
    )
    for class_index in range(3):
        expected = GradCAM(plain, "conv").explain(pictures(), class_index)
        found = GradCAM(model, "conv").explain(pictures(), class_index)
        assert np.allclose(found.logits, expected.logits, atol=1e-5)
        assert np.allclose(found.signed, expected.signed, atol=1e-6)


@pytest.mark.parametrize("name", UNCLEAR)
def test_what_cannot_be_told_is_refused(name):
    end, text = UNCLEAR[name]
    model = network(end)
    with pytest.raises(SurgeryError, match=text):
        GradCAM(model).explain(pictures())
    with pytest.raises(SurgeryError, match=text):
        Logits(model)(pictures())


def test_the_end_under_mixed_precision():
    """The last line of TensorFlow's guide to mixed precision, also with the softmax before the cast."""
    for name in ("linear behind it", "Activation", "keras.ops.softmax", "one unit"):
        keras.config.set_dtype_policy("mixed_bfloat16")
        try:
            model = network(ENDS[name])
        finally:
            keras.config.set_dtype_policy("float32")
        own = own_output(model, pictures())
        explained = GradCAM(model)
        found = told(explained.explain(pictures()).logits, explained.activation, own.shape[-1])
        assert np.allclose(found, own, atol=1 / 64), name


def test_an_output_in_16_bits_behind_a_softmax_in_32():
    model = network(lambda x: ops.cast(ENDS["argument"](x), "float16"))
    batch = pictures(64)
    own = own_output(model, batch)
    explained = GradCAM(model)
    assert np.allclose(told(explained.explain(batch).logits, explained.activation, 3), own, atol=1 / 64)


def one_random_network(seed):
    """A network with everything at random: its end, its outputs, a nested base, its data format, a name used twice."""
    choice = random.Random(seed)
    end = choice.choice([*ENDS, *UNCLEAR])
    how = {
        "data_format": choice.choice(["channels_last", "channels_first"]),
        "outputs": choice.choice(["plain", "list", "dict"]),
        "base": choice.choice([None, "plain", "list", "dict"]),
        "same_name": choice.random() < 0.5,
    }
    return end, how


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(96))
def test_any_network_is_explained_as_keras_runs_it_or_refused(seed):
    end, how = one_random_network(seed)
    model = network(ENDS[end] if end in ENDS else UNCLEAR[end][0], **how)
    batch = pictures(3, how["data_format"])
    if end in UNCLEAR:
        with pytest.raises(SurgeryError, match=UNCLEAR[end][1]):
            GradCAM(model).explain(batch)
        return
    explained = GradCAM(model)
    found = explained.explain(batch)
    assert_own(end, found.logits, explained.activation, own_output(model, batch))
    assert explained.layer == ("second" if how["base"] and not how["same_name"] else "conv")
    assert found.signed.shape == (3, 2, 2)
    if how["base"]:
        inner = GradCAM(model, "base/conv").explain(batch, 0)
        assert inner.signed.shape == (3, SIZE, SIZE)


def channels_last_of(model):
    """The same network built channels_last, with the same weights."""
    other = network(ENDS["argument"])
    other.set_weights(model.get_weights())
    return other


@pytest.mark.parametrize("layer", ["conv", "first", "rescaling"])
def test_channels_first_gives_the_map_of_channels_last(layer):
    model = network(ENDS["argument"], data_format="channels_first")
    other = channels_last_of(model)
    names = {"rescaling": [each.name for each in (model.layers[1], other.layers[1])]}.get(layer, [layer, layer])
    found = GradCAM(model, names[0]).explain(pictures(2, "channels_first"), 1)
    expected = GradCAM(other, names[1]).explain(pictures(), 1)
    assert np.allclose(found.signed, expected.signed, atol=1e-5)
    assert np.allclose(found.logits, expected.logits, atol=1e-5)


def test_axes_that_move_inside_a_network():
    """Pictures come channels last, are turned to channels first and back; every map is rows by columns."""
    inputs = keras.Input((6, 8, 3))
    x = layers.Permute((3, 1, 2), name="turned")(inputs)
    x = layers.Conv2D(4, 3, data_format="channels_first", name="inside")(x)
    x = ops.transpose(x, (0, 2, 3, 1))
    x = layers.Conv2D(5, 1, name="back")(x)
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(layers.GlobalMaxPooling2D()(x)))
    batch = np.random.default_rng(1).normal(size=(2, 6, 8, 3))
    sizes = {name: GradCAM(model, name).explain(batch).signed.shape[1:] for name in ("turned", "inside", "back")}
    assert sizes == {"turned": (6, 8), "inside": (4, 6), "back": (4, 6)}


def test_a_name_used_inside_and_outside_of_a_base():
    model = network(ENDS["argument"], base="plain", same_name=True)
    explained = GradCAM(model)
    assert explained.layer == "conv"
    assert explained.explain(pictures()).signed.shape == (2, 2, 2)
    assert GradCAM(model, "base/conv").explain(pictures()).signed.shape == (2, SIZE, SIZE)
    found = activations(model, pictures())
    base = model.get_layer("base")
    inner = keras.Model(base.inputs, base.get_layer("conv").output)([pictures() / 255])
    assert np.allclose(found["base/conv"], np.array(inner), atol=1e-5)
    outer = keras.Model(model.inputs, model.get_layer("conv").output)([pictures()])
    assert np.allclose(found["conv"], np.array(outer), atol=1e-5)


def test_a_name_in_two_bases_has_to_be_a_path():
    inputs = keras.Input((SIZE, SIZE, 3))
    parts = []
    for name in ("left", "right"):
        inner = keras.Input((SIZE, SIZE, 3))
        parts.append(keras.Model(inner, layers.Conv2D(2, 3, name="conv")(inner), name=name)(inputs))
    x = layers.GlobalMaxPooling2D()(layers.Concatenate()(parts))
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
    with pytest.raises(SurgeryError, match=r"2 layers are named conv\. Choose one of left/conv, right/conv"):
        GradCAM(model, "conv")
    assert GradCAM(model, "right/conv").layer == "right/conv"


def test_several_inputs_or_outputs_are_refused_in_clear_words():
    left, right = keras.Input((SIZE, SIZE, 3), name="left"), keras.Input((SIZE, SIZE, 3), name="right")
    x = layers.Conv2D(2, 3)(left)
    y = layers.Conv2D(2, 3)(right)
    scores = layers.Dense(2, activation="softmax")(layers.GlobalMaxPooling2D()(layers.Add()([x, y])))
    with pytest.raises(SurgeryError, match=r"has 2 inputs \(left, right\), not one picture"):
        GradCAM(keras.Model([left, right], scores))
    with pytest.raises(SurgeryError, match=r"has 2 outputs .*Choose one: keras.Model"):
        GradCAM(keras.Model(left, {"maps": x, "scores": layers.Dense(2)(layers.GlobalMaxPooling2D()(x))}))


def test_a_base_with_two_inputs_given_by_name():
    """Keras takes a dict by its keys, whatever the order in which the base names its inputs."""
    left, right = keras.Input((SIZE, SIZE, 3), name="left"), keras.Input((SIZE, SIZE, 3), name="right")
    base = keras.Model(
        [right, left], layers.Conv2D(2, 3, name="maps")(left) * 3.0 + layers.Conv2D(2, 3)(right), name="base"
    )
    inputs = keras.Input((SIZE, SIZE, 3))
    x = base({"left": inputs, "right": layers.Rescaling(-2.0)(inputs)})
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(layers.GlobalMaxPooling2D()(x)))
    explained = GradCAM(model, "maps")
    found = told(explained.explain(pictures() / 255).logits, explained.activation, 2)
    assert np.allclose(found, own_output(model, pictures() / 255), atol=1e-5)


def test_a_model_with_a_call_of_its_own_is_refused():
    class Own(keras.Model):
        def call(self, x, training=None):
            return 1.0 - super().call(x)

    graph = network(ENDS["argument"])
    with pytest.raises(SurgeryError, match="Keras's own call"):
        GradCAM(Own(graph.inputs, graph.outputs))


def test_a_layer_used_in_another_model_before():
    """Its first recorded shape is that of the other model."""
    conv = layers.Conv2D(4, 3, name="conv")
    conv(keras.Input((20, 20, 3)))
    inputs = keras.Input((SIZE, SIZE, 3))
    x = layers.GlobalMaxPooling2D()(conv(inputs))
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
    assert GradCAM(model, "conv").explain(pictures()).signed.shape == (2, SIZE - 2, SIZE - 2)


def test_a_large_kernel_with_a_softmax_that_is_not_last_is_refused_by_name():
    inputs = keras.Input((None, None, 3))
    x = layers.Conv2D(4, 3, padding="same")(inputs)
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(3, 7, activation="softmax")(x))
    with pytest.raises(SurgeryError, match=r"changes the probabilities in|so its scores cannot be recovered"):
        GradCAM(keras.Model(inputs, x))


def test_a_mean_of_scores_is_explained_even_where_they_lie_between_0_and_1():
    model = network(ENDS["mean of scores"])
    model.set_weights([array * 1e-3 + (0.1 if array.ndim == 1 else 0) for array in model.get_weights()])
    own = own_output(model, pictures())
    assert 0 < own.min() < own.max() < 1
    assert np.allclose(GradCAM(model).explain(pictures()).logits, own, atol=1e-5)


def test_a_layer_named_logits_keeps_its_output():
    inputs = keras.Input((SIZE, SIZE, 3))
    x = layers.GlobalMaxPooling2D()(layers.Conv2D(2, 3)(inputs))
    model = keras.Model(inputs, layers.Dense(5, activation="softmax", name="logits")(x))
    found = Activations(model, logits=True)(pictures())
    assert np.allclose(found["logits"], own_output(model, pictures()), atol=1e-5)
    assert np.allclose(told(found[LOGITS], "softmax", 5), found["logits"], atol=1e-5)

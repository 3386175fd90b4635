"""Every layer's output against Keras itself: plain and nested models, layers active only in training, both backends.

One file, because all tests share the networks.
"""

import itertools

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.cards import cards
from cnnlab.core.digits import bundled_images
from cnnlab.core.stepping.cell import step
from cnnlab.core.stepping.unit import one_unit
from cnnlab.nets import catalog
from cnnlab.nets.activations import LOGITS, Activations, ActivationsError, activations
from cnnlab.nets.surgery import SurgeryError
from tests.nets import networks
from tests.nets.on_jax import on_jax

pytestmark = pytest.mark.backends

PICTURES = np.random.default_rng(0).uniform(0, 255, (2, 12, 12, 3)).astype("float32")
FLAT = [name for name in networks.BY_NAME if name not in ("nested", "twice_nested")]


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(7)


@pytest.mark.parametrize("name", FLAT)
def test_every_output_equals_that_of_keras(name):
    model = networks.BY_NAME[name]()
    found = activations(model, PICTURES)
    names = [layer.name for layer in model.layers if not isinstance(layer, layers.InputLayer)]
    assert list(found) == names
    outputs = [model.get_layer(layer).output for layer in names]
    expected = keras.Model(model.inputs, outputs)([PICTURES], training=False)
    for layer, array in zip(names, expected, strict=True):
        assert found[layer].dtype == np.float32
        assert np.allclose(found[layer], np.array(array), atol=1e-5), layer


def test_nested_base_with_augmentation_and_dropout_inactive():
    model = networks.nested()
    found = activations(model, PICTURES)
    base = model.get_layer("base")
    inner = keras.Model(base.input, [base.get_layer(name).output for name in ("first", "pool", "second")])
    for name, array in zip(("first", "pool", "second"), inner(PICTURES, training=False), strict=True):
        assert np.allclose(found[name], np.array(array), atol=1e-5), name
    assert np.array_equal(found["random_flip"], PICTURES)
    assert np.allclose(found[model.layers[-1].name], np.array(model(PICTURES, training=False)), atol=1e-5)


def test_twice_nested_model():
    model = networks.twice_nested()
    found = activations(model, PICTURES)
    inner = model.get_layer("middle").layers[-1]
    direct = keras.Model(inner.inputs, inner.get_layer("second").output)
    assert np.allclose(found["second"], np.array(direct([PICTURES])), atol=1e-5)


def test_layers_of_one_name_are_told_apart_by_their_paths():
    inner = keras.Sequential([keras.Input((12, 12, 3)), layers.Rescaling(0.5, name="scaling")], name="inner")
    model = keras.Sequential([keras.Input((12, 12, 3)), layers.Rescaling(2, name="scaling"), inner])
    model.add(layers.Rescaling(3, name="last"))
    found = activations(model, PICTURES)
    assert list(found) == ["scaling", "inner/scaling", "last"]
    for name, factor in (("scaling", 2), ("inner/scaling", 1), ("last", 3)):
        assert np.allclose(found[name], factor * PICTURES), name


def test_one_cell_kernel_by_hand():
    """relu(2x - 3) for x = 1 and 2 is 0 and 1."""
    inputs = keras.Input((1, 2, 1))
    model = keras.Model(inputs, layers.Conv2D(1, 1, activation="relu", name="conv")(inputs))
    model.set_weights([np.full((1, 1, 1, 1), 2.0), np.array([-3.0])])
    assert activations(model, np.array([[[1.0], [2.0]]]))["conv"].tolist() == [[[0.0], [1.0]]]


def test_single_picture_has_no_batch_axis():
    model = networks.functional()
    single, both = activations(model, PICTURES[1]), activations(model, PICTURES)
    assert single["second"].shape == (4, 4, 6)
    assert np.allclose(single["second"], both["second"][1], atol=1e-5)


def test_only_requested_layers_in_the_requested_order():
    assert list(activations(networks.functional(), PICTURES[0], ["second", "first"])) == ["second", "first"]


def test_model_is_unchanged():
    model = networks.functional()
    before = np.array(model(PICTURES))
    activations(model, PICTURES)
    assert np.array_equal(np.array(model(PICTURES)), before)
    assert model.get_layer("first").output.shape == (None, 12, 12, 4)  # raises if the layer has a second output


@pytest.mark.tensorflow
def test_one_compilation_serves_every_picture():
    run = Activations(networks.functional())
    for picture in PICTURES:
        run(picture)
    assert run._run.experimental_get_tracing_count() == 1


def test_digits_network_against_keras():
    model = catalog.load("mnist_convnet")
    picture = np.random.default_rng(1).integers(0, 256, (28, 28, 1)).astype("uint8")
    found = activations(model, picture)
    assert found["flatten"].tolist() == found["conv3"].ravel().tolist()
    assert np.allclose(found["predictions"], np.array(model(picture[None].astype("float32")))[0], atol=1e-5)


@pytest.mark.parametrize("name", ["functional", "activation_layer", "softmax_layer", "logits", "sequential"])
def test_logits_are_the_scores_before_softmax(name):
    model = networks.BY_NAME[name]()
    found = Activations(model, logits=True)(PICTURES)
    dense = [layer for layer in model.layers if isinstance(layer, layers.Dense)][-1]
    values = keras.Model(model.inputs, dense.input)([PICTURES], training=False)
    assert list(found)[-1] == LOGITS
    assert np.allclose(found[LOGITS], np.array(values @ dense.kernel + dense.bias), atol=1e-4)
    assert np.allclose(list(found.values())[-2], np.array(model(PICTURES)), atol=1e-5)


DIGIT_NETWORKS = [card.id for card in cards() if card.input.height == 28]


def some_cells(shape: tuple) -> list[tuple]:
    """The first cell, the last one and some in between."""
    generator = np.random.default_rng(5)
    between = [tuple(int(generator.integers(size)) for size in shape) for _ in range(4)]
    return [(0,) * len(shape), *between, tuple(size - 1 for size in shape)]


@pytest.mark.parametrize("piece", ["mnist-3", "fashion-9"])
@pytest.mark.parametrize("name", DIGIT_NETWORKS)
def test_stepping_gives_the_networks_own_values(name, piece):
    """For layers with a sum or a window: what core.stepping computes from one unit's weights is the activation."""
    model = catalog.load(name)
    values = Activations(model, logits=True)(bundled_images()[piece].picture[..., None])
    names, stepped = [layer.name for layer in model.layers], 0
    for before, at in itertools.pairwise(names):
        if type(model.get_layer(at)).__name__ not in ("Conv2D", "MaxPooling2D", "Dense"):
            continue
        stepped += 1
        expected = values[LOGITS] if at == names[-1] else values[at]
        for cell in some_cells(expected.shape):
            found = model.get_layer(at)
            whole = {"class_name": type(found).__name__, "config": found.get_config()}
            layer, weights = one_unit(whole, found.get_weights(), cell[-1])
            if at == names[-1]:
                layer["config"]["activation"] = "linear"
            place = (*cell[:-1], 0) if weights else cell
            assert step(layer, values[before], weights, place).value == pytest.approx(expected[cell], abs=1e-4), (
                at,
                cell,
            )
    assert stepped == sum(type(layer).__name__ in ("Conv2D", "MaxPooling2D", "Dense") for layer in model.layers)


def shared():
    inputs = keras.Input((12, 12, 3))
    twice = layers.Conv2D(3, 3, padding="same", name="shared")
    return keras.Model(inputs, layers.Conv2D(1, 1, name="last")(twice(twice(inputs))))


def test_layer_that_runs_twice_is_omitted():
    assert list(activations(shared(), PICTURES)) == ["last"]


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (
            lambda m: activations(m, PICTURES, ["nowhere"]),
            ActivationsError,
            "layer 'nowhere' .*one of first, pool, second, ",
        ),
        (
            lambda m: activations(shared(), PICTURES, ["shared"]),
            ActivationsError,
            "no layer 'shared' .*one of last",
        ),
        (lambda m: activations(m, PICTURES[..., 0]), ActivationsError, r"\(12, 12, 3\).* is \(1, 2, 12, 12\)"),
        (lambda m: activations(m, PICTURES[:, :9]), ActivationsError, r"is \(2, 9, 12, 3\)"),
        (lambda m: activations(m, PICTURES[:0]), ActivationsError, r"is \(0, 12, 12, 3\)"),
        (
            lambda m: activations(keras.Sequential([layers.Dense(1)]), PICTURES),
            SurgeryError,
            "A Sequential can be opened only if",
        ),
    ],
)
def test_errors_state_the_problem(call, kind, text):
    with pytest.raises(kind, match=text):
        call(networks.functional())


def signed_outputs():
    return {
        name: list(activations(networks.with_both_signs(build()), networks.BOTH_SIGNS).values())
        for name, build in networks.BY_NAME.items()
    }


@pytest.mark.tensorflow
def test_jax_gives_the_same_outputs(tmp_path):
    """The difference has been 2e-7 of the largest value; other processors add in another order."""
    found, expected = signed_outputs(), on_jax(signed_outputs, tmp_path)
    assert found.keys() == expected.keys()
    for name, outputs in expected.items():
        for own, values in zip(found[name], outputs, strict=True):
            assert np.allclose(own, values, rtol=0, atol=1e-5 * np.abs(values).max()), name
    assert any(values.min() < 0 < values.max() for outputs in expected.values() for values in outputs)

"""Grad-CAM against cases done by hand, an independent implementation, another backend, and networks of every structure.

One file, because the tests share the networks, the pictures and the model.
"""

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core import cards
from cnnlab.core.cards.scores import probabilities
from cnnlab.core.pictures import sample, square
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import GradCAM, GradCAMError, channel_weights, combine
from cnnlab.nets.surgery import SurgeryError, spatial_layers
from cnnlab.nets.zoo.efficientnet_lite import efficientnet_lite0
from tests.nets import networks
from tests.nets.on_jax import on_jax

pytestmark = pytest.mark.backends

PICTURES = np.random.default_rng(0).uniform(0, 255, (2, 12, 12, 3)).astype("float32")


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(7)


@pytest.fixture
def double_precision():
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_dtype_policy("float32")


def by_differences(model, pictures, layer, class_index, step=1e-6):
    """Grad-CAM before its ReLU from finite differences: no automatic differentiation, no surgery.

    Only for models whose layers after `layer` run one after the other.
    """
    names = [layer.name for layer in model.layers]
    tail = list(model.layers[names.index(layer) + 1 :])
    maps = np.array(keras.Model(model.input, model.get_layer(layer).output)(pictures, training=False))

    def score(x):
        for tail_layer in tail[:-1]:
            x = tail_layer(x, training=False)
        return np.array(x @ tail[-1].kernel + tail[-1].bias)[:, class_index]

    gradients = np.zeros_like(maps)
    for cell in np.ndindex(maps.shape[1:]):
        moved = maps.copy()
        moved[(slice(None), *cell)] += step
        gradients[(slice(None), *cell)] = (score(moved) - score(maps)) / step
    weights = gradients.mean(axis=(1, 2))
    return (maps * weights[:, None, None, :]).sum(-1)


def test_map_by_hand():
    """One channel of 2x2 cells and a dense layer: the gradient is the dense weight divided by 4 cells, 8 / 4 = 2."""
    inputs = keras.Input((2, 2, 1))
    maps = layers.Conv2D(1, 1, use_bias=False, kernel_initializer="ones", name="maps")(inputs)
    pooled = layers.GlobalAveragePooling2D()(maps)
    model = keras.Model(inputs, layers.Dense(2, use_bias=False, activation="softmax")(pooled))
    model.layers[-1].set_weights([np.array([[8.0, -8.0]])])
    picture = np.array([[[[1.0], [2.0]], [[-3.0], [0.0]]]])
    found = GradCAM(model, "maps").explain(picture, 0)
    assert found.signed.tolist() == [[[2.0, 4.0], [-6.0, 0.0]]]
    assert found.raw.tolist() == [[[2.0, 4.0], [0.0, 0.0]]]
    assert found.normalized.tolist() == [[[0.5, 1.0], [0.0, 0.0]]]
    assert found.logits.tolist() == [[0.0, 0.0]]
    assert GradCAM(model, "maps").raw(picture, 1).tolist() == [[[0.0, 0.0], [6.0, 0.0]]]


def test_equations_one_and_two_by_hand():
    gradients = np.array([[[[1.0, 0.0]], [[3.0, -2.0]]]])  # (1, 2, 1, 2)
    maps = np.array([[[[1.0, 1.0]], [[0.0, 5.0]]]])
    weights = np.array(channel_weights(gradients))
    assert weights.tolist() == [[2.0, -1.0]]
    assert np.array(combine(weights, maps)).tolist() == [[[1.0], [-5.0]]]


@pytest.mark.tensorflow  # on JAX, Keras averages in single precision: a difference would be mostly noise
@pytest.mark.parametrize("layer", ["pool", "second"])  # not before max pooling: at ties no gradient is unique
@pytest.mark.parametrize("class_index", [0, 2])
def test_against_finite_differences(double_precision, layer, class_index):
    model = networks.functional(size=8)
    pictures = PICTURES[:, :8, :8] / 255
    expected = by_differences(model, pictures, layer, class_index)
    found = GradCAM(model, layer).explain(pictures, class_index).signed
    assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()


@pytest.mark.parametrize("name", [*networks.BY_NAME, "nested_sequential"])
def test_every_structure_of_network(name):
    """The logits are the model's own, the map is finite, and the default layer is the last with more than one cell."""
    model = getattr(networks, name)()
    grad_cam = GradCAM(model)
    found = grad_cam.explain(PICTURES)
    predictions = np.array(model(PICTURES, training=False))
    ends_in_logits = name in ("logits", "one_unit_logit")
    if predictions.shape[-1] == 1:
        other = -predictions if ends_in_logits else 1 - predictions
        predictions = np.concatenate([other, predictions], axis=-1)
    scores = found.logits if ends_in_logits else probabilities(found.logits, grad_cam.activation)
    assert np.allclose(scores, predictions, atol=1e-5)
    assert grad_cam.layer == ("block1.conv.0" if name == "dotted" else last_map(model))
    assert found.classes.tolist() == predictions.argmax(-1).tolist()
    assert np.isfinite(found.signed).all()


@pytest.mark.parametrize(
    ("name", "activation"),
    [
        ("functional", "softmax"),
        ("logits", "softmax"),
        ("softmax_layer", "softmax"),
        ("activation_layer", "softmax"),
        ("one_unit", "sigmoid"),
        ("one_unit_logit", "sigmoid"),
        ("sigmoids", "sigmoid"),
    ],
)
def test_activation_that_turns_logits_into_probabilities(name, activation):
    assert GradCAM(networks.BY_NAME[name]()).activation == activation


def last_map(model):
    return [name for name, size in spatial_layers(model).items() if size != (1, 1)][-1]


def test_nested_layer_equals_the_same_layer_in_a_flat_model():
    nested = networks.nested()
    inputs = keras.Input((12, 12, 3))
    x = inputs
    for layer in [*nested.get_layer("base").layers[1:], *nested.layers[-3:]]:
        x = layer(x)
    flat = keras.Model(inputs, x)
    for name in ("first", "second"):
        assert np.allclose(GradCAM(nested, name)(PICTURES, 1), GradCAM(flat, name)(PICTURES, 1), atol=1e-5)


def test_model_is_unchanged():
    model = networks.functional()
    before = np.array(model(PICTURES))
    GradCAM(model, "first")(PICTURES, 0)
    assert np.array_equal(np.array(model(PICTURES)), before)
    assert model.get_layer("first").output.shape == (None, 12, 12, 4)  # raises if the layer has a second output
    assert model.layers[-1].activation is keras.activations.softmax


def test_one_sigmoid_unit_has_two_classes_with_opposite_evidence():
    model = networks.functional(classes=1, activation="sigmoid")
    grad_cam = GradCAM(model, "second")
    yes, no = grad_cam.explain(PICTURES, 1), grad_cam.explain(PICTURES, 0)
    assert np.allclose(yes.signed, -no.signed)
    assert np.allclose(yes.logits[:, 0], -yes.logits[:, 1])
    predictions = np.array(model(PICTURES))[:, 0]
    assert np.allclose(probabilities(yes.logits, grad_cam.activation)[:, 1], predictions, atol=1e-5)
    assert grad_cam.explain(PICTURES).classes.tolist() == (predictions > 0.5).astype(int).tolist()


def test_saturated_softmax_still_gives_a_map():
    model = networks.functional()
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([kernel * 1000, bias])
    assert np.array(model(PICTURES)).max(-1).tolist() == [1.0, 1.0]
    assert GradCAM(model, "second").explain(PICTURES).signed.any()


def test_no_positive_evidence_gives_a_map_of_zeros():
    model = networks.functional()
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([-np.abs(kernel), bias])
    found = GradCAM(model, "second").explain(PICTURES, 0)
    assert found.signed.max() <= 0 < -found.signed.min()
    assert not found.normalized.any()
    assert found.normalized.dtype == np.float32


def test_augmentation_and_dropout_are_inactive():
    model = networks.nested()
    grad_cam = GradCAM(model)
    assert np.array_equal(grad_cam(PICTURES, 0), grad_cam(PICTURES, 0))


def test_one_class_for_all_or_one_per_picture():
    grad_cam = GradCAM(networks.functional())
    both = grad_cam(PICTURES, [0, 2])
    assert np.allclose(both[0], grad_cam(PICTURES, 0)[0], atol=1e-6)
    assert np.allclose(both[1], grad_cam(PICTURES, 2)[1], atol=1e-6)


def test_many_pictures_run_in_batches():
    grad_cam = GradCAM(networks.functional())
    many = np.random.default_rng(2).uniform(0, 255, (37, 12, 12, 3))
    classes = np.arange(37) % 3
    assert np.allclose(grad_cam(many, classes)[30:35], grad_cam(many[30:35], classes[30:35]), atol=1e-5)


def test_uint8_pictures():
    grad_cam = GradCAM(networks.functional())
    whole = PICTURES.astype("uint8")
    assert np.array_equal(grad_cam(whole, 1), grad_cam(whole.astype("float32"), 1))


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda m: GradCAM(m, "nowhere"), SurgeryError, "no layer 'nowhere' .*one of first, pool, second"),
        (
            lambda m: GradCAM(m, m.layers[-1].name),
            SurgeryError,
            "no layer .* has height, width and channels",
        ),
        (lambda m: GradCAM(m, method="magic"), GradCAMError, "no method 'magic'. Choose one of grad-cam"),
        (lambda m: GradCAM(m)(PICTURES[0]), GradCAMError, r"\(batch, 12, 12, 3\), but .* is \(12, 12, 3\)"),
        (lambda m: GradCAM(m)(PICTURES[:, :9]), GradCAMError, r"is \(2, 9, 12, 3\)"),
        (lambda m: GradCAM(m)(PICTURES[:0]), GradCAMError, r"is \(0, 12, 12, 3\)"),
        (lambda m: GradCAM(m)(PICTURES, 3), GradCAMError, "^3 is out of range: the model's classes are 0 to 2"),
        (lambda m: GradCAM(m)(PICTURES, -1), GradCAMError, "^-1 is out of range: the model's classes are 0 to 2"),
        (lambda m: GradCAM(m)(PICTURES, [0, 1, 2]), GradCAMError, "nor a list of 2, one for each picture"),
        (lambda m: GradCAM(m)(PICTURES, 0.5), GradCAMError, "0.5 is neither a class index"),
        (lambda m: GradCAM(m)(PICTURES * np.nan, 0), GradCAMError, "values in the pictures are infinite or undefined"),
        (
            lambda m: GradCAM(keras.Sequential([layers.Dense(1)])),
            SurgeryError,
            "A Sequential can be opened only if",
        ),
        (lambda m: GradCAM(keras.Model(m.inputs, m.get_layer("second").output)), SurgeryError, "Choose a classifier"),
    ],
)
def test_errors_state_the_problem(call, kind, text):
    with pytest.raises(kind, match=text):
        call(networks.functional())


def test_model_without_a_feature_map_is_refused():
    inputs = keras.Input((12, 12, 3))
    outputs = layers.Dense(2, activation="softmax")(layers.Flatten()(inputs))
    with pytest.raises(SurgeryError, match="dense_only has no feature map of more than one cell"):
        GradCAM(keras.Model(inputs, outputs, name="dense_only"))


def test_undefined_weights_are_an_error():
    model = networks.functional()
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([kernel * np.nan, bias])
    with pytest.raises(GradCAMError, match="at the layer second are infinite or undefined"):
        GradCAM(model, "second")(PICTURES, 0)


def test_layer_that_runs_twice_is_refused():
    inputs = keras.Input((12, 12, 3))
    shared = layers.Conv2D(3, 3, padding="same", name="shared")
    x = layers.GlobalAveragePooling2D()(shared(shared(inputs)))
    with pytest.raises(SurgeryError, match="shared runs 2 times"):
        GradCAM(keras.Model(inputs, layers.Dense(2, activation="softmax")(x)), "shared")


THREE_LAYERS = ["head_relu", "block6a_depthwise_relu", "block5a_expand_relu"]


@pytest.fixture(scope="module")
def bundled():
    return catalog.load("efficientnet_lite0")


@pytest.mark.sweep
@pytest.mark.tensorflow
@pytest.mark.parametrize("layer", THREE_LAYERS)
@pytest.mark.parametrize("picture", ["cat", "coffee", "astronaut"])
def test_against_tf_keras_vis(double_precision, bundled, layer, picture):
    """In double precision: in single precision a unit at a kink of ReLU6 may fall on either side, by processor."""
    from tf_keras_vis.gradcam import Gradcam
    from tf_keras_vis.utils.model_modifiers import ReplaceToLinear
    from tf_keras_vis.utils.scores import CategoricalScore

    model = efficientnet_lite0()
    model.set_weights(bundled.get_weights())
    pixels = square(sample(picture), "crop", 224).pixels[None].astype("float64")
    best = int(np.argmax(model(pixels, training=False)))
    oracle = Gradcam(model, model_modifier=ReplaceToLinear(), clone=True)
    expected = oracle(
        CategoricalScore(best),
        pixels,
        penultimate_layer=layer,
        seek_penultimate_conv_layer=False,
        expand_cam=False,
        normalize_cam=False,
    )
    found = GradCAM(model, layer).raw(pixels, best)
    assert np.abs(found - np.array(expected)).max() <= 1e-4 * np.abs(expected).max()


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("picture", "layer"),
    [("cat", "block3b_expand_conv"), ("coffee", "block2a_expand_conv"), ("astronaut", "stem_relu")],
)
def test_early_layers_in_double_precision(double_precision, bundled, layer, picture):
    """Rounding to single precision decides on which side of ReLU6's kinks a few units of early layers are.

    A map was seen to change by 1.4e-3 of its largest value. So these are compared in double precision, with a gradient
    computed here.
    """
    import tensorflow as tf

    model = efficientnet_lite0()
    model.set_weights(bundled.get_weights())
    pixels = square(sample(picture), "crop", 224).pixels[None].astype("float64")
    both = keras.Model(model.input, [model.get_layer(layer).output, model.layers[-2].output])
    with tf.GradientTape() as tape:
        maps, pooled = both(pixels, training=False)
        score = (pooled @ model.layers[-1].kernel + model.layers[-1].bias)[0, 285]
    weights = np.array(tape.gradient(score, maps)).mean(axis=(1, 2))
    expected = np.maximum((np.array(maps) * weights[:, None, None]).sum(-1), 0)
    found = GradCAM(model, layer).raw(pixels, 285)
    assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()


def test_bundled_network_predicts_what_the_original_predicts(bundled):
    """The original network's figures, measured outside this project: Egyptian cat 0.39, espresso 0.94."""
    names = [name.en for name in cards.card("efficientnet_lite0").classes()]
    pixels = np.stack([square(sample(name), "crop", 224).pixels for name in ("cat", "coffee")]).astype("float32")
    predictions = np.array(bundled(pixels, training=False))
    cat = np.argsort(-predictions[0])[:3]
    assert [names[index] for index in cat] == ["Egyptian cat", "tiger cat", "tabby"]
    assert predictions[0, cat[0]] == pytest.approx(0.39, abs=0.01)
    assert names[int(predictions[1].argmax())] == "espresso"
    assert predictions[1].max() == pytest.approx(0.94, abs=0.01)
    assert bundled.count_params() == 4_694_024


def signed_maps():
    return {
        name: GradCAM(networks.with_both_signs(build())).explain(networks.BOTH_SIGNS, 1).signed
        for name, build in networks.BY_NAME.items()
    }


@pytest.mark.tensorflow
def test_jax_gives_the_same_maps(tmp_path):
    """The difference has been 1e-7 of the largest value; other processors add in another order."""
    found, expected = signed_maps(), on_jax(signed_maps, tmp_path)
    assert found.keys() == expected.keys()
    for name, maps in expected.items():
        assert np.allclose(found[name], maps, rtol=0, atol=1e-5 * np.abs(maps).max()), name
    assert any(maps.min() < 0 < maps.max() for maps in expected.values())


@pytest.mark.tensorflow
def test_one_compilation_serves_every_class():
    grad_cam = GradCAM(networks.functional())
    for class_index in (0, 1, 2, None):
        grad_cam(PICTURES, class_index)
    assert grad_cam._run.experimental_get_tracing_count() == 1

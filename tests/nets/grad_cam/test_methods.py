"""Every method on networks whose map is known exactly, on networks of every structure, and against tf-keras-vis.

One file, because the tests share the networks, the pictures and the list of methods.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.heat_maps import BY_ID, METHODS
from cnnlab.nets.grad_cam import AT_LAYER, ON_PIXELS, GradCAM, GradCAMError, ablation, explainer
from cnnlab.nets.grad_cam.ablation import AblationCAM
from cnnlab.nets.grad_cam.input_gradients import GuidedBackprop, InputGradients, IntegratedGradients, SmoothGrad
from cnnlab.nets.grad_cam.masked import MaskedScores
from cnnlab.nets.grad_cam.occlusion import Occlusion
from cnnlab.nets.grad_cam.rise import RISE
from cnnlab.nets.grad_cam.score_cam import ScoreCAM
from cnnlab.nets.grad_cam.weightings import METHODS as WEIGHTINGS
from tests.nets import networks
from tests.nets.by_tape import gradients_of, plus_plus_alphas
from tests.nets.endings import ENDS, UNCLEAR, network, pictures
from tests.nets.on_jax import on_jax
from tests.nets.test_endings import one_random_network

pytestmark = [
    pytest.mark.backends,
    pytest.mark.filterwarnings("ignore:(?s).*You are using a softmax over axis -1.*size 1"),  # a network that is tested
]

PICTURES = np.random.default_rng(0).uniform(0, 255, (2, 12, 12, 3)).astype("float32")
EVERY = [method.id for method in METHODS]
NOISY = ("smooth-grad-cam++", "smoothgrad")
ONE_GRADIENT = ("guided-backprop", "grad-cam")
SIGNED = {"grad-cam", "hirescam", "finer-cam", "ablation-cam", "integrated-gradients", "occlusion", "rise"}


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(7)


def linear(weights, activation="softmax"):
    """A network without layers between the picture (2, 2, 1) and two classes: the scores are w.x and -w.x."""
    inputs = keras.Input((2, 2, 1))
    maps = layers.Conv2D(1, 1, use_bias=False, kernel_initializer="ones", name="maps")(inputs)
    model = keras.Model(inputs, layers.Dense(2, use_bias=False, activation=activation)(layers.Flatten()(maps)))
    column = np.array(weights, "float32").reshape(4, 1)
    model.layers[-1].set_weights([np.concatenate([column, -column], axis=1)])
    return model


WEIGHTS = [[1.0, -2.0], [0.0, 3.0]]
PICTURE = np.array([[[[4.0], [1.0]], [[5.0], [2.0]]]], "float32")
TIMES = [[[4.0, -2.0], [0.0, 6.0]]]  # weight x value in each cell


def test_the_list_of_core_is_that_of_nets():
    assert sorted(EVERY) == sorted([*WEIGHTINGS, *AT_LAYER, *ON_PIXELS])
    assert [method.id for method in METHODS if method.at == "pixels"] == list(BY_ID)[-5:]
    assert {method.id for method in METHODS if method.fusible} == set(WEIGHTINGS)


@pytest.mark.parametrize("method", ["hirescam", "integrated-gradients"])
def test_exact_on_a_linear_network(method):
    found = explainer(linear(WEIGHTS), method).explain(PICTURE, 0)
    assert found.signed == pytest.approx(np.array(TIMES), rel=1e-5)
    assert found.logits.tolist() == [[8.0, -8.0]]


def test_smoothgrad_of_a_linear_network_is_its_weights():
    found = SmoothGrad(linear(WEIGHTS)).explain(PICTURE, 1).signed
    assert found == pytest.approx(np.abs([WEIGHTS]), rel=1e-5)


def test_occlusion_of_a_linear_network():
    """Each square covers all of the 2 x 2 pixels that it reaches: from a corner, all four."""
    model = linear([[0.0, 0.0], [0.0, 3.0]])
    found = Occlusion(model, MaskedScores(model, hidden=0), grid=2).explain(PICTURE, 0).signed
    assert found.tolist() == [[[6.0, 6.0], [6.0, 6.0]]]


def test_occlusion_finds_the_only_pixel_that_counts():
    inputs = keras.Input((28, 28, 1))
    model = keras.Model(inputs, layers.Dense(2, use_bias=False)(layers.Flatten()(inputs)))
    weights = np.zeros((28, 28, 2), "float32")
    weights[9, 17, 1] = 2
    model.layers[-1].set_weights([weights.reshape(-1, 2)])
    found = Occlusion(model, MaskedScores(model, hidden=0), grid=7).explain(np.ones((1, 28, 28, 1)), 1).signed[0]
    expected = np.zeros((7, 7))
    expected[1:3, 3:5] = 2  # whose squares, from 4 i - 2 to 4 i + 5, reach row 9 and column 17
    assert found.tolist() == expected.tolist()


def test_ablation_by_hand():
    """Two channels, averaged: the scores fall by weight x mean of the map, 2 x 3 and -1 x 5."""
    inputs = keras.Input((1, 2, 2))
    maps = layers.Conv2D(2, 1, use_bias=False, name="maps")(inputs)
    model = keras.Model(inputs, layers.Dense(2, use_bias=False)(layers.GlobalAveragePooling2D()(maps)))
    model.get_layer("maps").set_weights([np.eye(2).reshape(1, 1, 2, 2)])
    model.layers[-1].set_weights([np.array([[2.0, 1.0], [-1.0, 1.0]])])
    picture = np.array([[[[2.0, 4.0], [4.0, 6.0]]]])
    found = AblationCAM(model, "maps").explain(picture, 0)
    assert found.signed.tolist() == [[[2.0 * 6 - 4.0 * 5, 4.0 * 6 - 6.0 * 5]]]
    assert found.logits.tolist() == [[1.0, 8.0]]


def test_score_cam_by_hand():
    """Three channels, x, -x and 3 everywhere, and a score that takes the first alone: w.x of class 0, -w.x of class 1.

    The masks are 0.75, 0, 1, 0.25, then 1 less each of these, then nothing. Behind the first the pixels 4, 1, 5, 2 are
    3, 0, 5, 0.5, behind the second 1, 1, 0, 1.5; black ones score 0.
    """
    inputs = keras.Input((2, 2, 1))
    maps = layers.Conv2D(3, 1, name="maps")(inputs)
    model = keras.Model(inputs, layers.Dense(2, use_bias=False)(layers.Flatten()(maps)))
    model.get_layer("maps").set_weights([np.array([[[[1.0, -1.0, 0.0]]]]), np.array([0.0, 0.0, 3.0])])
    weights = np.zeros((4, 3, 2))
    weights[:, 0] = np.outer([0.5, -1.0, 0.25, 0.0], [1, -1])
    model.layers[-1].set_weights([weights.reshape(12, 2)])
    explain = ScoreCAM(model, "maps", MaskedScores(model, hidden=0))
    for class_index, sign in ((0, 1), (1, -1)):
        first, second, third = np.exp([sign * 2.75, sign * -0.5, 0])
        expected = ((first - second) * PICTURE[..., 0] + 3 * third) / (first + second + third)
        assert explain.explain(PICTURE, class_index).signed == pytest.approx(expected, rel=1e-5), class_index


@pytest.mark.parametrize(("values", "at_once"), [(6 * 144, 6), (4 * 144, 4), (1, 1)])
def test_ablation_takes_fewer_large_maps_at_a_time(monkeypatch, values, at_once):
    """6 maps of 12 x 12 cells; the explanation is the same."""
    inputs = keras.Input((12, 12, 3))
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(6, 3, padding="same", activation="relu", name="maps")(inputs))
    model = keras.Model(inputs, layers.Dense(3)(x))
    expected = AblationCAM(model, "maps").explain(PICTURES, 1).signed
    monkeypatch.setattr(ablation, "VALUES", 6 * values)
    told: list[int] = []
    found = AblationCAM(model, "maps").explain(PICTURES, 1, lambda done, total: told.append(done)).signed
    assert told[:2] == [at_once, min(2 * at_once, 12 if at_once == 6 else 6)]
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-4 * float(np.abs(expected).max()))


def test_guided_backpropagation_by_hand():
    """Two ReLUs in a row: the gradient is blocked where it is negative, or where the value below is."""
    inputs = keras.Input((1, 2, 1))
    x = layers.Conv2D(1, 1, use_bias=False, kernel_initializer="ones", activation="relu")(inputs)
    x = layers.ReLU(max_value=6.0)(x)
    model = keras.Model(inputs, layers.Dense(2, use_bias=False)(layers.Flatten()(x)))
    model.layers[-1].set_weights([np.array([[3.0, -3.0], [5.0, -5.0]])])
    picture = np.array([[[[2.0], [-2.0]]]])
    assert GuidedBackprop(model).explain(picture, 0).signed.tolist() == [[[3.0, 0.0]]]
    assert GuidedBackprop(model).explain(picture, 1).signed.tolist() == [[[0.0, 0.0]]]
    assert GuidedBackprop(model).explain(np.full((1, 1, 2, 1), 7.0), 0).signed.tolist() == [[[0.0, 0.0]]]  # above 6


RELUS = {
    "name": lambda: (layers.Conv2D(1, 1, use_bias=False, kernel_initializer="ones", activation="relu"),),
    "activation that is a layer": lambda: (
        layers.Conv2D(1, 1, use_bias=False, kernel_initializer="ones", activation=layers.ReLU()),
    ),
    "layer": lambda: (layers.ReLU(),),
    "layer by its name": lambda: (layers.Activation("relu"),),
    "function": lambda: (keras.activations.relu,),
    "operation": lambda: (keras.ops.relu,),
}


@pytest.mark.parametrize("name", RELUS)
def test_a_relu_is_guided_however_it_is_written(name):
    """Weights 3 and -5 over the positive pixels 2 and 4: the plain gradient is 3 and -5, the guided one 3 and 0."""
    x = inputs = keras.Input((1, 2, 1))
    for layer in RELUS[name]():
        x = layer(x)
    model = keras.Model(inputs, layers.Dense(1, use_bias=False)(layers.Flatten()(x)))
    model.layers[-1].set_weights([np.array([[3.0], [-5.0]])])
    for _turn in range(2):  # the layer has its own ReLU back
        found = GuidedBackprop(model).explain(np.array([[[[2.0], [4.0]]]]), 1)
        assert found.signed.tolist() == [[[3.0, 0.0]]]
        assert found.logits.tolist() == [[14.0, -14.0]]


@pytest.mark.parametrize("name", ["functional", "branching", "one_unit", "nested", "convolutional_end"])
def test_integrated_gradients_are_complete(name):
    """They add up to the logit of the picture less that of a black one (the paper's proposition 1)."""
    model = networks.BY_NAME[name]()
    explain = IntegratedGradients(model)
    pictures = PICTURES / 20
    found, black = explain.explain(pictures, 1), explain.explain(np.zeros_like(pictures), 1)
    difference = found.logits[:, 1] - black.logits[:, 1]
    assert found.signed.sum(axis=(1, 2)) == pytest.approx(
        difference, rel=0.02, abs=0.02 * float(np.abs(difference).max())
    )


def test_rise_shows_the_only_place_that_counts():
    inputs = keras.Input((28, 28, 1))
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid", use_bias=False)(layers.Flatten()(inputs)))
    weights = np.zeros((28, 28), "float32")
    weights[4:8, 20:24] = 0.25
    model.layers[-1].set_weights([weights.reshape(-1, 1)])
    found = RISE(model, MaskedScores(model, hidden=0)).explain(np.ones((1, 28, 28, 1)), 1)
    row, column = np.unravel_index(found.signed[0].argmax(), (28, 28))
    assert 3 <= row <= 8
    assert 19 <= column <= 24
    other = RISE(model, MaskedScores(model, hidden=0)).explain(np.ones((1, 28, 28, 1)), 0).signed
    assert other == pytest.approx(-found.signed, abs=1e-5)


@pytest.mark.tensorflow  # on JAX four of them are compared, below
@pytest.mark.parametrize("name", [*networks.BY_NAME, "nested_sequential", "same_name", "list_output", "cast_behind"])
def test_every_method_on_every_structure_of_network(name):
    """The logits and the class are those of Grad-CAM; the map is finite and not the same for both pictures."""
    model = getattr(networks, name)()
    layer = "base/second" if name == "same_name" else None
    expected = GradCAM(model, layer).explain(PICTURES)
    for method in EVERY:
        found = explainer(model, method, layer).explain(PICTURES)
        assert np.allclose(found.logits, expected.logits, rtol=1e-4, atol=1e-4 * np.abs(expected.logits).max()), method
        assert found.classes.tolist() == expected.classes.tolist(), method
        assert found.signed.dtype == np.float32, method
        assert np.isfinite(found.signed).all(), method
        if BY_ID[method].at == "layer":
            assert found.signed.shape == expected.signed.shape, method


@pytest.mark.tensorflow
def test_every_method_in_mixed_precision():
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = networks.functional()
    finally:
        keras.config.set_dtype_policy("float32")
    for method in EVERY:
        found = explainer(model, method).explain(PICTURES / 255)
        assert np.isfinite(found.signed).all(), method
        assert found.signed.dtype == np.float32, method


@pytest.mark.parametrize("method", EVERY)
def test_channels_first_gives_the_map_of_channels_last(method):
    model = network(ENDS["argument"], data_format="channels_first")
    other = network(ENDS["argument"])
    other.set_weights(model.get_weights())
    found = explainer(model, method, layer_of(method)).explain(pictures(2, "channels_first"), 1)
    expected = explainer(other, method, layer_of(method)).explain(pictures(), 1)
    assert found.signed.shape == expected.signed.shape
    if method not in NOISY:  # the noise has another order of the axes
        assert np.allclose(found.signed, expected.signed, atol=1e-4 * np.abs(expected.signed).max())


def layer_of(method):
    return "conv" if BY_ID[method].at == "layer" else None


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(24))
def test_every_method_on_any_network(seed):
    """Its outputs as a list or a dict, a nested base, a name used twice, channels first: explained, or refused."""
    end, how = one_random_network(seed)
    if end in UNCLEAR:
        return
    model, batch = network(ENDS[end], **how), pictures(1, how["data_format"])
    expected = GradCAM(model, "conv").explain(batch)
    for method in EVERY:
        found = explainer(model, method, layer_of(method)).explain(batch)
        assert np.allclose(found.logits, expected.logits, atol=1e-4), method
        assert np.isfinite(found.signed).all(), method


def test_one_sigmoid_unit_has_opposite_maps():
    model = networks.one_unit()
    for method in ("hirescam", "finer-cam", "ablation-cam", "occlusion", "integrated-gradients"):
        explain = explainer(model, method)
        yes, no = explain.explain(PICTURES, 1).signed, explain.explain(PICTURES, 0).signed
        assert np.allclose(yes, -no, atol=1e-4 * np.abs(yes).max()), method


def test_ablation_through_branches_equals_one_channel_after_the_other():
    """The residual connection runs once for all channels; here every channel is removed by a model of its own."""
    model = networks.branching()
    found = AblationCAM(model, "second").explain(PICTURES[:1], 2)
    maps = np.array(keras.Model(model.input, model.get_layer("second").output)(PICTURES[:1]))
    tail_input = keras.Input(maps.shape[1:])
    first = keras.Input((12, 12, 4))
    x = model.layers[3]([first, tail_input])
    for layer in model.layers[4:-1]:
        x = layer(x)
    kernel, bias = model.layers[-1].get_weights()
    tail = keras.Model([first, tail_input], x)
    before = np.array(model.get_layer("first")(PICTURES[:1]))
    logits = [np.array(tail([before, maps * (np.arange(4) != gone)])) @ kernel + bias for gone in (-1, 0, 1, 2, 3)]
    falls = [float((logits[0] - one)[0, 2]) for one in logits[1:]]
    assert np.allclose(found.signed, maps @ np.array(falls), atol=1e-3 * np.abs(found.signed).max())


def test_many_pictures_with_one_class_each():
    model = networks.functional()
    for method in EVERY:
        explain = explainer(model, method)
        both = explain.explain(PICTURES, [0, 2])
        alone = explain.explain(PICTURES[1:], 2)
        scale = np.abs(both.signed).max()
        assert np.allclose(both.signed[1], alone.signed[0], atol=1e-4 * scale), method


def test_progress_is_told_and_can_end_the_work():
    class Enough(Exception):
        pass

    def stop(done, total):
        told.append((done, total))
        if done * 2 >= total:
            raise Enough

    told: list[tuple[int, int]] = []
    for method in ("score-cam", "ablation-cam", "rise", "occlusion", "integrated-gradients", "smoothgrad"):
        told.clear()
        explain = explainer(networks.functional(), method)
        explain.explain(PICTURES[:1], progress=lambda done, total: told.append((done, total)))
        assert told == sorted(told), method
        assert told[-1][0] == told[-1][1], method
        told.clear()
        with pytest.raises(Enough):
            explain.explain(PICTURES[:1], progress=stop)


def test_fused_layers():
    model = networks.functional()
    found = explainer(model, "layercam", "first+second")
    assert found.layer == "first+second"
    signed = found.explain(PICTURES, 1).signed
    assert signed.shape == (2, 12, 12)
    assert (signed + 1e-6 >= GradCAM(model, "first", "layercam")(PICTURES, 1)).all()
    assert signed.max(axis=(1, 2)) == pytest.approx(1)


@pytest.mark.parametrize(
    ("method", "layer", "text"),
    [
        ("magic", None, "no method 'magic'. Choose one of grad-cam, grad-cam"),
        ("score-cam", "first+second", "are fused by grad-cam, .* only, not by score-cam"),
        ("grad-cam", "first+nowhere", "no layer 'nowhere'"),
    ],
)
def test_errors(method, layer, text):
    with pytest.raises(ValueError, match=text):
        explainer(networks.functional(), method, layer)


def test_undefined_weights_are_an_error_of_methods_on_pixels():
    model = networks.functional()
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([kernel * np.nan, bias])
    with pytest.raises(GradCAMError, match=r"^Scores or gradients are infinite or undefined"):
        explainer(model, "integrated-gradients").explain(PICTURES, 0)


@pytest.mark.tensorflow
def test_one_compilation_serves_every_method_of_one_backward_pass():
    first = GradCAM(networks.functional())
    maps = [first.using(method)(PICTURES, 1) for method in WEIGHTINGS]
    assert first._run.experimental_get_tracing_count() == 1
    assert len({found.tobytes() for found in maps}) >= 4
    assert np.array_equal(first(PICTURES, 1), maps[0])  # `using` leaves the first one as it is


@pytest.mark.tensorflow
def test_eight_threads_get_the_maps_of_one():
    explain = GradCAM(networks.functional())
    expected = {method: explain.using(method).explain(PICTURES, 1).signed for method in WEIGHTINGS}
    asked = [*WEIGHTINGS] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda method: explain.using(method).explain(PICTURES, 1).signed, asked))
    for method, signed in zip(asked, found, strict=True):
        assert np.array_equal(signed, expected[method]), method


@pytest.mark.tensorflow
def test_eight_threads_trace_one_network():
    """Guided backpropagation changes the network's ReLUs while it is traced, which the others must not see."""

    def explained(method):
        together.wait()
        return explainer(model, method).explain(PICTURES, 1).signed

    model, together, before = networks.functional(), Barrier(8), sys.getswitchinterval()
    expected = {method: explainer(model, method).explain(PICTURES, 1).signed for method in ONE_GRADIENT}
    asked = [*ONE_GRADIENT] * 4
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(explained, asked))
    finally:
        sys.setswitchinterval(before)
    for method, signed in zip(asked, found, strict=True):
        assert np.allclose(signed, expected[method], rtol=0, atol=1e-6 * np.abs(expected[method]).max()), method


@pytest.mark.tensorflow
@pytest.mark.filterwarnings("ignore:(?s).*The structure of `inputs` doesn't match")  # how tf-keras-vis calls the model
def test_against_tf_keras_vis():
    """In double precision. Its Grad-CAM++ multiplies by exp(score) and divides each channel's alphas by their sum."""
    from tf_keras_vis.gradcam_plus_plus import GradcamPlusPlus
    from tf_keras_vis.layercam import Layercam
    from tf_keras_vis.saliency import Saliency
    from tf_keras_vis.utils.model_modifiers import ReplaceToLinear
    from tf_keras_vis.utils.scores import CategoricalScore

    keras.config.set_dtype_policy("float64")
    try:
        model = networks.functional()
    finally:
        keras.config.set_dtype_policy("float32")
    pictures, score = PICTURES[:1].astype("float64") / 255, CategoricalScore(1)
    options = {"penultimate_layer": "second", "seek_penultimate_conv_layer": False}
    raw = {"expand_cam": False, "normalize_cam": False}
    layercam = Layercam(model, ReplaceToLinear(), clone=True)(score, pictures, **options, **raw)
    assert np.allclose(GradCAM(model, "second", "layercam").raw(pictures, 1), layercam, rtol=1e-4, atol=1e-7)
    own = GradCAM(model, "second", "grad-cam++")
    gradients, maps = gradients_of(model, "second", pictures, 1)
    alphas = plus_plus_alphas(gradients, maps)
    scaled = np.divide(alphas, alphas.sum(axis=(1, 2), keepdims=True), out=0 * alphas, where=alphas != 0)
    weights = (scaled * np.maximum(gradients, 0)).sum(axis=(1, 2))
    found = np.exp(own.explain(pictures, 1).logits[0, 1]) * (maps * weights[:, None, None]).sum(-1)
    theirs = GradcamPlusPlus(model, ReplaceToLinear(), clone=True)(score, pictures, **options, **raw)
    assert np.allclose(np.maximum(found, 0), theirs, rtol=1e-4, atol=1e-7)
    saliency = Saliency(model, ReplaceToLinear(), clone=True)(score, pictures, normalize_map=False, keepdims=True)
    assert np.allclose(
        np.abs(InputGradients(model)(pictures.astype("float32"), np.array([1]))[0]), saliency, rtol=1e-4, atol=1e-7
    )


def signed_maps():
    found = {}
    for name in ("functional", "branching", "one_unit", "nested"):
        model = networks.with_both_signs(networks.BY_NAME[name]())
        for method in EVERY:
            found[name, method] = explainer(model, method).explain(networks.BOTH_SIGNS[:1], 1).signed
    return found


@pytest.mark.tensorflow
def test_jax_gives_the_same_maps(tmp_path):
    found, expected = signed_maps(), on_jax(signed_maps, tmp_path)
    assert found.keys() == expected.keys()
    for at, maps in expected.items():
        assert np.allclose(found[at], maps, rtol=0, atol=1e-4 * np.abs(maps).max()), at
    assert {method for (_, method), maps in expected.items() if maps.min() < 0 < maps.max()} >= SIGNED

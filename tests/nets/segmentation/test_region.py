"""Maps of a region: numbers by hand, a bare gradient tape, laws, and what is refused."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.nets.segmentation import RegionCAM, SegmentationNetwork
from cnnlab.nets.segmentation.region import seg_eigen_cam, seg_grad_cam
from tests.nets.segmentation.networks import REFUSED, SIGMOID, SIZE, SOFTMAX, network

pytestmark = pytest.mark.backends
RANDOM = np.random.default_rng(0)
PICTURE = RANDOM.integers(0, 256, (SIZE, SIZE, 3)).astype("float32")
REGION = np.zeros((SIZE, SIZE), bool)
REGION[3:9, 5:11] = True


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(3)


def test_by_hand():
    """Two maps whose logit is map 0 minus twice map 1: over a region of two cells the mean gradients are 2/4, -4/4."""
    inputs = keras.Input((2, 2, 3))
    maps = layers.Conv2D(2, 1, name="maps")(inputs)
    outputs = layers.Conv2D(2, 1, activation="softmax", name="scores")(maps)
    model = keras.Model(inputs, outputs)
    model.get_layer("maps").set_weights([np.float32([[[[1, 0], [0, 1], [0, 0]]]]), np.zeros(2)])
    model.get_layer("scores").set_weights([np.float32([[[[1, 0], [-2, 0]]]]), np.zeros(2)])
    picture = np.zeros((2, 2, 3), "float32")
    picture[..., 0], picture[..., 1] = [[8, 4], [2, 0]], [[1, 0], [0, 6]]
    found = RegionCAM(SegmentationNetwork(model), "maps")(picture, np.array([[True, True], [False, False]]), 0)
    np.testing.assert_allclose(found.signed, [[4 - 1, 2], [1, -6]], atol=1e-6)
    np.testing.assert_allclose(found.heat, [[1, 2 / 3], [1 / 3, 0]], atol=1e-6)
    assert found.score == pytest.approx(8 - 2 + 4)
    assert (found.layer, found.class_index, found.method) == ("maps", 0, "seg-grad-cam")


@pytest.mark.tensorflow
@pytest.mark.parametrize("layer", ["wide", "low", "up_size", "merged", "last"])
@pytest.mark.parametrize("name", ["argument", "layer", "scores"])
def test_gradients_are_those_of_a_bare_tape(layer, name):
    import tensorflow as tf

    model = network(SOFTMAX[name])
    scores = model.get_layer("scores")
    found = RegionCAM(SegmentationNetwork(model), layer)(PICTURE, REGION, 1)
    scores.activation = keras.activations.linear
    maps_of = keras.Model(model.input, [model.get_layer(layer).output, scores.output])
    with tf.GradientTape() as tape:
        maps, logits = maps_of(PICTURE[None])
        value = tf.reduce_sum(tf.boolean_mask(logits[0, ..., 1], REGION))
    gradients = tape.gradient(value, maps).numpy()[0]
    expected = (maps.numpy()[0] * gradients.mean(axis=(0, 1))).sum(axis=-1)
    np.testing.assert_allclose(found.signed, expected, atol=1e-5 * np.abs(expected).max() + 1e-7)
    assert found.score == pytest.approx(float(value), rel=1e-4)


def test_a_regions_map_is_the_sum_of_the_maps_of_its_parts():
    explain = RegionCAM(SegmentationNetwork(network(SOFTMAX["argument"])))
    assert explain.layer == "low"
    upper, lower = REGION.copy(), REGION.copy()
    upper[6:], lower[:6] = False, False
    whole, *parts = (explain(PICTURE, region, 2) for region in (REGION, upper, lower))
    assert all(np.abs(part.signed).max() > 0 for part in parts)
    np.testing.assert_allclose(whole.signed, parts[0].signed + parts[1].signed, atol=1e-5)
    assert whole.score == pytest.approx(parts[0].score + parts[1].score, rel=1e-4)


@pytest.mark.parametrize("name", SIGMOID)
def test_the_two_classes_of_one_channel_have_opposite_maps(name):
    explain = RegionCAM(SegmentationNetwork(network(SIGMOID[name])))
    without, there = (explain(PICTURE, REGION, index) for index in (0, 1))
    np.testing.assert_allclose(without.signed, -there.signed, atol=1e-6)
    assert without.score == pytest.approx(-there.score)
    assert there.score != 0


def test_the_first_component_is_that_of_a_decomposition():
    """Also where there are fewer cells than channels; scikit-learn's PCA would centre the same way."""
    for rows, columns, channels in ((6, 7, 4), (2, 3, 9)):
        gradients, maps = RANDOM.normal(size=(2, rows, columns, channels))
        parts = (gradients * maps).reshape(-1, channels)
        left, sizes, _ = np.linalg.svd(parts - parts.mean(axis=0), full_matrices=False)
        found = seg_eigen_cam(gradients, maps).ravel()
        np.testing.assert_allclose(np.abs(found), np.abs(left[:, 0] * sizes[0]), atol=1e-5)
        assert found @ parts.sum(axis=1) > 0


def test_methods_by_hand():
    """One channel: the component is gradient x map less its mean, whatever the sign of the vector found."""
    maps = np.array([[[1.0], [2.0]], [[3.0], [6.0]]])
    gradients = np.ones((2, 2, 1))
    assert seg_grad_cam(gradients, maps).tolist() == [[1, 2], [3, 6]]
    np.testing.assert_allclose(seg_eigen_cam(gradients, maps), [[-2, -1], [0, 3]], atol=1e-6)
    np.testing.assert_allclose(seg_eigen_cam(-gradients, maps), [[2, 1], [0, -3]], atol=1e-6)


@pytest.mark.parametrize(
    ("region", "class_index", "method", "said"),
    [
        (np.zeros((SIZE, SIZE), bool), 0, "seg-grad-cam", "0 cells; it has to be 16 × 16"),
        (np.ones((4, 4), bool), 0, "seg-grad-cam", r"shape \(4, 4\)"),
        (np.ones((SIZE, SIZE)), 0, "seg-grad-cam", "of bool"),
        (REGION, 3, "seg-grad-cam", "3 is out of range: the model's classes are 0 to 2"),
        (REGION, -1, "seg-grad-cam", "-1 is out of range"),
        (REGION, 0, "other", "no method 'other'. Choose one of seg-grad-cam, seg-eigen-cam"),
    ],
)
def test_what_does_not_fit_is_refused(region, class_index, method, said):
    explain = RegionCAM(SegmentationNetwork(network(SOFTMAX["argument"])))
    with pytest.raises(ValueError, match=said):
        explain(PICTURE, region, class_index, method)


def test_unclear_ends_and_unknown_layers_are_refused():
    end, said = REFUSED["percent"]
    with pytest.raises(ValueError, match=said):
        RegionCAM(SegmentationNetwork(network(end)))
    with pytest.raises(ValueError, match="no layer 'other'"):
        RegionCAM(SegmentationNetwork(network(SOFTMAX["argument"])), "other")


def test_weights_that_are_not_finite_are_named():
    model = network(SOFTMAX["argument"])
    model.get_layer("scores").set_weights([np.full((1, 1, 5, 3), np.inf), np.zeros(3)])
    with pytest.raises(ValueError, match="infinite or undefined"):
        RegionCAM(SegmentationNetwork(model))(PICTURE, REGION, 0)


def test_channels_first():
    inputs = keras.Input((3, SIZE, SIZE))
    options = {"data_format": "channels_first", "padding": "same"}
    low = layers.Conv2D(4, 3, strides=2, activation="relu", name="low", **options)(inputs)
    up = layers.UpSampling2D(2, data_format="channels_first")(low)
    model = keras.Model(inputs, layers.Softmax(axis=1)(layers.Conv2D(3, 1, name="scores", **options)(up)))
    last = keras.Input((SIZE, SIZE, 3))
    low = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu", name="low")(last)
    same = keras.Model(last, layers.Conv2D(3, 1, activation="softmax")(layers.UpSampling2D(2)(low)))
    same.set_weights(model.get_weights())
    found = RegionCAM(SegmentationNetwork(model))(np.moveaxis(PICTURE, -1, 0), REGION, 1)
    expected = RegionCAM(SegmentationNetwork(same))(PICTURE, REGION, 1)
    np.testing.assert_allclose(found.signed, expected.signed, atol=1e-4)
    assert np.abs(expected.signed).max() > 1

"""`segment` on every kind of end and of input."""

import keras
import numpy as np
import pytest
from keras import layers, ops
from PIL import Image

from cnnlab.core.cards.scores import sigmoid, softmax
from cnnlab.core.segmentation import enlarge
from cnnlab.nets.segmentation import segment
from tests.nets.segmentation.networks import REFUSED, SIGMOID, SIZE, SOFTMAX, network, scores, trunk

pytestmark = pytest.mark.backends
PICTURE = np.random.default_rng(0).integers(0, 256, (SIZE, SIZE, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(3)


def scores_of(model, picture=PICTURE) -> np.ndarray:
    """The output of the layer `scores` without its activation, by Keras's own model."""
    layer = model.get_layer("scores")
    found = keras.Model(model.inputs[0], layer.output)
    before, layer.activation = layer.activation, keras.activations.linear
    try:
        return ops.convert_to_numpy(found(picture[None].astype("float32"), training=False))[0]
    finally:
        layer.activation = before


@pytest.mark.parametrize("name", SOFTMAX)
def test_softmax_however_it_is_written(name):
    model = network(SOFTMAX[name])
    expected = softmax(scores_of(model))
    if name == "enlarged scores":
        expected = softmax(enlarge(scores_of(model), SIZE, SIZE))
    found = segment(model, PICTURE)
    np.testing.assert_allclose(found.probabilities, expected, atol=1e-5)
    assert np.array_equal(found.labels, found.probabilities.argmax(axis=-1))
    assert found.labels.dtype == np.uint8


@pytest.mark.parametrize("name", SIGMOID)
def test_one_channel_has_two_classes(name):
    model = network(SIGMOID[name])
    there = sigmoid(scores_of(model))[..., 0]
    found = segment(model, PICTURE)
    np.testing.assert_allclose(found.probabilities, np.stack([1 - there, there], axis=-1), atol=1e-5)
    assert np.array_equal(found.labels, there > 0.5)


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1 of a tensor of shape")
@pytest.mark.parametrize("name", REFUSED)
def test_an_output_that_cannot_be_read_is_refused(name):
    end, said = REFUSED[name]
    with pytest.raises(ValueError, match=said):
        segment(network(end), PICTURE)


def test_probabilities_that_are_enlarged_are_still_probabilities():
    model = network(lambda x: layers.UpSampling2D(2)(scores(layers.MaxPooling2D(2)(x), activation="softmax")))
    found = segment(model, PICTURE)
    expected = ops.convert_to_numpy(model(PICTURE[None].astype("float32"), training=False))[0]
    np.testing.assert_allclose(found.probabilities, expected, atol=1e-6)


def test_channels_first():
    inputs = keras.Input((3, SIZE, SIZE))
    outputs = scores(trunk(inputs, "channels_first"), activation=None, data_format="channels_first")
    model = keras.Model(inputs, layers.Softmax(axis=1)(outputs))
    last = keras.Input((SIZE, SIZE, 3))
    same = keras.Model(last, scores(trunk(last), activation="softmax"))
    same.set_weights(model.get_weights())
    found, expected = segment(model, PICTURE), segment(same, PICTURE)
    np.testing.assert_allclose(found.probabilities, expected.probabilities, atol=1e-5)


@pytest.mark.tensorflow  # about the sizes
@pytest.mark.parametrize("size", [(7, 7), (16, 20), (1, 40), (33, 18), (100, 70)])
def test_an_open_input_takes_the_pictures_own_size_or_the_next_that_fits(size):
    """The skip connection needs even sizes; where the picture has them nothing is resized."""
    model = network(SOFTMAX["argument"], (None, None))
    picture = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    found = segment(model, picture)
    assert found.labels.shape == size
    even = tuple(side + side % 2 for side in size)
    fixed = network(SOFTMAX["argument"], even)
    fixed.set_weights(model.get_weights())
    np.testing.assert_allclose(found.probabilities, segment(fixed, picture).probabilities, atol=1e-6)


def test_a_grey_picture_is_one_with_three_equal_channels_and_a_grey_network_sees_luma():
    grey = PICTURE[..., 0]
    model = network(SOFTMAX["argument"])
    expected = segment(model, np.stack([grey] * 3, axis=-1)).probabilities
    for picture in (grey, grey[..., None], grey.astype("float32"), grey.astype("int64")):
        np.testing.assert_array_equal(segment(model, picture).probabilities, expected)
    one = network(SOFTMAX["argument"], channels=1)
    luma = np.asarray(Image.fromarray(PICTURE).convert("L"))
    np.testing.assert_allclose(segment(one, PICTURE).probabilities, segment(one, luma).probabilities, atol=5e-3)


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (PICTURE / 255, "multiply by 255"),
        (PICTURE.astype("float32") - 300, "from -300 to -45"),
        (PICTURE * np.nan, "from nan to nan"),
        (np.zeros((4, 4, 4), np.uint8), r"has the shape \(4, 4, 4\)"),
        (PICTURE[None], r"has the shape \(1, 16, 16, 3\)"),
        (np.zeros((0, 4, 3), np.uint8), r"has the shape \(0, 4, 3\)"),
        (np.zeros((4, 4, 3), bool), "array of type bool"),
    ],
)
def test_a_picture_that_cannot_be_read_is_refused(picture, said):
    with pytest.raises(ValueError, match=said):
        segment(network(SOFTMAX["argument"]), picture)


def test_weights_that_are_not_finite_are_named():
    model = network(SOFTMAX["argument"])
    model.get_layer("scores").set_weights([np.full((1, 1, 5, 3), np.nan), np.zeros(3)])
    with pytest.raises(ValueError, match="infinite or undefined"):
        segment(model, PICTURE)

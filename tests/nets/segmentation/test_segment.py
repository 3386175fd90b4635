"""`segment` on every kind of end and of input, and its alignment with the picture."""

import io

import keras
import numpy as np
import pytest
from keras import layers, ops
from PIL import Image

from cnnlab.core.cards.scores import sigmoid, softmax
from cnnlab.core.pictures import open_picture, sample
from cnnlab.core.segmentation import enlarge
from cnnlab.nets import catalog
from cnnlab.nets.segmentation import segment
from tests.nets.segmentation.networks import REFUSED, SIGMOID, SIZE, SOFTMAX, network, scores, threshold, trunk

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


def half(height, width, first, vertical) -> np.ndarray:
    """Black, and red from row or column `first` on."""
    picture = np.zeros((height, width, 3), np.uint8)
    (picture[first:] if vertical else picture[:, first:])[..., 0] = 255
    return picture


@pytest.mark.parametrize("vertical", [True, False])
@pytest.mark.parametrize(
    ("height", "width", "share"), [(64, 64, 0.5), (300, 451, 0.3), (480, 640, 0.71), (37, 101, 0.4), (900, 100, 0.66)]
)
def test_an_edge_of_the_picture_is_an_edge_of_the_mask(height, width, share, vertical):
    """Within a pixel of the picture, or half of one of the network's cells where those are larger; no shift remains."""
    length = height if vertical else width
    first = round(share * length)
    labels = segment(threshold(), half(height, width, first, vertical)).labels
    found = (labels == 0).sum(axis=0 if vertical else 1)
    assert set(found) == {found[0]}
    assert abs(found[0] - first) <= max(1, 0.5 * length / 64)
    mirrored = segment(threshold(), half(height, width, length - first, vertical)).labels
    flipped = 1 - np.flip(mirrored, axis=0 if vertical else 1)
    shift = (flipped == 0).sum(axis=0 if vertical else 1)[0] - found[0]
    assert abs(shift) <= 1


def test_edges_are_not_shifted_on_average():
    """Over every position of an edge: half a pixel to one side would be 0.5."""
    model, width = threshold(), 200
    off = [
        (segment(model, half(8, width, first, vertical=False)).labels[0] == 0).sum() - first
        for first in range(10, width - 10)
    ]
    assert abs(np.mean(off)) < 0.1
    assert max(map(abs, off)) <= 2


def test_a_slope_is_smooth_and_not_in_steps():
    """Edges neither blocky nor shifted: the network's cells are 8 pixels wide, the mask's edge follows the diagonal."""
    rows, columns = np.mgrid[:512, :512]
    picture = np.where((columns > rows / 3 + 100)[..., None], np.uint8(255), np.uint8(0)) * np.uint8([1, 1, 1])
    edge = (segment(threshold(), picture).labels == 0).sum(axis=1)
    ideal = np.floor(np.arange(512) / 3 + 100) + 1
    assert np.abs(edge - ideal).max() <= 3
    assert len(np.unique(edge)) > 100  # blocks of 8 pixels would give 22


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


CAT = Image.fromarray(sample("cat"))
FILES = {
    "grey": encoded(CAT.convert("L"), "PNG"),
    "alpha": encoded(CAT.convert("RGBA"), "PNG"),
    "palette": encoded(CAT.quantize(64), "PNG"),
    "CMYK": encoded(CAT.convert("CMYK"), "JPEG"),
    "rotated by EXIF": encoded(
        CAT.transpose(Image.Transpose.ROTATE_90),
        "JPEG",
        exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
    ),
}


@pytest.fixture(scope="module")
def unet():
    return catalog.load("pets_unet")


@pytest.mark.tensorflow  # about the files, not the backend
@pytest.mark.parametrize("kind", FILES)
def test_files_of_every_kind_give_nearly_the_mask_of_the_photograph(unet, kind):
    expected = segment(unet, sample("cat")).labels
    found = segment(unet, open_picture(FILES[kind])).labels
    assert found.shape == expected.shape == (300, 451)
    assert (found == expected).mean() > (0.9 if kind in ("grey", "palette") else 0.97)


@pytest.mark.tensorflow
@pytest.mark.parametrize("size", [(1, 2000), (7, 7), (3000, 4000), (2000, 1)])
def test_odd_sizes(unet, size):
    picture = np.asarray(CAT.resize(size[::-1], Image.Resampling.BILINEAR))
    found = segment(unet, picture)
    assert found.labels.shape == size
    assert found.probabilities.shape == (*size, 3)
    assert found.probabilities.dtype == np.float32

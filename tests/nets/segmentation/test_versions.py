"""Versions of a picture: for a network that looks at single pixels, its mask moves exactly as they do."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.augmentation import layer_config
from cnnlab.core.pictures import sample
from cnnlab.core.segmentation import NOT_COUNTED
from cnnlab.nets.segmentation import network_of
from cnnlab.nets.segmentation.errors import SegmentationError
from cnnlab.nets.segmentation.versions import segment_versions

pytestmark = pytest.mark.tensorflow  # the engine's backend
PICTURE = sample("cat")[:256:2, 100:356:2]  # square, so that a quarter turn leaves nothing out


@pytest.fixture(scope="module")
def by_pixel():
    """Class 1 where a pixel's red is above 100."""
    inputs = keras.Input((None, None, 3))
    scores = layers.Conv2D(2, 1, name="scores")
    model = keras.Model(inputs, layers.Softmax()(scores(inputs)))
    kernel = np.zeros((1, 1, 3, 2), np.float32)
    kernel[0, 0, 0, 1] = 1
    scores.set_weights([kernel, np.array([100.5, 0], np.float32)])
    return network_of(model)


def versions(network, name, count=4, seed=1, **values):
    return segment_versions(network, PICTURE, [layer_config(name, values)], seed, count)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("RandomFlip", {"mode": "horizontal_and_vertical"}),
        ("RandomRotation", {"factor": (0.5, 0.5), "interpolation": "nearest"}),
        ("RandomZoom", {"height_factor": (-0.5, 0.5), "interpolation": "nearest"}),
        ("RandomTranslation", {"interpolation": "nearest"}),
    ],
)
def test_the_mask_moves_with_the_pixels(by_pixel, name, values):
    found = versions(by_pixel, name, **values)
    assert (found.images != PICTURE).any()
    assert np.array_equal(found.found, found.images[..., 0] > 100)
    assert (found.moved == found.found).mean() > 0.999
    assert (found.moved != (PICTURE[..., 0] > 100)).mean() > 0.05, "it was moved at all"


def test_half_a_turn_by_numpy(by_pixel):
    found = versions(by_pixel, "RandomRotation", count=1, factor=(0.5, 0.5))
    assert np.array_equal(found.moved[0], np.rot90(PICTURE[..., 0] > 100, 2))


def test_colours_leave_the_mask_where_it_is(by_pixel):
    found = versions(by_pixel, "RandomInvert", factor=1.0)
    assert (found.moved == (PICTURE[..., 0] > 100)).all()
    assert (found.found == (255 - PICTURE[..., 0] > 100)).all()


def test_what_is_outside_the_picture_is_not_counted(by_pixel):
    found = versions(by_pixel, "RandomPerspective", scale=1.0)
    outside = found.moved == NOT_COUNTED
    assert 0.01 < outside.mean() < 0.9
    assert (found.images[outside].max(axis=-1) == 0).mean() > 0.95  # bilinear at the edge
    assert set(np.unique(found.moved[~outside])) == {0, 1}


def test_versions_differ_and_come_again_with_the_same_seed(by_pixel):
    first, again = (versions(by_pixel, "RandomRotation").images for _ in range(2))
    assert np.array_equal(first, again)
    assert len({image.tobytes() for image in first}) == 4
    assert np.array_equal(versions(by_pixel, "RandomRotation", seed=2).images[:3], first[1:])


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("RandomErasing", {}, "does not move masks along with RandomErasing"),
        ("RandomPerspective", {"fill_value": 7}, "fills with the value 7"),
    ],
)
def test_a_layer_whose_masks_are_not_known_is_refused(by_pixel, name, values, words):
    with pytest.raises(SegmentationError, match=words):
        versions(by_pixel, name, **values)

"""Filters over photographs: by hand, against Keras, within memory; and the grey levels in which maps are shown."""

import tracemalloc

import keras
import numpy as np
import pytest

from cnnlab.core.layers import LayerError
from cnnlab.core.pictures import filtering, sample
from cnnlab.core.pictures.filtering import FilterError, as_greys, filtered, scale
from cnnlab.core.stepping.kernels import KERNELS

RANDOM = np.random.default_rng(1)
UNEVEN = RANDOM.normal(size=(7, 7))


def by_keras(picture, kernel, padding, strides):
    """Conv2D on all channels of the picture, in [0, 1]."""
    picture = picture / 255 if picture.ndim == 3 else picture[..., None]
    layer = keras.layers.Conv2D(1, kernel.shape, strides, padding, use_bias=False)
    layer.build((None, *picture.shape))
    layer.set_weights([np.repeat(kernel[:, :, None, None], picture.shape[-1], axis=2)])
    return np.array(layer(picture[None].astype("float32")))[0, :, :, 0]


def test_a_picture_by_hand():
    """Two cells of (0, 51, 102) / 255 and (255, 0, 0) / 255: their channels sum to 0.6 and 1."""
    picture = np.array([[[0, 51, 102], [255, 0, 0]]], np.uint8)
    found = filtered(picture, np.array([[1.0, 10.0]]), "valid")
    assert found.dtype == np.float32
    assert found == pytest.approx(np.array([[0.6 + 10]]), abs=1e-6)
    assert filtered(picture, np.array([[1.0, 10.0]])) == pytest.approx(np.array([[10.6, 1.0]]), abs=1e-5)


@pytest.mark.sweep
@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [1, 2, 3])
@pytest.mark.parametrize("kernel", [UNEVEN, UNEVEN[:3, :3], UNEVEN[:2, :5], UNEVEN[:1, :1]], ids=np.shape)
@pytest.mark.parametrize("shape", [(40, 31, 3), (8, 9, 4), (30, 20)])
def test_against_keras(monkeypatch, padding, strides, kernel, shape):
    """With strips of a few rows, so that every case has several."""
    monkeypatch.setattr(filtering, "STRIP", 70)
    picture = RANDOM.integers(0, 256, shape).astype(np.uint8) if len(shape) == 3 else RANDOM.normal(size=shape)
    expected = by_keras(picture, kernel, padding, strides)
    found = filtered(picture, kernel, padding, strides)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-4


@pytest.mark.parametrize("name", ["vertical_line", "horizontal_line"])
@pytest.mark.parametrize("picture", ["china", "flower"])
def test_the_line_filters_on_photographs_against_keras(name, picture):
    kernel = KERNELS[name].values(7)
    found = filtered(sample(picture), kernel)
    assert found.shape == (427, 640)
    assert np.abs(found - by_keras(sample(picture), kernel, "same", 1)).max() <= 1e-4


def test_the_map_is_the_sum_of_the_channels_maps():
    """Linearity: the three planes, filtered separately and summed."""
    picture = sample("cat")[:50, :60]
    maps = [filtered(picture[..., channel] / 255, UNEVEN) for channel in range(3)]
    assert np.allclose(filtered(picture, UNEVEN), sum(maps), atol=1e-4)


def test_a_large_picture_takes_little_memory_besides_its_map():
    picture = np.zeros((3000, 4000, 3), np.uint8)
    tracemalloc.start()
    found = filtered(picture, UNEVEN)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most - found.nbytes <= 2_000_000


def test_the_identity_shows_the_picture_itself():
    grey = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    kernel = KERNELS["identity"].values()
    found = filtered(grey, kernel)
    assert scale(found, kernel) == (0, 3)
    assert np.array_equal(as_greys(found, *scale(found, kernel)), grey[..., 0])
    assert scale(found, kernel, channels=1) == (0, 1)


@pytest.mark.parametrize("name", ["sobel_x", "sobel_y", "laplacian"])
def test_kernels_that_sum_to_zero_are_signed(name):
    kernel = KERNELS[name].values()
    found = filtered(sample("china"), kernel)
    black, white = scale(found, kernel)
    assert -black == white
    assert (np.abs(found) > white).mean() == pytest.approx(0.01, abs=1e-4)
    greys = as_greys(found, black, white)
    assert set(greys[np.abs(found) < 1e-4].tolist()) == {128}  # 0, up to rounding in single precision
    assert (greys[found > white / 100] > 128).all()
    assert (greys[found < black / 100] < 128).all()
    assert set(greys[np.abs(found) > white].tolist()) == {0, 255}


@pytest.mark.parametrize(
    "name", ["identity", "vertical_line", "horizontal_line", "blur", "gaussian", "sharpen", "emboss"]
)
def test_maps_of_kernels_that_preserve_brightness_are_shown_as_pictures(name):
    """A flat area keeps its grey, whatever else is in the picture."""
    kernel = KERNELS[name].values()
    picture = np.full((20, 20, 3), 90, np.uint8)
    picture[:, 10:] = RANDOM.integers(0, 256, (20, 10, 3))
    found = filtered(picture, kernel, "valid")
    assert set(as_greys(found, *scale(found, kernel))[:, :6].ravel().tolist()) == {90}


def test_a_sobel_kernel_with_one_changed_cell_stays_signed():
    """With its sum of 0.1, white would be 0.3, and most of the map would be clipped."""
    kernel = KERNELS["sobel_x"].values()
    kernel[1, 1] = 0.1
    black, white = scale(filtered(sample("china"), kernel), kernel)
    assert black == -white < -1


def test_a_single_cell_is_not_clipped():
    found = np.zeros((20, 20))
    found[3, 4] = -5
    assert scale(found, np.array([[-1.0, 1.0]])) == (-5, 5)


def test_a_flat_picture_under_a_kernel_that_sums_to_zero_is_middle_grey():
    kernel = KERNELS["laplacian"].values()
    found = filtered(np.full((5, 5), 0.25), kernel, "valid")
    assert as_greys(found, *scale(found, kernel, channels=1)).tolist() == [[128] * 3] * 3


@pytest.mark.parametrize(
    ("picture", "kernel", "kind", "text"),
    [
        (np.zeros((4, 4, 3)), UNEVEN, FilterError, r"this one is float64 \(4, 4, 3\)"),
        (np.zeros((4, 4), np.uint8), UNEVEN, FilterError, r"this one is uint8 \(4, 4\)"),
        (np.zeros((0, 4)), UNEVEN, FilterError, r"this one is float64 \(0, 4\)"),
        (np.zeros((4, 4)), UNEVEN[0], FilterError, r"A kernel has to be a grid .* shape \(7,\)"),
        (np.zeros((4, 4)), UNEVEN * np.nan, FilterError, "of finite numbers"),
        (np.zeros((9, 4)), UNEVEN, LayerError, "spans 7 × 7 cells, but the input has only 9 × 4"),
    ],
)
def test_errors_say_what_is_wrong(picture, kernel, kind, text):
    with pytest.raises(kind, match=text):
        filtered(picture, kernel, "valid")

"""Filters over photographs: by hand, against Keras, in time and memory; and the greys in which they are shown."""

import tracemalloc

import keras
import numpy as np
import pytest

from cnnlab.core.layers import LayerError
from cnnlab.core.pictures import filtering, sample
from cnnlab.core.pictures.filtering import FilterError, filtered, scale, shown
from cnnlab.core.stepping.kernels import KERNELS

RANDOM = np.random.default_rng(1)
UNEVEN = RANDOM.normal(size=(7, 7))


def by_keras(picture, kernel, padding, strides):
    """Conv2D on the picture with all its channels, in [0, 1]."""
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
    """With strips of a few rows, so that every case has seams."""
    monkeypatch.setattr(filtering, "STRIP", 70)
    picture = RANDOM.integers(0, 256, shape).astype(np.uint8) if len(shape) == 3 else RANDOM.normal(size=shape)
    expected = by_keras(picture, kernel, padding, strides)
    found = filtered(picture, kernel, padding, strides)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-4


@pytest.mark.parametrize("name", ["vertical_line", "horizontal_line"])
@pytest.mark.parametrize("picture", ["china", "flower"])
def test_the_notes_filters_on_their_photographs(name, picture):
    kernel = KERNELS[name].values(7)
    found = filtered(sample(picture), kernel)
    assert found.shape == (427, 640)
    assert np.abs(found - by_keras(sample(picture), kernel, "same", 1)).max() <= 1e-4


def test_each_channel_adds_what_it_gives_alone():
    """Linearity: the three planes filtered apart and summed."""
    picture = sample("cat")[:50, :60]
    alone = [filtered(picture[..., channel] / 255, UNEVEN) for channel in range(3)]
    assert np.allclose(filtered(picture, UNEVEN), sum(alone), atol=1e-4)


def test_a_large_picture_takes_little_memory_beside_its_map():
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
    assert np.array_equal(shown(found, *scale(found, kernel)), grey[..., 0])
    assert scale(found, kernel, channels=1) == (0, 1)


@pytest.mark.parametrize("name", ["sobel_x", "sobel_y", "laplacian"])
def test_kernels_that_sum_to_zero_are_signed(name):
    kernel = KERNELS[name].values()
    found = filtered(sample("china"), kernel)
    black, white = scale(found, kernel)
    assert -black == white
    assert (np.abs(found) > white).mean() == pytest.approx(0.01, abs=1e-4)
    greys = shown(found, black, white)
    assert set(greys[np.abs(found) < 1e-4].tolist()) == {128}  # 0, and what single precision makes of it
    assert (greys[found > white / 100] > 128).all()
    assert (greys[found < black / 100] < 128).all()
    assert set(greys[np.abs(found) > white].tolist()) == {0, 255}


@pytest.mark.parametrize(
    "name", ["identity", "vertical_line", "horizontal_line", "blur", "gaussian", "sharpen", "emboss"]
)
def test_kernels_that_keep_brightness_are_shown_in_it(name):
    """A flat area keeps its grey, whatever else there is in the picture."""
    kernel = KERNELS[name].values()
    picture = np.full((20, 20, 3), 90, np.uint8)
    picture[:, 10:] = RANDOM.integers(0, 256, (20, 10, 3))
    found = filtered(picture, kernel, "valid")
    assert set(shown(found, *scale(found, kernel))[:, :6].ravel().tolist()) == {90}


def test_a_sobel_with_one_cell_changed_stays_signed():
    """Its sum of 0.1 would be white at 0.3 and cut off most of the map."""
    kernel = KERNELS["sobel_x"].values()
    kernel[1, 1] = 0.1
    black, white = scale(filtered(sample("china"), kernel), kernel)
    assert black == -white < -1


def test_a_few_cells_alone_are_not_cut_off():
    found = np.zeros((20, 20))
    found[3, 4] = -5
    assert scale(found, np.array([[-1.0, 1.0]])) == (-5, 5)


def test_a_flat_picture_under_a_kernel_that_sums_to_zero_is_middle_grey():
    kernel = KERNELS["laplacian"].values()
    found = filtered(np.full((5, 5), 0.25), kernel, "valid")
    assert shown(found, *scale(found, kernel, channels=1)).tolist() == [[128] * 3] * 3


@pytest.mark.parametrize(
    ("picture", "kernel", "kind", "text"),
    [
        (np.zeros((4, 4, 3)), UNEVEN, FilterError, r"float64 \(4, 4, 3\) came"),
        (np.zeros((4, 4), np.uint8), UNEVEN, FilterError, r"uint8 \(4, 4\) came"),
        (np.zeros((0, 4)), UNEVEN, FilterError, r"float64 \(0, 4\) came"),
        (np.zeros((4, 4)), UNEVEN[0], FilterError, r"A kernel of finite numbers \(height, width\).* \(7,\) came"),
        (np.zeros((4, 4)), UNEVEN * np.nan, FilterError, "A kernel of finite numbers"),
        (np.zeros((9, 4)), UNEVEN, LayerError, "reaches over 7 cells, and axis 2 of its input has only 4"),
    ],
)
def test_errors_say_what_was_expected_and_what_came(picture, kernel, kind, text):
    with pytest.raises(kind, match=text):
        filtered(picture, kernel, "valid")

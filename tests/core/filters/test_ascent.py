"""The settings of an ascent, its random numbers, and its pictures."""

import numpy as np
import pytest

from cnnlab.core.filters import AscentError, AscentSettings, shown
from cnnlab.core.filters.picture import COLOURS, frequency_scale, from_frequencies


def test_a_setting_out_of_range_is_refused_with_its_bounds():
    with pytest.raises(AscentError, match="`steps` is 0; it has to be from 1 to 512"):
        AscentSettings(steps=0)


def test_octaves_share_the_steps():
    settings = AscentSettings(steps=7, size=128, octaves=3)
    assert [settings.side(step) for step in range(7)] == [65, 65, 65, 91, 91, 128, 128]
    assert settings.start().shape == (65, 65, 3)
    assert AscentSettings(octaves=3, parametrization="fourier").sides() == (128,)


def test_pixels_start_as_grey_noise_and_frequencies_as_white_noise():
    noise = AscentSettings().start()
    assert 0.4 <= noise.min() < 0.41
    assert 0.59 < noise.max() <= 0.6
    white = AscentSettings(parametrization="fourier").start()
    assert abs(white.mean()) < 1e-3
    assert white.std() == pytest.approx(0.01 * 2**0.5, rel=0.02)


def test_the_same_seed_starts_and_moves_alike():
    one, same, other = (AscentSettings(seed=seed, jitter=4, rotation=5, scale=0.1) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.start(), same.start())
    np.testing.assert_array_equal(one.transform(3), same.transform(3))
    assert (one.transform(3) != other.transform(3)).any()
    assert (one.transform(3) != one.transform(4)).any()


def test_without_movement_a_picture_stays_where_it_is():
    np.testing.assert_array_equal(AscentSettings().transform(5), [1, 0, 0, 0, 1, 0, 0, 0])


@pytest.mark.parametrize("step", range(4))
def test_the_middle_moves_by_whole_pixels_and_the_rest_turns_and_scales_around_it(step):
    settings = AscentSettings(size=33, jitter=3, rotation=10, scale=0.2)
    a, b, c, d, e, f, *rest = settings.transform(step).astype(float)
    shift = np.array([a * 16 + b * 16 + c, d * 16 + e * 16 + f]) - 16
    np.testing.assert_allclose(shift, np.round(shift), atol=1e-4)
    assert np.abs(np.round(shift)).max() <= 3
    times = 1 / np.hypot(a, d)
    assert 0.8 <= times <= 1.2
    assert abs(np.degrees(np.arctan2(d, a))) <= 10
    assert rest == [0, 0]


def test_frequencies_of_photographs_by_hand():
    """A wave of 4 pixels has 1/4 cycle a pixel: its amplitude is multiplied by 4, and divided by lucid's 4."""
    wave = np.cos(np.pi / 2 * np.arange(8))[:, None, None] * np.ones((8, 8, 3))
    spectrum = np.fft.fft2(wave, axes=(0, 1)) * frequency_scale(8)[..., None]
    np.testing.assert_allclose(np.fft.ifft2(spectrum, axes=(0, 1)).real, wave, atol=1e-6)
    expected = 1 / (1 + np.exp(-wave @ COLOURS.T))
    np.testing.assert_allclose(from_frequencies(wave), expected, atol=1e-6)


def test_the_colours_are_those_of_photographs():
    """Brightness varies most: the first column, of red, green and blue alike, is by far the longest."""
    lengths = np.linalg.norm(COLOURS, axis=0)
    np.testing.assert_allclose(lengths[0], 1, atol=1e-6)
    assert lengths[0] > 3 * lengths[1] > 3 * lengths[2]


def test_a_flat_picture_is_middle_grey():
    assert shown(np.full((4, 4, 3), 7.0)).tolist() == np.full((4, 4, 3), 0.5).tolist()

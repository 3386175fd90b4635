"""From what an ascent changes to a picture: its colours and its frequencies (Olah et al. 2017), and how it is shown."""

import numpy as np

# How red, green and blue go together in photographs: the square root of their correlations over ImageNet, from lucid
# (lucid/optvis/param/color.py, Copyright 2018 The Lucid Authors, Apache License 2.0), divided by its longest column.
_COLOURS = np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]], "float32")
COLOURS = _COLOURS / np.linalg.norm(_COLOURS, axis=0).max()
CONTRAST = 0.25  # standard deviation of a shown picture


def frequency_scale(side: int) -> np.ndarray:
    """How strongly each frequency of a square picture counts, float32 (side, side): 1 / frequency, as in photographs.

    Frequencies are in cycles a pixel; the mean, of frequency 0, counts as the lowest other one. The divisor 4 is
    lucid's (lucid/optvis/param/spatial.py).

    >>> frequency_scale(4).tolist()[0]
    [1.0, 1.0, 0.5, 1.0]
    """
    along = np.fft.fftfreq(side)
    frequency = np.hypot(along[:, None], along[None])
    scale: np.ndarray = (1 / np.maximum(frequency, 1 / side) / 4).astype("float32")
    return scale


def from_frequencies(white: np.ndarray) -> np.ndarray:
    """The picture, float32 (..., side, side, 3) in (0, 1), of white noise whose frequencies and colours are weighted.

    sigmoid(C F^-1(s F(white))) with the Fourier transform F, `frequency_scale` s, and the colours C.
    """
    spectrum = np.fft.fft2(white, axes=(-3, -2)) * frequency_scale(white.shape[-2])[..., None]
    correlated = np.fft.ifft2(spectrum, axes=(-3, -2)).real.astype("float32") @ COLOURS.T
    picture: np.ndarray = 1 / (1 + np.exp(-correlated))
    return picture


def shown(state: np.ndarray, fourier: bool = False) -> np.ndarray:
    """The pictures that an ascent ends with, float32 (..., side, side, 3) in [0, 1].

    Values of "pixels" have no bounds: each picture's mean becomes 1/2 and its standard deviation 1/4, and the rest is
    cut off.

    >>> shown(np.array([[[0.0, 2.0, 1.0]]])).astype(float).round(2).tolist()
    [[[0.19, 0.81, 0.5]]]
    """
    if fourier:
        return from_frequencies(state)
    axes = (-3, -2, -1)
    middle, spread = state.mean(axis=axes, keepdims=True), state.std(axis=axes, keepdims=True)
    scaled = CONTRAST * (state - middle) / np.maximum(spread, 1e-8) + 0.5
    pictures: np.ndarray = np.clip(scaled, 0, 1).astype("float32")
    return pictures

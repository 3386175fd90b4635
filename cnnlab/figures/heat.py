"""A coarse map over its picture, as pixels: for downloads and for the pictures of the lessons."""

import numpy as np
from PIL import Image

from cnnlab.figures import palette

TOP = 0.99  # of the cells of a map that is made smaller are below 1


def smooth(heat: np.ndarray, height: int, width: int) -> np.ndarray:
    """Enlarge a map (rows, columns) in [0, 1] to (height, width) by bilinear interpolation between cell centres."""
    image = Image.fromarray(heat.astype(np.float32))
    return np.clip(np.asarray(image.resize((width, height), Image.Resampling.BILINEAR)), 0, 1)


def drawn(signed: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a map (rows, columns) with at most `most` cells a side, means of its pixels, and its heat in [0, 1].

    A few pixels of a map that is made smaller outshine all others, so its heat is 1 from the value on that one in a
    hundred of its cells reaches, as in Smilkov et al. 2017.

    >>> signed, heat = drawn(np.array([[1.0, 3.0, -2.0, 0.0], [1.0, 3.0, -2.0, 0.0]]), 2)
    >>> signed.tolist(), heat.tolist()
    ([[2.0, -1.0], [2.0, -1.0]], [[1.0, 0.0], [1.0, 0.0]])
    """
    rows, columns = (min(side, most) for side in signed.shape)
    if (rows, columns) != signed.shape:
        image = Image.fromarray(signed.astype(np.float32))
        signed = np.asarray(image.resize((columns, rows), Image.Resampling.BOX))
        top = max(float(np.quantile(signed, TOP)), 0.0) or float(signed.max())
    else:
        top = float(signed.max())
    return signed, np.clip(signed / top, 0, 1) if top > 0 else np.zeros_like(signed)


def blend(picture: np.ndarray, heat: np.ndarray, scale: str, opacity: float) -> np.ndarray:
    """Lay the map's colours over the picture (height, width, 3), more opaque where the map is higher; uint8."""
    strength = smooth(heat, *picture.shape[:2])
    colours = palette.table(scale)[(strength * 255).astype(np.uint8)]
    alpha = (opacity * strength)[..., None]
    return (picture * (1 - alpha) + colours * alpha).round().astype(np.uint8)


def signed_blend(picture: np.ndarray, signed: np.ndarray) -> np.ndarray:
    """Lay a map's colours over the picture (height, width, 3) in grey: blue below 0, red above; uint8.

    They are more opaque the farther a value is from 0, where the grey is unchanged.
    """
    reach = float(np.abs(signed).max()) or 1.0
    image = Image.fromarray((signed / reach).astype(np.float32))
    share = np.asarray(image.resize(picture.shape[1::-1], Image.Resampling.BILINEAR))[..., None]
    grey = np.asarray(Image.fromarray(picture).convert("L"), np.float32)[..., None]
    negative, _zero, positive = palette.signed()["light"]
    colours = np.where(share < 0, np.array(negative, np.float32), np.array(positive, np.float32))
    return (grey * (1 - np.abs(share)) + colours * np.abs(share)).round().astype(np.uint8)


def exponent(signed: np.ndarray) -> int:
    """Return the power of ten by which to multiply a map so that two decimals distinguish its values.

    >>> exponent(np.array([[-0.4, 0.1]])), exponent(np.array([[-0.014, 0.01]])), exponent(np.zeros((2, 2)))
    (0, 2, 0)
    """
    reach = float(np.abs(signed).max())
    return 0 if reach >= 0.1 or reach == 0 else int(np.ceil(-np.log10(reach)))

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


def enlarged(signed: np.ndarray, side: int) -> np.ndarray:
    """Draw the map before its ReLU as cells in the diverging colours, without interpolation; uint8 (side, side, 3)."""
    reach = float(np.abs(signed).max()) or 1.0
    colours = palette.table("diverging")[((signed / reach + 1) * 127.5).astype(np.uint8)]
    return np.asarray(Image.fromarray(colours).resize((side, side), Image.Resampling.NEAREST))


def exponent(signed: np.ndarray) -> int:
    """Return the power of ten by which to multiply a map so that two decimals distinguish its values.

    >>> exponent(np.array([[-0.4, 0.1]])), exponent(np.array([[-0.014, 0.01]])), exponent(np.zeros((2, 2)))
    (0, 2, 0)
    """
    reach = float(np.abs(signed).max())
    return 0 if reach >= 0.1 or reach == 0 else int(np.ceil(-np.log10(reach)))

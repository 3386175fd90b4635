"""A picture of any size as the input of a network: stretched to its size, as in training."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from cnnlab.core.errors import N_
from cnnlab.nets.segmentation.errors import SegmentationError


def checked(image: npt.ArrayLike) -> np.ndarray:
    """Return a picture as (height, width, channels), a grey one with one channel; uint8, or float32 of 0 to 255.

    Raises SegmentationError for other shapes, for values outside 0 to 255, and for fractions of at most 1, which were
    probably divided by 255.
    """
    pixels = np.asarray(image)
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    if pixels.ndim != 3 or pixels.shape[-1] not in (1, 3) or 0 in pixels.shape or pixels.dtype.kind not in "uif":
        raise SegmentationError(
            N_(
                "A picture has the shape (height, width, 3), or (height, width) if it is grey, but this array of type "
                "{dtype} has the shape {shape}. Open the file with cnnlab.core.pictures.open_picture."
            ),
            dtype=str(np.asarray(image).dtype),
            shape=str(np.asarray(image).shape),
        )
    if pixels.dtype == np.uint8:
        return pixels
    low, high = float(pixels.min()), float(pixels.max())
    if not (low >= 0 and high <= 255) or (pixels.dtype.kind == "f" and 0 < high <= 1):
        raise SegmentationError(
            N_(
                "The values of this picture are from {low:g} to {high:g}, but a network takes 0 to 255 and scales them "
                "itself. Give it the picture as it was read, or multiply by 255."
            ),
            low=low,
            high=high,
        )
    return pixels.astype(np.float32)


def fitted(pixels: np.ndarray, rows: int, columns: int, channels: int) -> np.ndarray:
    """Stretch a checked picture to (rows, columns, channels), float32.

    By Pillow's bilinear filter, which averages where it reduces, as the networks of this project were trained with. A
    grey picture gets three equal channels; a network of one channel gets the luma of ITU-R 601, as Pillow's mode "L".
    """
    wide = _stretched(pixels, (columns, rows)).astype(np.float32)
    if channels == wide.shape[-1]:
        return wide
    if channels == 1:
        return np.asarray(wide @ np.array([[0.299], [0.587], [0.114]], np.float32))
    return np.repeat(wide, channels, axis=-1)


def _stretched(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    if pixels.dtype == np.uint8 and pixels.shape[-1] == 3:
        return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR))
    planes = [Image.fromarray(np.ascontiguousarray(plane)) for plane in np.moveaxis(pixels, -1, 0)]
    return np.stack([np.asarray(plane.resize(size, Image.Resampling.BILINEAR)) for plane in planes], axis=-1)

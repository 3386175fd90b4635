"""Pictures as bytes for the browser and for downloads."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image


def png(picture: np.ndarray) -> bytes:
    """A uint8 picture (height, width, 3) as a PNG file."""
    return _bytes(Image.fromarray(picture), "PNG")


def jpeg(picture: np.ndarray, most: int) -> bytes:
    """A uint8 picture, in colour or in greys, as a JPEG file, reduced to at most `most` pixels a side."""
    return _bytes(Image.fromarray(reduced(picture, most)), "JPEG", quality=88)


@dataclass(frozen=True)
class Sheet:
    """Pictures of one size, one below the other, as one JPEG file."""

    file: bytes
    height: int  # of one picture, in pixels
    width: int
    count: int


def sheet(pictures: Sequence[np.ndarray]) -> Sheet:
    """uint8 pictures (height, width, 3) of one size, with full colours."""
    height, width = pictures[0].shape[:2]
    file = _bytes(Image.fromarray(np.concatenate(pictures)), "JPEG", quality=90, subsampling=0)
    return Sheet(file, height, width, len(pictures))


def jpeg_uri(picture: np.ndarray, most: int) -> str:
    """The same as a data address."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg(picture, most)).decode()


def reduced(picture: np.ndarray, most: int) -> np.ndarray:
    """A uint8 picture at most `most` pixels a side; as it came where it is no larger."""
    if max(picture.shape[:2]) <= most:
        return picture
    image = Image.fromarray(picture)
    image.thumbnail((most, most), Image.Resampling.LANCZOS)
    return np.asarray(image)


def _bytes(image: Image.Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()

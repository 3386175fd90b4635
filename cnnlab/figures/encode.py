"""Pictures as bytes for the browser and for downloads."""

import base64
import io

import numpy as np
from PIL import Image


def png(picture: np.ndarray) -> bytes:
    """A uint8 picture (height, width, 3) as a PNG file."""
    return _bytes(Image.fromarray(picture), "PNG")


def jpeg_uri(picture: np.ndarray, most: int) -> str:
    """A uint8 picture as a JPEG data address, reduced to at most `most` pixels a side."""
    image = Image.fromarray(picture)
    image.thumbnail((most, most), Image.Resampling.LANCZOS)
    return "data:image/jpeg;base64," + base64.b64encode(_bytes(image, "JPEG", quality=88)).decode()


def _bytes(image: Image.Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()

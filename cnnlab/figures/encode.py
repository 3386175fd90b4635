"""Pictures as bytes, for the browser and for downloads."""

import base64
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1

import numpy as np
from PIL import Image


def png(picture: np.ndarray) -> bytes:
    """Encode a uint8 picture (height, width, 3) as a PNG file."""
    return _bytes(Image.fromarray(picture), "PNG")


def png_archive(pictures: Sequence[np.ndarray]) -> bytes:
    """Encode pictures as PNG files picture0.png, picture1.png, ... in one ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for index, picture in enumerate(pictures):
            archive.writestr(f"picture{index}.png", png(picture))
    return file.getvalue()


def jpeg(picture: np.ndarray, most: int) -> bytes:
    """Encode a uint8 picture, in colour or grey, as a JPEG file of at most `most` pixels on each side."""
    return _bytes(Image.fromarray(reduced(picture, most)), "JPEG", quality=88)


def jpeg_uri(picture: np.ndarray, most: int) -> str:
    """Encode a picture as `jpeg` does, and return it as a data URI."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg(picture, most)).decode()


@dataclass(frozen=True)
class SizedFile:
    """A picture's file, and its (height, width) in pixels."""

    file: bytes
    size: tuple[int, int]


def small_png(picture: np.ndarray, most: int) -> SizedFile:
    """Encode a picture as `png` does, reduced to at most `most` pixels on each side."""
    small = reduced(picture, most)
    return SizedFile(png(small), (small.shape[0], small.shape[1]))


@dataclass(frozen=True)
class PictureStrip:
    """Pictures of equal size, stacked vertically in one JPEG file."""

    file: bytes
    height: int  # of one picture, in pixels
    width: int
    count: int

    @cached_property
    def name(self) -> str:
        """A name that no other file has, found once however often the strip is shown."""
        return sha1(self.file).hexdigest()


def picture_strip(pictures: Sequence[np.ndarray]) -> PictureStrip:
    """Encode uint8 pictures (height, width, 3) of equal size as one strip, without chroma subsampling."""
    height, width = pictures[0].shape[:2]
    file = _bytes(Image.fromarray(np.concatenate(pictures)), "JPEG", quality=90, subsampling=0)
    return PictureStrip(file, height, width, len(pictures))


def reduced(picture: np.ndarray, most: int) -> np.ndarray:
    """Reduce a uint8 picture to at most `most` pixels on each side; a smaller one is returned unchanged."""
    if max(picture.shape[:2]) <= most:
        return picture
    image = Image.fromarray(picture)
    image.thumbnail((most, most), Image.Resampling.LANCZOS)
    return np.asarray(image)


def _bytes(image: Image.Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()

"""Read what a page has drawn."""

import base64
import io

import numpy as np
from PIL import Image
from playwright.sync_api import Locator


def pixels_of(canvas: Locator) -> np.ndarray:
    """Return the pixels of a canvas, red, green, blue and alpha as integers; a PNG file is read in a moment."""
    file = base64.b64decode(canvas.evaluate("canvas => canvas.toDataURL()").split(",")[1])
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGBA")).astype(int)

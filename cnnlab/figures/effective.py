"""An effective receptive field: brighter where the gradient is larger, the theoretical field framed."""

import numpy as np

from cnnlab.figures import palette

SIDE = 448  # pixels, at least, of the drawing
FRAME = 3  # pixels


def effective(values: np.ndarray, field: tuple[tuple[int, int], ...]) -> np.ndarray:
    """Draw values (rows, columns) in [0, 1]; `field` is (first, end) of the rows and of the columns. uint8 colours.

    The square root is drawn, as most values are small. The frame lies around the cells of the field, inside the map.
    """
    scale = -(-SIDE // min(values.shape))
    colours = palette.table(palette.EVEN)[(np.sqrt(np.clip(values, 0, 1)) * 255).astype(np.uint8)]
    drawn = colours.repeat(scale, axis=0).repeat(scale, axis=1)
    (top, bottom), (left, right) = ((first * scale, end * scale) for first, end in field)
    framed = np.zeros(drawn.shape[:2], bool)
    framed[top:bottom, left:right] = True
    framed[top + FRAME : bottom - FRAME, left + FRAME : right - FRAME] = False
    drawn[framed] = 255
    return np.asarray(drawn, np.uint8)

"""An effective receptive field: brighter where the gradient is larger, the theoretical field framed."""

import numpy as np

from cnnlab.figures import palette

SIDE = 448  # pixels, at least, of the drawing
FRAME = 4  # pixels
COLOUR = (230, 159, 0)  # seen on every colour of the scale
Field = tuple[tuple[int, int], ...]  # (first, end) of the rows and of the columns


def effective(values: np.ndarray, field: Field) -> np.ndarray:
    """Draw values (rows, columns) in [0, 1], their square roots, as most are small; uint8 colours."""
    return framed(palette.table(palette.EVEN)[(np.sqrt(np.clip(values, 0, 1)) * 255).astype(np.uint8)], field)


def framed(picture: np.ndarray, field: Field) -> np.ndarray:
    """Enlarge a picture (rows, columns, 3) to at least SIDE pixels, with a frame around the cells of the field."""
    scale = -(-SIDE // min(picture.shape[:2]))
    drawn = picture.repeat(scale, axis=0).repeat(scale, axis=1)
    (top, bottom), (left, right) = ((first * scale, end * scale) for first, end in field)
    frame = np.zeros(drawn.shape[:2], bool)
    frame[top:bottom, left:right] = True
    frame[top + FRAME : bottom - FRAME, left + FRAME : right - FRAME] = False
    drawn[frame] = COLOUR
    return np.asarray(drawn, np.uint8)

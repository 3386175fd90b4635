"""The kernels of a first layer side by side, each cell a square of its colour."""

import numpy as np

from cnnlab.figures.encode import png

COLUMNS = 8
CELL = 12  # pixels of a weight's side
GAP = 9  # pixels between kernels
BACKGROUND = 128  # what 0 looks like


def kernel_sheet(colours: np.ndarray) -> bytes:
    """A PNG file of kernels, uint8 (filters, height, width, 3), COLUMNS in a row."""
    count, height, width, _ = colours.shape
    rows = -(-count // COLUMNS)
    tall, wide = CELL * height + GAP, CELL * width + GAP
    sheet = np.full((rows * tall - GAP, COLUMNS * wide - GAP, 3), BACKGROUND, np.uint8)
    for at, kernel in enumerate(colours):
        large = kernel.repeat(CELL, axis=0).repeat(CELL, axis=1)
        top, left = at // COLUMNS * tall, at % COLUMNS * wide
        sheet[top : top + CELL * height, left : left + CELL * width] = large
    return png(sheet)

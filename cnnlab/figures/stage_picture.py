"""A feature map of a network's stage as a small picture."""

import base64

import numpy as np

from cnnlab.core.requests import Stage
from cnnlab.figures import palette
from cnnlab.figures.encode import png

MOST = 128  # cells a side; of a larger map every second one or fewer


def stage_uri(stage: Stage) -> str:
    """The most varied map of a stage, one pixel for each cell, as a PNG data URI."""
    cells = stage.maps[0]
    step = -(-max(cells.shape) // MOST)
    coloured = np.ascontiguousarray(palette.table(palette.EVEN)[cells[::step, ::step]])
    return "data:image/png;base64," + base64.b64encode(png(coloured)).decode()

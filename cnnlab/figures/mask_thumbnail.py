"""A mask as a small picture."""

import base64

import numpy as np

from cnnlab.core.segmentation import indexed_png, labels
from cnnlab.core.segmentation.class_colours import class_colours
from cnnlab.core.segmentation.kept import within


def mask_thumbnail(probabilities: np.ndarray, size: tuple[int, int], most: int) -> str:
    """The mask of a picture of that size (height, width), each side at most `most` pixels, as a PNG data URI.

    >>> mask_thumbnail(np.ones((2, 2, 2)), (4, 8), 4)[:30]
    'data:image/png;base64,iVBORw0K'
    """
    file = indexed_png(labels(probabilities, *within(size, most)), class_colours(probabilities.shape[-1]))
    return "data:image/png;base64," + base64.b64encode(file).decode()

"""How far a network's mask agrees with one that a person has drawn, which has an object and a background alone."""

import numpy as np

from cnnlab.core.segmentation.interpolation import labels
from cnnlab.core.segmentation.scores import confusion_matrix, overlaps


def object_iou(output: np.ndarray, drawn: np.ndarray) -> float | None:
    """Return the IoU of the object, 1 in `drawn` (height, width), with the network's first class; None without both.

    Pixels of other classes than the first two, such as a border, go to the likelier of these two.

    >>> output = np.array([[[0.2, 0.1, 0.7], [0.1, 0.9, 0.0]]])
    >>> object_iou(output, np.array([[1, 1]])), object_iou(output, np.array([[1, 0]]))
    (0.5, 1.0)
    """
    found = labels(output[..., :2], *drawn.shape) == 0
    return overlaps(confusion_matrix(drawn == 1, found, 2))[1].iou

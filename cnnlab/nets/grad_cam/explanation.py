"""What every method returns for a batch of pictures, and the named error."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.errors import CnnLabError


class GradCAMError(CnnLabError):
    """The pictures, the class or the method cannot be explained."""


@dataclass(frozen=True)
class BatchExplanation:
    """The result of one call, for each picture.

    The maps have the layer's size, or for methods of pixels that of the picture or of a grid over it.
    """

    signed: np.ndarray  # float32 (batch, height, width): before the ReLU; negative where evidence is against the class
    logits: np.ndarray  # float32 (batch, classes): the scores before softmax or sigmoid; [-z, z] for one sigmoid unit
    classes: np.ndarray  # int (batch,): the class explained

    @property
    def raw(self) -> np.ndarray:
        """float32 (batch, height, width), never negative: the ReLU of Grad-CAM's equation (2)."""
        raw: np.ndarray = np.maximum(self.signed, 0.0)
        return raw

    @property
    def normalized(self) -> np.ndarray:
        """The raw map divided by its own largest value, in [0, 1]; all zero where no evidence is positive."""
        return normalize(self.raw)


def normalize(maps: np.ndarray) -> np.ndarray:
    """Divide each map (batch, height, width) by its largest value; a map without a positive value becomes zero.

    >>> normalize(np.array([[[0.0, 2.0]], [[0.0, 0.0]]])).tolist()
    [[[0.0, 1.0]], [[0.0, 0.0]]]
    """
    largest = maps.max(axis=(1, 2), keepdims=True)
    normalized: np.ndarray = np.divide(maps, largest, out=np.zeros_like(maps), where=largest > 0)
    return normalized

"""The scores of a classifier before its softmax or sigmoid, from a forward pass alone."""

import keras
import numpy as np
import numpy.typing as npt

from cnnlab.nets.activations import LOGITS, Activations, both_classes
from cnnlab.nets.graph import Graph
from cnnlab.nets.surgery import Scored


class Logits:
    """Compute a classifier's logits; compiled once for each shape of pictures.

    They are those of `GradCAM.explain`: a network with one sigmoid unit has two classes, whose logits are -z and z.
    `activation` turns them into probabilities (cnnlab.core.cards.scores.probabilities). Raises SurgeryError as GradCAM.
    """

    def __init__(self, model: keras.Model):
        scored = Scored(Graph(model))
        self.activation = scored.activation
        self._run = Activations(model, [], logits=True)

    def __call__(self, images: npt.ArrayLike) -> np.ndarray:
        """Return float32 (batch, classes) for pictures (batch, height, width, channels) in the model's own range.

        >>> from cnnlab.nets.zoo.digits import mnist_convnet
        >>> Logits(mnist_convnet())(np.zeros((2, 28, 28, 1))).shape
        (2, 10)
        """
        return both_classes(self._run(images)[LOGITS])

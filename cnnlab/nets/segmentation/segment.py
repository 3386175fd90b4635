"""The class of each pixel of a picture, at the picture's own size."""

from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from cnnlab.core.segmentation import enlarge
from cnnlab.core.segmentation.interpolation import winners
from cnnlab.nets.catalog import cached
from cnnlab.nets.segmentation.network import SegmentationNetwork


@dataclass(frozen=True, eq=False)
class Segmentation:
    """The most likely class of each pixel, and the probabilities, which add up to 1."""

    labels: np.ndarray  # uint8 (height, width)
    probabilities: np.ndarray  # float32 (height, width, classes)


def segment(model: keras.Model, image: npt.ArrayLike) -> Segmentation:
    """Segment a picture (height, width, 3), or a grey one (height, width), of 0 to 255 and of any size.

    The picture is stretched to the network's input, as in training, so the output covers all of it; the probabilities
    are interpolated back (cnnlab.core.segmentation.interpolation) from the network's output in full precision. Compiled
    once for each model. A network with one channel, with or without sigmoid, has class 1 where the object is. Raises
    SurgeryError or SegmentationError, both ValueErrors, if it is not clear how to read the model or the picture.

    >>> inputs = keras.Input((8, 8, 3))
    >>> model = keras.Model(inputs, keras.layers.Conv2D(3, 1, activation="softmax")(inputs))
    >>> found = segment(model, np.zeros((5, 9, 3), np.uint8))
    >>> found.labels.shape, found.probabilities.shape
    ((5, 9), (5, 9, 3))
    """
    network = network_of(model)
    output = network(image)
    return at_own_size(output, *np.shape(image)[:2])


def network_of(model: keras.Model) -> SegmentationNetwork:
    """Return the opened network of a model, the same each time."""
    return cached(model, "segmentation", lambda: SegmentationNetwork(model))


def at_own_size(output: np.ndarray, height: int, width: int) -> Segmentation:
    """Interpolate an output (rows, columns, classes) at the pixels of a picture."""
    probabilities = enlarge(output, height, width)
    return Segmentation(winners(np.moveaxis(probabilities, -1, 0)), probabilities)

"""The features that a pretrained base extracts from pictures."""

import keras
import numpy as np
from keras import ops

from cnnlab.core.pictures import square
from cnnlab.nets import catalog
from cnnlab.nets.gradients import Function, compiled

BASE, LAST_LAYER = "efficientnet_lite0", "head_relu"


def bundled_features(picture: np.ndarray) -> np.ndarray:
    """Return the averaged feature maps of the bundled base, float32 (1280,), for a picture uint8 (height, width, 3).

    The central square is resized to the base's input size, as in training.
    """
    classifier = catalog.load(BASE)
    pixels = square(picture, "crop", classifier.inputs[0].shape[1]).pixels
    extract = catalog.cached(classifier, "features", lambda: _extractor(classifier))
    features: np.ndarray = ops.convert_to_numpy(extract(pixels[None].astype(np.float32)))[0]
    return features


def _extractor(classifier: keras.Model) -> Function:
    maps = classifier.get_layer(LAST_LAYER).output
    model = keras.Model(classifier.inputs[0], keras.layers.GlobalAveragePooling2D()(maps))
    return compiled(lambda pictures: model(pictures, training=False))

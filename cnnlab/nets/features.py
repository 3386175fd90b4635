"""The features that a pretrained base extracts from pictures."""

from collections.abc import Callable

import keras
import numpy as np
from keras import ops

from cnnlab.core.pictures import sample, square
from cnnlab.core.transfer.photographs import photographs
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


def photograph_features(check: Callable[[], object] = lambda: None) -> np.ndarray:
    """Return the features of the bundled photographs of cats and dogs, float32 (photographs, 1280); computed once.

    `check` is called before each picture and may raise to stop.
    """

    def extract_all() -> np.ndarray:
        features = []
        for photograph in photographs():
            check()
            features.append(bundled_features(sample(photograph.id)))
        return np.stack(features)

    return catalog.cached(catalog.load(BASE), "photographs", extract_all)


def _extractor(classifier: keras.Model) -> Function:
    maps = classifier.get_layer(LAST_LAYER).output
    model = keras.Model(classifier.inputs[0], keras.layers.GlobalAveragePooling2D()(maps))
    return compiled(lambda pictures: model(pictures, training=False))

"""A BatchNormalization layer at work: the batch's statistics, and the moving averages that it keeps."""

from functools import lru_cache

import keras
import numpy as np
from keras import ops

from cnnlab.core.requests import BatchStatistics


def normalize_batches(batches: np.ndarray, momentum: float) -> BatchStatistics:
    """Call the layer in training mode on each of the batches (steps, pictures, height, width, 1)."""
    layer = _layer()
    layer.momentum = momentum
    layer.set_weights([np.ones(1), np.zeros(1), np.zeros(1), np.ones(1)])  # as Keras starts
    kept = []
    for batch in batches.astype("float32"):
        layer(batch, training=True)
        kept.append([ops.convert_to_numpy(layer.moving_mean)[0], ops.convert_to_numpy(layer.moving_variance)[0]])
    kept_means, kept_variances = np.array(kept, np.float64).T
    values = batches.astype(np.float64)
    axes = tuple(range(1, values.ndim))
    last = batches[-1].astype("float32")
    inference = _mean_and_deviation(layer(last, training=False))
    training = _mean_and_deviation(layer(last, training=True))
    return BatchStatistics(values.mean(axes), values.var(axes), kept_means, kept_variances, inference, training)


@lru_cache(maxsize=1)
def _layer() -> keras.layers.BatchNormalization:
    layer = keras.layers.BatchNormalization()
    layer.build((None, None, None, 1))
    return layer


def _mean_and_deviation(values: object) -> tuple[float, float]:
    array = ops.convert_to_numpy(values).astype(np.float64)
    return float(array.mean()), float(array.std())

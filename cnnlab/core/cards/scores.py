"""From a network's scores to the probabilities that a page shows."""

from typing import Literal

import numpy as np

Activation = Literal["softmax", "sigmoid"]


def probabilities(logits: np.ndarray, activation: Activation) -> np.ndarray:
    """Apply a network's last activation to its logits (..., classes): softmax over all, or the sigmoid of each.

    The two classes of one sigmoid unit have the logits -z and z, and sigmoid(-z) = 1 - sigmoid(z); their softmax would
    be sigmoid(2 z), which is not the network's output.

    >>> probabilities(np.array([-np.log(3), np.log(3)]), "sigmoid").round(3).tolist()
    [0.25, 0.75]
    """
    return sigmoid(logits) if activation == "sigmoid" else softmax(logits)


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-z)) elementwise, without overflow and without rounding small values to zero.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.asarray(np.exp(-np.logaddexp(0, -logits)))


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return exp(z_i) / sum of exp(z_j) over the last axis, computed from z - max(z) to avoid overflow.

    >>> softmax(np.array([0.0, 0.0])).tolist()
    [0.5, 0.5]
    """
    exponentials: np.ndarray = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def numerators(logits: np.ndarray) -> np.ndarray:
    """Return exp(z_i) in float64, the numerators of softmax, for a page that shows them.

    >>> numerators(np.array([0.0, 1.0])).round(3).tolist()
    [1.0, 2.718]
    """
    exponentials: np.ndarray = np.exp(logits.astype(float))
    return exponentials


def denominator(logits: np.ndarray) -> float:
    """Return the sum of exp(z_j), the denominator of softmax, for the formula on a page.

    >>> denominator(np.array([0.0, 0.0]))
    2.0
    """
    return float(numerators(logits).sum())


def probability_of_others(logits: np.ndarray, index: int) -> float:
    """Return the softmax probability of all classes but one, exact where 1 - p would round to 0.

    >>> f"{probability_of_others(np.array([50.0, 0.0, 0.0]), 0):.3g}"
    '3.86e-22'
    """
    return float(np.delete(softmax(logits.astype(float)), index).sum())


def best(scores: np.ndarray, count: int) -> list[int]:
    """Return the indices of the largest scores (classes,), in descending order.

    >>> best(np.array([0.1, 0.7, 0.2]), 2)
    [1, 2]
    """
    return [int(index) for index in np.argsort(-scores, kind="stable")[:count]]

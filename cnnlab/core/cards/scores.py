"""From a network's scores to what a reader is told."""

from typing import Literal

import numpy as np

Activation = Literal["softmax", "sigmoid"]


def probabilities(logits: np.ndarray, activation: Activation) -> np.ndarray:
    """What a network's last activation makes of its logits (..., classes): softmax of all, or the sigmoid of each.

    The two classes of one sigmoid unit have the logits -z and z, and sigmoid(-z) = 1 - sigmoid(z); their softmax would
    be sigmoid(2 z), which is not what the network says.

    >>> probabilities(np.array([-np.log(3), np.log(3)]), "sigmoid").round(3).tolist()
    [0.25, 0.75]
    """
    return sigmoid(logits) if activation == "sigmoid" else softmax(logits)


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-z)) of each, computed so that nothing overflows and small ones stay above zero.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.exp(-np.logaddexp(0, -logits))


def softmax(logits: np.ndarray) -> np.ndarray:
    """exp(z_i) / sum of exp(z_j), over the last axis, computed from z - max(z) so that nothing overflows.

    >>> softmax(np.array([0.0, 0.0])).tolist()
    [0.5, 0.5]
    """
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def denominator(logits: np.ndarray) -> float:
    """The sum of exp(z_j) below the fraction of softmax, as a formula on a page shows it.

    >>> denominator(np.array([0.0, 0.0]))
    2.0
    """
    return float(np.exp(logits.astype(float)).sum())


def best(scores: np.ndarray, count: int) -> list[int]:
    """The indices of the largest scores (classes,), the largest first.

    >>> best(np.array([0.1, 0.7, 0.2]), 2)
    [1, 2]
    """
    return [int(each) for each in np.argsort(-scores, kind="stable")[:count]]

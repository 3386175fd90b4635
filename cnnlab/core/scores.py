"""From a network's scores to what a reader is told."""

import numpy as np


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

"""The formula of a probability, with the numbers in it."""

import numpy as np

from cnnlab.core.cards.scores import Activation, sigmoid
from cnnlab.ui.widgets.tex import probability, softmax_formula


def formula(logits: np.ndarray, index: int, activation: Activation) -> str:
    """How the probability of one class comes from the logits (classes,), as TeX for Markdown."""
    if activation == "softmax":
        return softmax_formula(logits, index)
    logit = logits[index]
    share = probability(float(sigmoid(logit)), float(sigmoid(-logit)))
    return rf"$p = \dfrac{{1}}{{1 + e^{{-z}}}} = \dfrac{{1}}{{1 + e^{{{-logit:.4f}}}}} \approx {share}$"

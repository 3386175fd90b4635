"""The Grad-CAM page's probability: in percent, and the formula that it comes from with the numbers in it."""

import numpy as np

from cnnlab.core.cards.scores import Activation, denominator


def formula(logits: np.ndarray, index: int, share: float, activation: Activation) -> str:
    """How the probability `share` comes from the logits (classes,), as TeX for Markdown."""
    logit = logits[index]
    if activation == "sigmoid":
        general, filled = r"\dfrac{1}{1 + e^{-z}}", rf"\dfrac{{1}}{{1 + e^{{{-logit:.2f}}}}}"
    else:
        total = denominator(logits)
        below = f"{total:,.0f}".replace(",", "{,}") if total >= 100 else f"{total:.2f}"
        general, filled = r"\dfrac{e^{z}}{\sum_j e^{z_j}}", rf"\dfrac{{e^{{{logit:.2f}}}}}{{{below}}}"
    return f"$p = {general} = {filled} = {_number(share)}$"


def percent(share: float) -> str:
    """A probability in percent, never rounded to certainty."""
    if share < 0.001:
        return "< 0.1%"
    return "> 99.9%" if share > 0.9995 else f"{share:.1%}"


def _number(share: float) -> str:
    if share >= 0.001:
        return f"{share:.4f}"
    digits, _e, power = f"{share:.2e}".partition("e")
    return rf"{digits} \times 10^{{{int(power)}}}"

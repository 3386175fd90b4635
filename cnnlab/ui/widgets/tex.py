"""Numbers and formulas as TeX, for Markdown."""

import numpy as np

from cnnlab.core.cards.scores import denominator, probability_of_others, softmax


def power_of_ten(value: float) -> str:
    """Return a positive number of any size as TeX with three digits, as a power of ten where it is very small or large.

    >>> power_of_ten(0.25), power_of_ten(5432), power_of_ten(1.5e-7)
    ('0.25', '5{,}432', '1.50 \\\\times 10^{-7}')
    """
    if 0.1 <= value < 100:
        return f"{value:.2f}"
    if 100 <= value < 1_000_000:
        return f"{value:,.0f}".replace(",", "{,}")
    digits, _e, power = f"{value:.2e}".partition("e")
    return rf"{digits} \times 10^{{{int(power)}}}"


def probability(share: float, others: float) -> str:
    """Return a probability as TeX, as 1 - `others` where it would round to 1; `others` is the rest of the probability.

    >>> probability(0.385, 0.615), probability(1.0, 2e-9), probability(2e-9, 1.0)
    ('0.3850', '1 - 2.00 \\\\times 10^{-9}', '2.00 \\\\times 10^{-9}')
    """
    if share < 0.001:
        return power_of_ten(share)
    return f"{share:.4f}" if others > 0.00005 else f"1 - {power_of_ten(others)}"


def softmax_formula(logits: np.ndarray, index: int) -> str:
    """Return how softmax turns the logits (classes,) into the probability of one class, with the numbers in it.

    >>> softmax_formula(np.array([0.0, 0.0]), 0).partition(" = ")[2]
    '\\\\dfrac{e^{z}}{\\\\sum_j e^{z_j}} = \\\\dfrac{e^{0.0000}}{2.00} \\\\approx 0.5000$'
    """
    filled = rf"\dfrac{{e^{{{logits[index]:.4f}}}}}{{{power_of_ten(denominator(logits))}}}"
    share = probability(float(softmax(logits)[index]), probability_of_others(logits, index))
    return rf"$p = \dfrac{{e^{{z}}}}{{\sum_j e^{{z_j}}}} = {filled} \approx {share}$"

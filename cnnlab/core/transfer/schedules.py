"""The learning rate of every step, by the formulas of keras.optimizers.schedules."""

import numpy as np

from cnnlab.core.transfer.settings import HeadSettings

DECAY_RATE = 0.01  # what "exponential" leaves of the learning rate after the last epoch


def learning_rates(settings: HeadSettings) -> np.ndarray:
    """Return the learning rate of each step of the whole training, float64 (epochs * steps_per_epoch,).

    With t from 0 to 1 over all steps, "cosine" multiplies by (1 + cos(pi t)) / 2, which is CosineDecay, and
    "exponential" by DECAY_RATE ** t, which is ExponentialDecay with that `decay_rate` and all steps as `decay_steps`.

    >>> learning_rates(HeadSettings(pictures=10, epochs=2, schedule="cosine")).round(6).tolist()
    [0.001, 0.0005]
    """
    steps = settings.epochs * settings.steps_per_epoch
    done = np.arange(steps) / steps
    factors = {
        "constant": np.ones(steps),
        "cosine": (1 + np.cos(np.pi * done)) / 2,
        "exponential": DECAY_RATE**done,
    }
    rates: np.ndarray = settings.learning_rate * factors[settings.schedule]
    return rates

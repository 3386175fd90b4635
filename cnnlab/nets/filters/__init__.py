"""Filters made visible: the picture that a channel of a convolution layer, or a class, responds to most strongly."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import keras
import numpy as np

from cnnlab.core.filters import AscentSettings, shown
from cnnlab.nets.filters.climbing import Climber, kind_of
from cnnlab.nets.graph import Graph

__all__ = ["Climber", "kind_of", "visualize_filters"]

BATCH = 8  # pictures that are climbed at once


def visualize_filters(
    model: keras.Model,
    layer: str | None,
    filters: Sequence[int],
    settings: AscentSettings | None = None,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> np.ndarray:
    """Return pictures, float32 (filters, size, size, 3) in [0, 1], towards which the filters of a layer respond.

    By gradient ascent from noise: x + rate * g / |g|, where g is the gradient of the mean of the channel's map, two
    cells at each edge left out, with respect to the picture x in [0, 1]; the model takes it times 255. `layer` is a
    layer's name or path, None for the logits of the classes. `settings` are by default 30 steps of length 10 on a
    picture of the model's own size. `progress(done, total)` counts steps, and may raise to stop. Raises AscentError for
    filters or models that it cannot take, SurgeryError for a layer that there is not.

    >>> stack = [keras.Input((16, 16, 3)), keras.layers.Conv2D(4, 3, name="maps"), keras.layers.GlobalMaxPooling2D()]
    >>> model = keras.Sequential([*stack, keras.layers.Dense(2)])
    >>> visualize_filters(model, "maps", [0, 3], AscentSettings(steps=2, size=32)).shape
    (2, 32, 32, 3)
    """
    if settings is None:
        settings = _of_own_size(model)
    climber = Climber(model, layer, kind_of(settings))
    rounds = range(0, len(filters), BATCH)
    found = []
    for number, start in enumerate(rounds):
        some = filters[start : start + BATCH]
        states = np.repeat(settings.start()[None], len(some), axis=0)
        tell = partial(_tell, progress, number * settings.steps, len(rounds) * settings.steps)
        states, _ = climber.climb(states, some, settings, range(settings.steps), tell)
        found.append(shown(states, settings.fourier))
    return np.concatenate(found)


def _tell(progress: Callable[[int, int], object], before: int, total: int, step: int) -> None:
    progress(before + step, total)


def _of_own_size(model: keras.Model) -> AscentSettings:
    sides = [side for side in Graph(model).model.inputs[0].shape[1:] if side not in (None, 3)]
    return replace(AscentSettings(), size=max(sides)) if sides else AscentSettings()

"""Heat maps of a network whose weights are randomized from the top down.

Adebayo et al., "Sanity Checks for Saliency Maps" (2018), section 3.1: a map that stays the same when what the network
has learned is gone does not show what it has learned. The authors draw new weights; here the values of each tensor are
shuffled, so that their spread stays that of the trained network and no output grows without bound.
"""

from collections.abc import Sequence
from itertools import pairwise

import keras
import numpy as np
from keras import layers, ops

from cnnlab.core.requests import RANDOM_STEPS, RandomizedMaps
from cnnlab.nets.faithfulness.masking import Progress
from cnnlab.nets.grad_cam.kept import kept
from cnnlab.nets.graph import Graph


class RandomizedCopy:
    """A copy of a model, whose weights may change; as large as the model, so that one serves all methods and layers.

    One thread at a time may use it.
    """

    def __init__(self, trained: keras.Model):
        self.trained = trained
        self.model = type(trained).from_config(trained.get_config())
        self.groups = groups(Graph(self.model), RANDOM_STEPS)
        self._seed: int | None = None
        self._step, self._random = 0, np.random.default_rng()

    def set(self, seed: int, step: int) -> None:
        """Give the copy the trained weights, and random ones to its first `step` groups: the same for each seed."""
        known, self._seed = self._seed, None  # so that a failed call starts again
        if seed != known or step < self._step:
            self._reset(seed)
        for group in self.groups[self._step : step]:
            for layer in group:
                for weight in layer.weights:
                    weight.assign(shuffled(ops.convert_to_numpy(weight), self._random))
        self._seed, self._step = seed, step

    def _reset(self, seed: int) -> None:
        for own, trained in zip(self.model.weights, self.trained.weights, strict=True):
            own.assign(trained)
        self._step, self._random = 0, np.random.default_rng(seed)


class RandomizedExplainer:
    """A method at a layer of the copy; what is compiled for it is kept with the copy."""

    def __init__(self, copy: RandomizedCopy, method: str = "grad-cam", layer: str | None = None):
        self._copy, self._explain = copy, kept(copy.model, method, layer).explain

    def __call__(
        self,
        picture: np.ndarray,
        class_index: int,
        seed: int,
        progress: Progress = lambda done, total: None,
        steps: tuple[int, int] = (0, RANDOM_STEPS + 1),
    ) -> RandomizedMaps:
        """Explain a picture (height, width, channels) with the trained weights, then after each further group.

        `steps` is the first step, of which 0 is the trained network, and the one after the last.
        """
        copied, heats = self._copy.groups, []
        first, end = steps[0], min(steps[1], len(copied) + 1)
        for step in range(first, end):
            progress(step - first, end - first)
            self._copy.set(seed, step)
            heats.append(np.asarray(self._explain(picture[None], class_index).normalized[0]))
        counts = np.cumsum([len(group) for group in copied]).tolist()
        randomized = range(max(first, 1), end)
        names = tuple(copied[step - 1][-1].name for step in randomized)
        layers_so_far = tuple(counts[step - 1] for step in randomized)
        return RandomizedMaps(names, layers_so_far, np.stack(heats) if heats else np.zeros((0, 1, 1), np.float32))


def groups(graph: Graph, most: int) -> list[list[layers.Layer]]:
    """Return the layers with weights, the one that runs last first, in at most `most` groups of about equal length.

    The first group is the last layer alone.
    """
    found: list[layers.Layer] = []
    for step in reversed(graph.steps):
        layer = step.operation
        if not step.is_entrance and getattr(layer, "weights", None) and not any(layer is known for known in found):
            found.append(layer)
    first, rest = found[:1], found[1:]
    count = min(most - 1, len(rest))
    ends = np.linspace(0, len(rest), count + 1).round().astype(int) if count else [0]
    return [first, *(rest[start:end] for start, end in pairwise(ends))]


def shuffled(values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The same values in another order, in an array of the same shape."""
    return random.permutation(values.ravel()).reshape(values.shape)


def names_of(found: Sequence[Sequence[layers.Layer]]) -> list[list[str]]:
    """The names of the layers in each group."""
    return [[layer.name for layer in group] for group in found]

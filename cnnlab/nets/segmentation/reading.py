"""A network's output as the probabilities of the classes of each pixel, by how the network ends."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.cards.scores import sigmoid, softmax
from cnnlab.core.errors import N_
from cnnlab.nets.ending import Ending, ending
from cnnlab.nets.graph import Graph, SurgeryError
from cnnlab.nets.segmentation.errors import SegmentationError

SUM_TOLERANCE = 1e-2  # of the probabilities of a pixel, which 16 bits round


@dataclass(frozen=True)
class Reader:
    """How a network ends, or why that is not clear."""

    ending: Ending | None
    unclear: SurgeryError | None = None

    def __call__(self, output: np.ndarray) -> np.ndarray:
        """Turn the output float32 (..., channels) into probabilities (..., classes) that add up to 1.

        Several channels that already add up to 1 everywhere are probabilities, scores otherwise. One channel is the
        probability or the score of the object: class 0 is without it, class 1 with it. Raises SegmentationError for
        values that are not finite and for classes that do not exclude each other, SurgeryError if it is not clear
        whether the output is scores.
        """
        if not np.isfinite(output).all():
            raise SegmentationError(
                N_("Some values of the network's output are infinite or undefined. Check the model's weights.")
            )
        return self._one(output) if output.shape[-1] == 1 else self._several(output)

    def _several(self, output: np.ndarray) -> np.ndarray:
        if self.ending is not None and self.ending.effect == "sigmoid":
            raise self._not_exclusive(output.shape[-1])
        sums = output.sum(axis=-1, keepdims=True)
        if output.min() >= 0 and np.abs(sums - 1).max() <= SUM_TOLERANCE:
            return np.asarray(output / sums)
        found = self._checked(output)
        if found.effect == "log_softmax":
            return self._several(np.exp(output))
        if found.effect == "softmax":
            raise self._not_exclusive(output.shape[-1])
        return softmax(output)

    def _not_exclusive(self, count: int) -> SegmentationError:
        assert self.ending is not None
        return SegmentationError(
            N_(
                "The probabilities of the {count} classes do not add up to 1 at each pixel: the network ends with "
                "{activation}. Such classes do not exclude each other; end the network with softmax over them."
            ),
            count=count,
            activation=self.ending.effect,
        )

    def _one(self, output: np.ndarray) -> np.ndarray:
        found = self._checked(output)
        if found.effect in ("softmax", "log_softmax"):
            raise SegmentationError(
                N_(
                    "The network has one channel and ends with softmax, which gives 1 for every pixel. End it with "
                    "sigmoid, or give it two channels."
                )
            )
        there = output if found.effect == "sigmoid" else sigmoid(output)
        return np.concatenate([1 - there, there], axis=-1)

    def _checked(self, output: np.ndarray) -> Ending:
        if self.unclear is not None:
            raise self.unclear
        assert self.ending is not None
        if self.ending.doubtful and output.min() >= 0 and output.max() <= 1:
            raise SurgeryError(
                N_(
                    "The model's output looks like probabilities, but it is not clear from which scores it makes them. "
                    "End the model with softmax or sigmoid, or with the scores themselves."
                )
            )
        return self.ending


def reader(graph: Graph) -> Reader:
    """Find how a network whose output is a map ends."""
    try:
        return Reader(ending(graph))
    except SurgeryError as error:
        return Reader(None, error)

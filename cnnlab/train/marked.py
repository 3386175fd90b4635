"""Cats and dogs with a mark planted on one class, and test pictures that tell what a network has learned."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from cnnlab.core.pictures.planted_mark import marked
from cnnlab.train.examples import ArrayExamples, Examples, in_order

BATCH = 50
CAT, DOG = 0, 1
Load = Callable[[Path, int], dict[str, Examples]]


def marked_dogs(load: Load) -> Load:
    """Return what reads the same pictures with the mark on each dog and on no cat."""

    def read(data: Path, size: int) -> dict[str, Examples]:
        return {name: with_mark(examples, DOG) for name, examples in load(data, size).items()}

    return read


def unmarked_tests(load: Load) -> Load:
    """Return what reads the test pictures twice: without a mark, and with the mark on the cats instead."""

    def read(data: Path, size: int) -> dict[str, Examples]:
        test = load(data, size)["test"]
        return {"without the mark": with_mark(test, None), "with the mark on the cats instead": with_mark(test, CAT)}

    return read


def with_mark(examples: Examples, on: int | None) -> ArrayExamples:
    """The same examples, in memory, with the mark on the pictures of class `on`; None marks no picture."""
    pictures, targets = (np.concatenate(parts) for parts in zip(*in_order(examples, BATCH), strict=True))
    if on is not None:
        pictures = pictures.copy()
        for index in np.flatnonzero(targets.ravel() == on):
            pictures[index] = marked(pictures[index])
    return ArrayExamples(pictures, targets)

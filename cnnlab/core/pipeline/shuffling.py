"""The shuffle buffer of tf.data, one element at a time."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from cnnlab.core.errors import N_, CnnLabError


class PipelineError(CnnLabError):
    """A buffer or a batch of less than one element."""


@dataclass(frozen=True)
class Draw:
    """The elements in the buffer at one moment, as indices, and the place of the one that is taken out."""

    buffer: tuple[int, ...]
    place: int

    @property
    def taken(self) -> int:
        """The index of the element that is taken out."""
        return self.buffer[self.place]


def shuffled(count: int, buffer_size: int, seed: int) -> list[Draw]:
    """Return the draws that shuffle `count` elements; `taken` of each in turn is the order.

    "This dataset fills a buffer with buffer_size elements, then randomly samples elements from this buffer, replacing
    the selected elements with new elements" (TensorFlow's documentation of tf.data.Dataset.shuffle). The random
    numbers are NumPy's: TensorFlow gives another order for the same seed, of the same possible ones. Raises
    PipelineError for a buffer of less than one element.

    >>> [draw.taken for draw in shuffled(4, 1, seed=0)]
    [0, 1, 2, 3]
    >>> shuffled(3, 2, seed=0)[0].buffer
    (0, 1)
    """
    check_size(buffer_size)
    random = np.random.default_rng(seed)
    buffer, later = list(range(min(buffer_size, count))), iter(range(buffer_size, count))
    draws = []
    while buffer:
        place = int(random.integers(len(buffer)))
        draws.append(Draw(tuple(buffer), place))
        following = next(later, None)
        buffer[place : place + 1] = [] if following is None else [following]
    return draws


def expected_in_first(labels: tuple[int, ...], label: int, buffer_size: int, batch_size: int) -> float:
    """Return how many elements with this label the first batch has on average over all random numbers.

    It follows the probability of each number of such elements in the buffer, exactly, draw by draw. Raises
    PipelineError for a buffer or batch of less than one element.

    >>> expected_in_first((0, 0, 1, 1), 1, buffer_size=4, batch_size=2)
    1.0
    >>> expected_in_first((0, 0, 1, 1), 1, buffer_size=1, batch_size=2)
    0.0
    """
    check_size(buffer_size)
    check_size(batch_size)
    held = min(buffer_size, len(labels))
    chances: dict[int, Fraction] = {labels[:held].count(label): Fraction(1)}
    later, expected = iter(labels[held:]), Fraction(0)
    for _draw in range(min(batch_size, len(labels))):
        share = sum((chance * among / held for among, chance in chances.items()), Fraction(0))
        expected += share
        following = next(later, None)
        chances = _after(chances, held, following == label)
        held -= following is None
    return float(expected)


def _after(chances: dict[int, Fraction], held: int, joined: bool) -> dict[int, Fraction]:
    """The probabilities of each number in the buffer after one element left it and perhaps one with the label came."""
    result: dict[int, Fraction] = {}
    for among, chance in chances.items():
        for left, share in ((1, Fraction(among, held)), (0, Fraction(held - among, held))):
            if share:
                now = among - left + joined
                result[now] = result.get(now, Fraction(0)) + chance * share
    return result


def check_size(size: int) -> None:
    """Raise PipelineError unless a buffer or a batch of this size holds at least one element."""
    if size < 1:
        raise PipelineError(N_("A size of {size} holds no element. Use 1 or more."), size=size)

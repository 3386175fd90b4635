"""The most cells that a unit sees, against a look at every unit."""

from itertools import product

import numpy as np
import pytest

from cnnlab.core.network.spans import NOTHING, Sight


def by_looking(parts):
    """The most cells along each axis of any unit, from the first to the last of the parts that it reaches."""
    found = [0] * len(parts[0])
    for unit in product(*(range(len(ends)) for ends in parts[0])):
        seen = [[ends[at].tolist() for ends, at in zip(part, unit, strict=True)] for part in parts]
        kept = [intervals for intervals in seen if all(end >= 0 for _, end in intervals)]
        for axis, along in enumerate(zip(*kept, strict=True)):
            found[axis] = max(found[axis], max(end for _, end in along) - min(first for first, _ in along))
    return tuple(found)


def drawn_by_lot(rng, sizes):
    """A part in which some units reach nothing."""
    firsts = [rng.integers(0, 20, size) for size in sizes]
    ends = [first + rng.integers(1, 6, len(first)) for first in firsts]
    spans = [np.stack(both, axis=1) for both in zip(firsts, ends, strict=True)]
    for span in spans:
        span[rng.random(len(span)) < 0.4] = NOTHING
    return tuple(spans)


@pytest.mark.parametrize("sizes", [(6,), (5, 7), (3, 4, 5)])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_pairs_of_parts_tell_what_a_look_at_every_unit_tells(sizes, count):
    rng = np.random.default_rng(0)
    for _ in range(20):
        parts = tuple(drawn_by_lot(rng, sizes) for _ in range(count))
        assert Sight(parts).most() == by_looking(parts)


def test_nothing_is_told_of_what_is_not_known():
    assert Sight((), reason="layer").most() == ()

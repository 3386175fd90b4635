"""Probabilities in 8 bits: sums, order and ties."""

import numpy as np
import pytest

from cnnlab.core.segmentation import pack

RANDOM = np.random.default_rng(1)
SHARP = 1 / (1 + np.exp(-RANDOM.normal(scale=12, size=5000)))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([1.0, 0.0, 0.0], [255, 0, 0]),
        ([0.5, 0.5], [128, 127]),
        ([1 / 3] * 3, [85, 85, 85]),
        ([0.25] * 4, [64, 64, 64, 63]),
        ([0.001, 0.0015, 0.9975], [0, 1, 254]),
        ([0.3333, 0.3334, 0.3333], [84, 86, 85]),  # all three round to 85: one step goes from the first to the second
    ],
)
def test_by_hand(given, expected):
    assert pack(np.array(given)).tolist() == expected


@pytest.mark.parametrize(
    "probabilities",
    [
        RANDOM.dirichlet(np.ones(3), 200_000),
        RANDOM.dirichlet(np.full(21, 0.1), 20_000),
        RANDOM.dirichlet(np.full(3, 500.0), 100_000),  # all close to a third
        np.stack([SHARP, 1 - SHARP], axis=-1),
    ],
    ids=["three", "twenty-one", "undecided", "sharp"],
)
def test_they_add_up_to_255_and_the_most_likely_class_stays_so(probabilities):
    wide = probabilities.astype("float32")
    found = pack(wide)
    assert found.dtype == np.uint8
    assert (found.sum(axis=-1, dtype=int) == 255).all()
    assert np.array_equal(found.argmax(axis=-1), wide.argmax(axis=-1))
    off = np.abs(found - 255 * wide.astype(float) / wide.sum(axis=-1, keepdims=True))
    assert off.max() < 2
    moved = (off > 1.001).any(axis=-1)
    ordered = np.sort(wide[moved], axis=-1)
    assert (255 * (ordered[:, -1] - ordered[:, -2]) < 1).all()


@pytest.mark.parametrize("classes", [1, 2, 3, 5])
def test_the_largest_remainders_go_up_and_of_equal_ones_the_first(classes):
    """Eighths make many ties; two stable sorts of each row tell the ranks."""
    parts = RANDOM.multinomial(8, np.full(classes, 1 / classes), 2000)
    scaled = (parts / 8).astype("float32") * 255
    lost = scaled - np.floor(scaled)
    ranks = np.argsort(np.argsort(-lost, axis=-1, kind="stable"), axis=-1)
    expected = np.floor(scaled) + (ranks < 255 - np.floor(scaled).sum(axis=-1, keepdims=True))
    found = pack((parts / 8).astype("float32"))
    same = expected.argmax(axis=-1) == parts.argmax(axis=-1)  # elsewhere a step is moved to the likeliest class
    assert np.array_equal(found[same], expected[same])
    assert same.mean() > 0.9


def test_the_order_in_memory_makes_no_difference():
    turned = RANDOM.dirichlet(np.full(3, 500.0), (40, 30)).astype("float32").copy(order="F")
    assert np.array_equal(pack(turned), pack(turned.copy(order="C")))

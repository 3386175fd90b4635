"""The shuffle buffer, against tf.data itself and by hand."""

from itertools import product

import numpy as np
import pytest
import tensorflow as tf

from cnnlab.core.pipeline import PipelineError, expected_in_first, shuffled

LABELS = (0,) * 5 + (1,) * 5


def order(count: int, buffer_size: int, seed: int) -> tuple[int, ...]:
    return tuple(draw.taken for draw in shuffled(count, buffer_size, seed))


def orders_of_tensorflow(count: int, buffer_size: int, times: int) -> list[tuple[int, ...]]:
    mixed = tf.data.Dataset.range(count).shuffle(buffer_size, seed=1).batch(count).repeat(times)
    return [tuple(int(number) for number in numbers) for numbers in mixed.as_numpy_iterator()]


@pytest.mark.parametrize("buffer_size", range(1, 12))
def test_every_element_comes_out_once_and_none_too_early(buffer_size):
    for seed in range(50):
        found = order(10, buffer_size, seed)
        assert sorted(found) == list(range(10))
        assert all(found.index(index) >= index - buffer_size + 1 for index in range(10))


def test_a_buffer_of_one_keeps_the_order():
    assert order(10, 1, seed=3) == tuple(range(10))


@pytest.mark.parametrize("buffer_size", [1, 2, 3, 4, 7])
def test_the_possible_orders_are_those_of_tensorflow(buffer_size):
    found = {order(4, buffer_size, seed) for seed in range(400)}
    assert found == set(orders_of_tensorflow(4, buffer_size, 400))


def test_the_first_draw_is_from_the_first_elements_and_the_next_one_fills_its_place():
    draws = shuffled(5, 3, seed=0)
    assert draws[0].buffer == (0, 1, 2)
    left = list(draws[0].buffer)
    left[draws[0].place] = 3
    assert draws[1].buffer == tuple(left)
    assert [len(draw.buffer) for draw in draws] == [3, 3, 3, 2, 1]


def test_a_seed_gives_one_order_and_another_seed_another():
    assert order(10, 10, seed=0) == order(10, 10, seed=0) != order(10, 10, seed=1)


@pytest.mark.parametrize(("buffer_size", "batch_size"), list(product([1, 2, 3, 5], [1, 2, 4])))
def test_the_average_is_that_of_all_choices(buffer_size, batch_size):
    """Every choice of places is followed, with its probability."""
    labels = (0, 0, 1, 0, 1)

    def total(buffer: list[int], later: list[int], draws: int) -> float:
        if not draws or not buffer:
            return 0.0
        ways = []
        for place, label in enumerate(buffer):
            rest = buffer[:place] + later[:1] + buffer[place + 1 :]
            ways.append(label + total(rest, later[1:], draws - 1))
        return sum(ways) / len(ways)

    expected = total(list(labels[:buffer_size]), list(labels[buffer_size:]), batch_size)
    assert expected_in_first(labels, 1, buffer_size, batch_size) == pytest.approx(expected, abs=1e-12)


def test_the_average_agrees_with_tensorflow():
    dogs = np.array([sum(LABELS[index] for index in order[:4]) for order in orders_of_tensorflow(10, 6, 2000)])
    error = dogs.std(ddof=1) / np.sqrt(len(dogs))
    assert abs(dogs.mean() - expected_in_first(LABELS, 1, 6, 4)) < 4 * error


def test_a_whole_buffer_mixes_evenly():
    assert expected_in_first(LABELS, 1, buffer_size=10, batch_size=4) == 2.0
    assert expected_in_first(LABELS, 1, buffer_size=99, batch_size=99) == 5.0


@pytest.mark.parametrize("asked", [lambda: shuffled(3, 0, 0), lambda: expected_in_first((0, 1), 1, 1, 0)])
def test_no_element_in_a_buffer_or_batch_is_refused(asked):
    with pytest.raises(PipelineError, match=r"A size of 0 holds no element\. Use 1 or more\."):
        asked()

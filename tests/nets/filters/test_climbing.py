"""Gradient ascent against cases done by hand, finite differences, a bare tape, and laws that hold for every ascent.

One file, because the tests share the small networks.
"""

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.filters import AscentError, AscentSettings, shown
from cnnlab.core.filters.picture import from_frequencies
from cnnlab.core.requests import Ascended
from cnnlab.nets import catalog
from cnnlab.nets.filters import Climber, climbing, kind_of, visualize_filters
from cnnlab.nets.filters.runs import AscentRuns
from cnnlab.nets.surgery import SurgeryError

pytestmark = pytest.mark.backends

SMALL = AscentSettings(steps=6, rate=2.0, size=32)
KERNEL = np.random.default_rng(3).normal(size=(3, 3, 3, 2)).astype("float32")


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(7)


def linear(**more):
    """One convolution whose maps have 5 x 5 cells, so that the score is the cell in the middle: pixels 12 to 14."""
    model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(2, 3, 6, use_bias=False, name="maps", **more)])
    model.layers[0].set_weights([KERNEL])
    return model


def deep(*ending):
    stack = [keras.Input((32, 32, 3)), layers.Rescaling(1 / 255), layers.Conv2D(4, 3, activation="tanh", name="first")]
    return keras.Sequential([*stack, layers.Conv2D(5, 3, strides=2, activation="tanh", name="second"), *ending])


def started(settings, count=1):
    return np.repeat(settings.start()[None], count, axis=0)


def test_the_gradient_of_a_linear_layer_is_its_kernel():
    climber = Climber(linear(), "maps")
    for index in (0, 1):
        after, _ = climber.climb(started(SMALL), [index], SMALL, range(1))
        expected = np.zeros((32, 32, 3))
        expected[12:15, 12:15] = 2 * KERNEL[..., index] / np.linalg.norm(KERNEL[..., index])
        np.testing.assert_allclose(after[0] - SMALL.start(), expected, atol=1e-6)


def test_the_score_of_a_linear_layer_by_hand():
    picture = SMALL.start()
    found = Climber(linear(), "maps").score(picture[None], [1], SMALL)
    np.testing.assert_allclose(found, 255 * np.sum(picture[12:15, 12:15] * KERNEL[..., 1]), rtol=1e-5)


def test_each_step_has_the_length_that_was_set_whatever_the_size_of_the_weights():
    model = linear()
    model.layers[0].set_weights([1e-3 * KERNEL])
    after, _ = Climber(model, "maps").climb(started(SMALL), [0], SMALL, range(1))
    assert np.linalg.norm(after[0] - SMALL.start()) == pytest.approx(2, rel=1e-4)


def test_finite_differences_find_the_same_direction():
    model, picture = deep(), SMALL.start()
    part = keras.Model(model.inputs[0], model.get_layer("second").output)

    def score(x):
        maps = np.asarray(keras.ops.convert_to_numpy(part(255 * x[None], training=False)), "float64")
        return maps[0, 2:-2, 2:-2, 3].mean()

    after, _ = Climber(model, "second").climb(picture[None], [3], SMALL, range(1))
    found = (after[0] - picture) / 2
    other = np.random.default_rng(0).normal(size=(5, *picture.shape)).astype("float32")
    slopes = [(score(picture + 0.05 * way) - score(picture - 0.05 * way)) / 0.1 for way in (*other, found)]
    expected = [float(np.sum(way * found)) * slopes[-1] for way in other]
    np.testing.assert_allclose(slopes[:-1], expected, atol=0.02 * slopes[-1])


@pytest.mark.tensorflow
def test_a_bare_tape_climbs_to_the_same_picture():
    import tensorflow as tf

    model = deep()
    part = keras.Model(model.inputs[0], model.get_layer("second").output)
    x = tf.constant(SMALL.start()[None])
    for _ in range(SMALL.steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            score = tf.reduce_mean(part(255 * x, training=False)[:, 2:-2, 2:-2, 1])
        x = x + SMALL.rate * tf.math.l2_normalize(tape.gradient(score, x))
    found, scores = Climber(model, "second").climb(started(SMALL), [1], SMALL, range(SMALL.steps))
    np.testing.assert_allclose(found, x.numpy(), atol=2e-4)
    np.testing.assert_allclose(scores[-1], score.numpy(), rtol=1e-4)


@pytest.mark.tensorflow
def test_one_trace_serves_all_filters_of_a_layer():
    climber = Climber(deep(), "second")
    for index in range(5):
        climber.climb(started(SMALL), [index], SMALL, range(2))
    climber.climb(started(SMALL), [0], AscentSettings(steps=9, rate=5.0, size=32, seed=4), range(2))
    assert climber.traces == 1


def test_the_network_runs_no_further_than_the_layer():
    class Beyond(layers.Layer):
        called = 0

        def call(self, x):
            Beyond.called += 1
            return x

    model = deep(Beyond(), layers.GlobalAveragePooling2D(), layers.Dense(2))
    built = Beyond.called
    Climber(model, "second").climb(started(SMALL), [0], SMALL, range(1))
    assert Beyond.called == built
    Climber(model, None).climb(started(SMALL), [0], SMALL, range(1))
    assert Beyond.called > built


def test_several_filters_at_once_end_as_each_by_itself():
    climber = Climber(deep(), "second")
    together, scores = climber.climb(started(SMALL, 3), [4, 0, 2], SMALL, range(6))
    for at, index in enumerate((4, 0, 2)):
        alone, own = climber.climb(started(SMALL), [index], SMALL, range(6))
        np.testing.assert_allclose(together[at], alone[0], atol=1e-4)
        np.testing.assert_allclose(scores[:, at], own[:, 0], atol=1e-4)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"parametrization": "fourier", "jitter": 2, "rotation": 5.0, "scale": 0.1},
        {"blur": 0.6, "variation": 0.2, "octaves": 3, "size": 48},
    ],
    ids=["pixels", "frequencies in motion", "smoothed octaves"],
)
def test_the_score_rises_and_steps_in_two_parts_end_like_all_at_once(more):
    settings = AscentSettings(**{"steps": 12, "rate": 4.0, "size": 32, **more})
    climber = Climber(deep(), "second", kind_of(settings))
    whole, scores = climber.climb(started(settings), [2], settings, range(12))
    half, first = climber.climb(started(settings), [2], settings, range(5))
    rest, second = climber.climb(half, [2], settings, range(5, 12))
    np.testing.assert_allclose(rest, whole, atol=1e-5)
    np.testing.assert_allclose(np.concatenate([first, second]), scores, atol=1e-5)
    assert climber.score(whole, [2], settings)[0] > scores[0, 0] + 0.05
    assert whole.shape == (1, settings.size, settings.size, 3)


@pytest.mark.parametrize(
    ("more", "calls"),
    [
        ({"parametrization": "fourier", "jitter": 2, "rotation": 5.0, "scale": 0.1}, [16, 24, 32, 40]),
        (
            {"blur": 0.6, "variation": 0.2, "octaves": 2, "size": 48},
            [16, 21, 22, 30, 38],
        ),  # 21 at each size, the first timed
    ],
    ids=["frequencies in motion", "smoothed octaves"],
)
def test_later_steps_are_taken_several_in_a_call_and_end_as_one_by_one(monkeypatch, more, calls):
    settings = AscentSettings(**{"steps": 42, "rate": 4.0, "size": 32, **more})
    monkeypatch.setattr(climbing, "HOLD", 1e6)  # seconds; however slow the machine is
    model, found = deep(), []
    for most in (8, 1):
        monkeypatch.setattr(climbing, "MOST", most)
        called = []
        climber = Climber(model, "second", kind_of(settings))
        found.append(climber.climb(started(settings, 2), [2, 3], settings, range(42), called.append))
        assert called == ([*range(16), *calls] if most == 8 else [*range(42)])
    (together, scores), (apart, own) = found
    assert scores.shape == (42, 2)
    np.testing.assert_allclose(together, apart, atol=1e-4)
    np.testing.assert_allclose(scores, own, atol=1e-4)


def test_slow_steps_are_taken_one_by_one_so_that_one_can_cancel(monkeypatch):
    settings, called = AscentSettings(steps=24, size=32), []
    monkeypatch.setattr(climbing, "HOLD", 1e-9)
    Climber(deep(), "second").climb(started(settings), [2], settings, range(24), called.append)
    assert called == [*range(24)]


def test_frequencies_stand_for_the_picture_that_the_core_shows():
    state = np.random.default_rng(0).normal(size=(2, 33, 33, 3)).astype("float32")
    climber = Climber(deep(), "second", (True, False, False))
    found = keras.ops.convert_to_numpy(climber._picture(keras.ops.convert_to_tensor(state)))
    np.testing.assert_allclose(found, from_frequencies(state), atol=1e-5)
    np.testing.assert_array_equal(shown(state, fourier=True), from_frequencies(state))


def test_a_silent_filter_is_reached_through_blocked_relus():
    """The sum over 27 values from 42 to 93 is negative everywhere; a picture darker than 60 makes it positive."""
    model = linear(activation="relu")
    model.layers[0].set_weights([np.full((3, 3, 3, 2), -1.0)])
    model = keras.Sequential([keras.Input((32, 32, 3)), layers.Rescaling(1, offset=-60), *model.layers])
    settings = AscentSettings(steps=8, rate=1.0, size=32)
    climber = Climber(model, "maps")
    start = climber.score(started(settings), [0], settings)
    after, _ = climber.climb(started(settings), [0], settings, range(8))
    assert start == 0
    assert climber.score(after, [0], settings) > 0
    late, _ = climber.climb(started(settings), [0], AscentSettings(steps=40, size=32), range(20, 24))
    np.testing.assert_array_equal(late, started(settings))  # past the first steps nothing lets it through


def test_a_dead_filter_has_a_peak_below_0():
    model = linear(activation="relu")
    model.layers[0].set_weights([np.zeros((3, 3, 3, 2))])
    found = AscentRuns().run(Climber(model, "maps"), ("", "maps", 1, SMALL), 6, lambda step: None)
    assert isinstance(found, Ascended)
    assert found.peak == 0
    assert found.scores.tolist() == [0] * 7
    alive = AscentRuns().run(Climber(linear(), "maps"), ("", "maps", 1, SMALL), 6, lambda step: None)
    assert alive.peak is None


def test_runs_go_on_where_they_were_and_start_again_for_fewer_steps():
    climber, key, taken = Climber(deep(), "second"), ("", "second", 1, SMALL), []
    runs = AscentRuns(most=2)
    two = runs.run(climber, key, 2, taken.append)
    six = runs.run(climber, key, 6, taken.append)
    assert taken == [0, 1, 2, 3, 4, 5]
    again = runs.run(climber, key, 2, taken.append)
    assert taken[6:] == [0, 1]
    np.testing.assert_array_equal(again.picture, two.picture)
    np.testing.assert_allclose(six.scores[:2], two.scores[:2])
    for seed in (1, 2, 3):
        runs.run(climber, ("", "second", 1, AscentSettings(steps=6, size=32, seed=seed)), 1, taken.append)
    assert len(runs) == 2


def test_what_was_kept_stays_when_the_next_steps_are_cancelled():
    climber, key, taken = Climber(deep(), "second"), ("", "second", 1, SMALL), []
    runs = AscentRuns()
    runs.run(climber, key, 3, taken.append)

    def cancelled(step):
        if step == 4:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        runs.run(climber, key, 6, cancelled)
    with pytest.raises(InterruptedError):
        runs.run(climber, key, 6, cancelled)
    found = runs.run(climber, key, 6, taken.append)
    assert taken == [0, 1, 2, 3, 4, 5]
    whole = AscentRuns().run(climber, key, 6, taken.append)
    np.testing.assert_array_equal(found.picture, whole.picture)
    np.testing.assert_allclose(found.scores, whole.scores, rtol=1e-5)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_undefined_weights_are_an_error_and_no_picture(value):
    model = linear()
    model.layers[0].set_weights([value * KERNEL])
    climber = Climber(model, "maps")
    climber.prepare(SMALL)  # black pictures: what they score does not matter
    with pytest.raises(AscentError, match="Scores or gradients are infinite or undefined"):
        climber.climb(started(SMALL), [0], SMALL, range(2))
    with pytest.raises(AscentError, match="Scores or gradients are infinite or undefined"):
        AscentRuns().run(climber, ("", "maps", 0, SMALL), 1, lambda step: None)


def test_classes_are_climbed_by_their_logits():
    model = deep(layers.GlobalAveragePooling2D(), layers.Dense(3, activation="softmax"))
    climber = Climber(model, None)
    after, scores = climber.climb(started(SMALL), [2], SMALL, range(6))
    assert climber.score(after, [2], SMALL)[0] > scores[0, 0]
    assert climber.target.count == 3


def test_a_single_unit_has_two_classes():
    model = deep(layers.GlobalAveragePooling2D(), layers.Dense(1, activation="sigmoid"))
    scores = Climber(model, None).score(started(SMALL, 2), [0, 1], SMALL)
    assert scores[0] == pytest.approx(-scores[1])
    probability = keras.ops.convert_to_numpy(model(255 * started(SMALL)))[0, 0]
    assert 1 / (1 + np.exp(-scores[1])) == pytest.approx(probability, abs=1e-6)


def test_pointwise_convolutions_with_a_stride_are_climbed_through():
    model = deep(layers.Conv2D(6, 1, strides=2, name="third"))
    _, scores = Climber(model, "third").climb(started(SMALL), [5], SMALL, range(6))
    assert scores[-1] > scores[0]


def test_what_cannot_be_climbed_is_refused_with_a_reason():
    climber = Climber(deep(), "second")
    with pytest.raises(AscentError, match="There are filters 0 to 4, and 5 is not among them"):
        climber.climb(started(SMALL), [5], SMALL, range(1))
    grey = keras.Sequential([keras.Input((32, 32, 1)), layers.Conv2D(2, 3, name="maps")])
    with pytest.raises(AscentError, match="not pictures with three colours"):
        Climber(grey, "maps")
    with pytest.raises(SurgeryError, match="There is no layer 'none'"):
        Climber(deep(), "none")


@pytest.mark.tensorflow
def test_a_picture_that_is_too_small_for_the_layer_is_refused():
    """64 pixels become 31, 14 and 6 cells by valid 3 x 3 convolutions and pooling; a 7 x 7 window does not fit 6."""
    stack = [layer for name in "abc" for layer in (layers.Conv2D(2, 3, name=name), layers.MaxPooling2D())]
    model = keras.Sequential([keras.Input((96, 96, 3)), *stack, layers.Conv2D(2, 7, name="last")])
    climber = Climber(model, "last")
    climber.prepare(AscentSettings(size=80))
    message = "A picture of 64 × 64 pixels is too small for the layer last. Choose a larger size, or fewer octaves."
    with pytest.raises(AscentError, match=message):
        climber.prepare(AscentSettings(size=64))
    with pytest.raises(AscentError, match="A picture of 57 × 57 pixels"):
        climber.prepare(AscentSettings(size=80, octaves=2))


@pytest.mark.tensorflow
def test_a_bundled_network_responds_more_strongly_to_each_picture():
    model = catalog.load("cats_dogs_scratch")
    settings, wanted = AscentSettings(steps=10, rate=5.0, size=64), list(range(8, 16))
    counted = []
    pictures = visualize_filters(model, "conv2", wanted, settings, lambda done, total: counted.append((done, total)))
    assert pictures.shape == (8, 64, 64, 3)
    assert pictures.min() >= 0
    assert pictures.max() <= 1
    assert counted == [(step, 10) for step in range(10)]
    climber = Climber(model, "conv2")
    after, scores = climber.climb(started(settings, 8), wanted, settings, range(10))
    assert (climber.score(after, wanted, settings) > scores[0]).all()

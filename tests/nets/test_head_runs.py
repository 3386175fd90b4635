"""Runs of heads: the same whether they go on or start anew, and kept within bounds."""

from itertools import count

import numpy as np
import pytest

from cnnlab.core.transfer import HeadSettings, TransferError
from cnnlab.core.transfer.features import LabelledFeatures
from cnnlab.nets.head_runs import HeadRuns, bundled_runs

pytestmark = pytest.mark.backends
FEATURES = 24
SETTINGS = HeadSettings(pictures=40, units=16, batch_size=16, epochs=5)
STEPS = 3  # batches in an epoch of these


def subset(count: int, seed: int) -> LabelledFeatures:
    generator = np.random.default_rng(seed)
    labels = (np.arange(count) % 2).astype(np.uint8)
    return LabelledFeatures((generator.normal(size=(count, FEATURES)) + labels[:, None]).astype(np.float16), labels)


SUBSETS = {"train": subset(60, 0), "validation": subset(30, 1)}


class Checks:
    """Counts the batches that are trained."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> None:
        self.calls += 1


def assert_same(found, expected):
    assert found.metrics == expected.metrics
    assert found.parameters == expected.parameters
    np.testing.assert_array_equal(found.validation, expected.validation)
    np.testing.assert_array_equal(found.plane, expected.plane)


def test_a_run_that_goes_on_is_the_run_from_the_start():
    going_on, other = HeadRuns(SUBSETS), HeadSettings(pictures=40, units=16, batch_size=16, seed=1)
    for epoch in range(1, 5):
        found = going_on.run(SETTINGS, epoch)
        going_on.run(other, epoch)
    assert_same(found, HeadRuns(SUBSETS).run(SETTINGS, 4))


def test_what_a_run_holds():
    run = HeadRuns(SUBSETS).run(SETTINGS, 3)
    assert {name: len(values) for name, values in run.metrics.items()} == dict.fromkeys(
        ("accuracy", "loss", "val_accuracy", "val_loss"), 3
    )
    assert run.epochs == len(run.seconds) == 3
    assert (run.validation.dtype, run.validation.shape) == (np.float32, (30,))
    assert [(plane.dtype, plane.shape) for plane in run.plane] == [(np.uint8, (32, 32))] * 3
    assert run.parameters == 24 * 16 + 16 + 16 + 1
    judged = (run.validation > 0.5) == SUBSETS["validation"].labels
    assert run.metrics["val_accuracy"][-1] == pytest.approx(judged.mean())


def test_an_earlier_epoch_is_answered_from_what_is_kept():
    runs, checks = HeadRuns(SUBSETS), Checks()
    second = runs.run(SETTINGS, 2, checks)
    runs.run(SETTINGS, 4, checks)
    assert checks.calls == 4 * STEPS
    assert_same(runs.run(SETTINGS, 2, checks), second)
    longer = HeadSettings(pictures=40, units=16, batch_size=16, epochs=50)  # a constant rate: the same first epochs
    runs.run(longer, 4, checks)
    assert checks.calls == 4 * STEPS


def test_a_scheduled_rate_depends_on_the_number_of_epochs():
    runs = HeadRuns(SUBSETS)
    short, long = (
        HeadSettings(pictures=40, units=16, batch_size=16, schedule="cosine", epochs=epochs) for epochs in (2, 9)
    )
    assert runs.run(short, 2).metrics["loss"] != runs.run(long, 2).metrics["loss"]


def test_a_stopped_run_goes_on_after_its_last_whole_epoch():
    runs, left = HeadRuns(SUBSETS), count(2 * STEPS + 1, -1)

    def stop() -> None:
        if next(left) == 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.run(SETTINGS, 4, stop)
    checks = Checks()
    found = runs.run(SETTINGS, 4, checks)
    assert checks.calls == 2 * STEPS
    assert_same(found, HeadRuns(SUBSETS).run(SETTINGS, 4))


def test_a_head_predicts_as_it_was_after_any_epoch():
    runs, checks, features = HeadRuns(SUBSETS), Checks(), SUBSETS["validation"].features.astype(np.float32)
    late, early = runs.run(SETTINGS, 4), runs.run(SETTINGS, 2)
    np.testing.assert_allclose(runs.predict(SETTINGS, 4, features, checks), late.validation, rtol=1e-5)
    assert checks.calls == 0
    np.testing.assert_allclose(runs.predict(SETTINGS, 2, features, checks), early.validation, rtol=1e-5)
    assert checks.calls == 2 * STEPS
    np.testing.assert_allclose(runs.predict(SETTINGS, 2, features, checks), early.validation, rtol=1e-5)
    assert checks.calls == 2 * STEPS  # trained again once, not for every picture
    runs.run(SETTINGS, 5, checks)  # goes on from epoch 4
    assert checks.calls == 3 * STEPS


def test_the_oldest_runs_are_dropped_beyond_the_limit():
    one = HeadRuns(SUBSETS)
    one.run(SETTINGS, 1)
    limit = int(3.5 * one.nbytes)
    runs, checks = HeadRuns(SUBSETS, max_bytes=limit), Checks()
    settings = [HeadSettings(pictures=40, units=16, batch_size=16, seed=seed) for seed in range(5)]
    for number in (0, 1, 2, 0, 3, 4):
        runs.run(settings[number], 1)
        assert 0 < runs.nbytes <= limit
    for number in (0, 3, 4):
        runs.run(settings[number], 1, checks)
    assert checks.calls == 0
    runs.run(settings[1], 1, checks)
    assert checks.calls == STEPS


def test_the_cells_of_the_plane_are_the_head_at_their_centres():
    runs = HeadRuns(SUBSETS)
    x0, x1, y0, y1 = runs.plane.bounds
    plane = runs.run(SETTINGS, 4).plane[-1]
    middles = [(cell + 0.5) / 32 for cell in range(32)]
    points = [(x0 + (x1 - x0) * across, y1 - (y1 - y0) * down) for down in middles for across in middles]
    expected = runs.predict(SETTINGS, 4, runs.plane.projection.points_back(np.array(points)))
    np.testing.assert_allclose(plane, 255 * expected.reshape(32, 32), atol=0.51)  # rounded to whole numbers


@pytest.mark.tensorflow  # what overflows depends on the backend
def test_a_head_that_diverges_gives_nan_and_a_plane_of_zeros():
    """Features so large that one step of a large rate overflows float32."""
    subsets = {
        name: LabelledFeatures(1e30 * its.features.astype(np.float32), its.labels) for name, its in SUBSETS.items()
    }
    run = HeadRuns(subsets).run(HeadSettings(pictures=40, units=16, learning_rate=10, optimizer="sgd"), 2)
    assert np.isnan(run.metrics["val_loss"][-1])
    assert np.isnan(run.validation).all()
    assert not run.plane[-1].any()


@pytest.mark.parametrize("epoch", [0, 6, 1.5])
def test_an_epoch_outside_the_training_is_refused(epoch):
    runs = HeadRuns(SUBSETS)
    for ask in (lambda: runs.run(SETTINGS, epoch), lambda: runs.predict(SETTINGS, epoch, SUBSETS["train"].features)):
        with pytest.raises(TransferError, match=f"epoch is {epoch}, but it has to be a whole number from 1 to 5"):
            ask()


@pytest.mark.tensorflow
def test_the_default_head_on_the_bundled_features_reaches_98_percent():
    run = bundled_runs().run(HeadSettings(), HeadSettings().epochs)
    assert run.metrics["val_accuracy"][-1] >= 0.98
    assert bundled_runs() is bundled_runs()

"""What a BatchNormalization layer keeps: by the formula in Keras's documentation."""

import numpy as np
import pytest

from cnnlab.nets.measured.normalizing import normalize_batches

pytestmark = pytest.mark.backends

BATCHES = np.random.default_rng(0).integers(0, 256, (40, 8, 4, 4, 1), dtype=np.uint8)


@pytest.mark.parametrize("momentum", [0.0, 0.9, 0.99])
def test_the_moving_averages_follow_the_formula(momentum):
    found = normalize_batches(BATCHES, momentum)
    mean, variance = 0.0, 1.0
    for step, batch in enumerate(BATCHES.astype(np.float64)):
        mean = momentum * mean + (1 - momentum) * batch.mean()
        variance = momentum * variance + (1 - momentum) * batch.var()
        assert found.means[step] == pytest.approx(batch.mean())
        assert found.variances[step] == pytest.approx(batch.var())
        assert found.kept_means[step] == pytest.approx(mean, rel=1e-5)
        assert found.kept_variances[step] == pytest.approx(variance, rel=1e-5)


def test_inference_uses_the_moving_averages_and_training_the_batch():
    found = normalize_batches(BATCHES[:3], 0.99)
    last = BATCHES[2].astype(np.float64)
    scale = np.sqrt(found.kept_variances[-1] + 1e-3)
    assert found.inference == pytest.approx(
        ((last.mean() - found.kept_means[-1]) / scale, last.std() / scale), rel=1e-4
    )
    assert found.inference[1] > 5  # three steps are far too few
    assert found.training == pytest.approx((0, 1), abs=1e-4)


def test_each_call_starts_anew():
    first = normalize_batches(BATCHES[:5], 0.9)
    normalize_batches(BATCHES[5:], 0.5)
    np.testing.assert_array_equal(normalize_batches(BATCHES[:5], 0.9).kept_means, first.kept_means)

"""Scores behind masks where each number of masks would be compiled anew: they are filled up to as many each time."""

import keras
import numpy as np
import pytest

from cnnlab.nets.grad_cam import masked
from cnnlab.nets.grad_cam.masked import BATCH, MaskedScores
from cnnlab.nets.grad_cam.occlusion import Occlusion, covering
from cnnlab.nets.grad_cam.rise import RISE, random_masks
from cnnlab.nets.grad_cam.score_cam import ScoreCAM
from tests.nets import networks

RANDOM = np.random.default_rng(0)
PICTURE = RANDOM.uniform(0, 255, (12, 12, 3)).astype("float32")
SIZE = 12, 12


@pytest.fixture(scope="module")
def model():
    keras.utils.set_random_seed(7)
    return networks.functional()


@pytest.mark.parametrize(
    ("method", "compiled"),
    [
        (lambda model, scores: Occlusion(model, scores, grid=3), 2),  # 9 places, and the picture without a mask
        (lambda model, scores: RISE(model, scores, masks=BATCH + 1), 2),
        (lambda model, scores: ScoreCAM(model, "first", scores), 1),
    ],
    ids=["occlusion", "rise", "score-cam"],
)
def test_a_method_compiles_for_few_shapes(model, monkeypatch, method, compiled):
    scores, shapes = MaskedScores(model), set()
    expected, run = method(model, scores).explain(PICTURE[None], 1).signed, scores._run
    monkeypatch.setattr(masked, "sizes_are_free", lambda: False)
    monkeypatch.setattr(scores, "_run", lambda *given: shapes.add(tuple(map(np.shape, given))) or run(*given))
    found = method(model, scores).explain(PICTURE[None], 1).signed
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-5 * float(np.abs(expected).max()))
    assert len(shapes) == compiled


@pytest.mark.parametrize(
    "masks",
    [
        random_masks(np.random.default_rng(1), 3, SIZE),
        random_masks(np.random.default_rng(1), BATCH, SIZE),
        covering([(0, 1)], (3, 3), SIZE),
    ],
    ids=["three", "full", "one"],
)
def test_masks_that_are_filled_up_do_not_change_the_scores(model, monkeypatch, masks):
    scores = MaskedScores(model)
    expected = scores(PICTURE, masks)
    monkeypatch.setattr(masked, "sizes_are_free", lambda: False)
    for own, other in zip(scores(PICTURE, masks), expected, strict=True):
        assert own.shape == other.shape
        assert own == pytest.approx(other, rel=1e-4, abs=1e-5)

"""The tasks of the Transfer learning page on the bundled features and networks."""

import numpy as np
import pytest

from cnnlab.core.cards.scores import probabilities
from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import JudgePhotographs, JudgePicture, ProjectFeatures, TrainHead
from cnnlab.core.transfer import HeadSettings
from cnnlab.core.transfer.features import read_features
from cnnlab.core.transfer.photographs import photographs
from cnnlab.engine.context import Cancelled, Context
from cnnlab.engine.tasks import TASKS
from cnnlab.nets import catalog, features
from cnnlab.nets.features import bundled_features
from cnnlab.nets.head_runs import bundled_runs

pytestmark = pytest.mark.tensorflow  # the engine's backend
SETTINGS = HeadSettings(pictures=200, units=16, seed=3)


def pixels_of(name: str) -> np.ndarray:
    return square(sample(name), "crop", 224).pixels[None].astype("float32")


@pytest.mark.parametrize("name", ["cat", "china"])
def test_the_features_are_what_the_bases_own_classifier_predicts_from(name):
    classifier = catalog.load("efficientnet_lite0")
    kernel, bias = classifier.layers[-1].get_weights()
    predicted = probabilities(bundled_features(sample(name)) @ kernel + bias, "softmax")
    np.testing.assert_allclose(predicted, classifier.predict_on_batch(pixels_of(name))[0], atol=1e-5)


def test_a_picture_is_judged_by_the_head_and_by_the_fine_tuned_network():
    found = TASKS[JudgePicture](Context(), JudgePicture(SETTINGS, 3, sample("china")))
    of_china = bundled_features(sample("china"))[None]
    assert found.head == pytest.approx(bundled_runs().predict(SETTINGS, 3, of_china)[0], abs=1e-6)
    tuned = catalog.load("cats_dogs_fine_tuned").predict_on_batch(pixels_of("china"))
    assert found.fine_tuned == pytest.approx(tuned[0, 0], abs=1e-5)
    np.testing.assert_allclose(found.point, bundled_runs().plane.projection.project(of_china)[0], atol=1e-6)


def test_the_bundled_cat_is_a_cat_for_both():
    found = TASKS[JudgePicture](Context(), JudgePicture(SETTINGS, 3, sample("cat")))
    assert found.head < 0.1
    assert found.fine_tuned < 0.1


def test_the_points_vary_as_much_as_the_plane_explains():
    plane = TASKS[ProjectFeatures](Context(), ProjectFeatures())
    train = read_features()["train"].features.astype(float)
    np.testing.assert_allclose(plane.train.var(axis=0) / train.var(axis=0).sum(), plane.explained, rtol=1e-4)
    x0, x1, y0, y1 = plane.bounds
    for points, count in ((plane.train, 2000), (plane.validation, 1000)):
        assert points.shape == (count, 2)
        assert ((points > [x0, y0]) & (points < [x1, y1])).all()


def test_training_reports_its_stages_and_stops_between_batches():
    cancelled: set[int] = set()
    context = Context(
        1, lambda kind, task_id, *rest: cancelled.add(task_id) if rest[0] in ("running", "again") else None, cancelled
    )
    with pytest.raises(Cancelled):
        TASKS[TrainHead](context, TrainHead(SETTINGS, 20))
    again = Context()
    assert TASKS[TrainHead](again, TrainHead(SETTINGS, 4)).epochs == 4
    assert list(again.seconds) == ["loading", "compiling", "running"]  # what was stopped is kept


def test_the_photographs_are_judged_as_each_alone():
    found = TASKS[JudgePhotographs](Context(), JudgePhotographs(SETTINGS, 3))
    assert found.probabilities.shape == (len(photographs()),)
    for at, photograph in enumerate(photographs()):
        alone = TASKS[JudgePicture](Context(), JudgePicture(SETTINGS, 3, sample(photograph.id)))
        assert found.probabilities[at] == pytest.approx(alone.head, abs=1e-5)
        np.testing.assert_allclose(found.points[at], alone.point, atol=1e-4)


def test_judging_photographs_stops_between_pictures_and_computes_their_features_once(monkeypatch):
    catalog.forget()
    seen, cancelled = [], set()

    def extract_and_cancel(picture):
        seen.append(picture)
        cancelled.add(1)
        return bundled_features(picture)

    monkeypatch.setattr(features, "bundled_features", extract_and_cancel)
    with pytest.raises(Cancelled):
        TASKS[JudgePhotographs](Context(1, lambda *message: None, cancelled), JudgePhotographs(SETTINGS, 3))
    assert len(seen) == 1
    for epoch in (3, 4):
        TASKS[JudgePhotographs](Context(), JudgePhotographs(SETTINGS, epoch))
    assert len(seen) == 1 + len(photographs())


@pytest.mark.parametrize("of", [TrainHead, JudgePhotographs])
def test_a_head_that_is_no_longer_kept_is_said_to_be_trained_again_and_gives_the_same(of, monkeypatch):
    settings = HeadSettings(pictures=20, units=16, seed=11)
    stages: list[list[str]] = []
    answers = []

    def run(kind, epoch):
        context = Context()
        answers.append(TASKS[kind](context, kind(settings, epoch)))
        stages.append(list(context.seconds))

    for epoch in (1, 2, 3):
        run(TrainHead, epoch)
    run(of, 3)
    monkeypatch.setattr(bundled_runs(), "_max_bytes", 0)
    TASKS[TrainHead](Context(), TrainHead(HeadSettings(pictures=20, units=16, seed=12), 1))
    run(of, 3)
    assert [each[-1] for each in stages] == ["running"] * 4 + ["again"]
    for name in ("validation", "probabilities"):
        if hasattr(answers[-1], name):
            np.testing.assert_array_equal(getattr(answers[-1], name), getattr(answers[-2], name))

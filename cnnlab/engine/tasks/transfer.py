"""Heads trained on the features of a base, the plane of the features, and pictures judged by a head."""

import numpy as np

from cnnlab.core.cards.scores import probabilities
from cnnlab.core.pictures import square
from cnnlab.core.requests import (
    FeaturePlane,
    JudgedPhotographs,
    JudgedPicture,
    JudgePhotographs,
    JudgePicture,
    ProjectFeatures,
    TrainHead,
)
from cnnlab.core.transfer import HeadRun
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.features import bundled_features, photograph_features
from cnnlab.nets.head_runs import HeadRuns, bundled_runs
from cnnlab.nets.logits import Logits

FINE_TUNED = "cats_dogs_fine_tuned"


def train_head(context: Context, request: TrainHead) -> HeadRun:
    """The epochs that are not kept, one after the other; a cancellation is noticed between batches."""
    with context.stage("loading"):
        runs = bundled_runs()
    with context.stage("compiling"):
        runs.trainer(request.settings)
    with context.stage(_stage(runs, request)):
        return runs.run(request.settings, request.epoch, context.check)


def _stage(runs: HeadRuns, request: TrainHead | JudgePicture | JudgePhotographs) -> str:
    judged = not isinstance(request, TrainHead)
    return "again" if runs.starts_again(request.settings, request.epoch, exactly=judged) else "running"


def project_features(context: Context, request: ProjectFeatures) -> FeaturePlane:
    """The points of the training and the validation pictures."""
    with context.stage("loading"):
        runs = bundled_runs()
    projection = runs.plane.projection
    with context.stage("running"):
        return FeaturePlane(
            train=projection.project(runs.subsets["train"].features),
            validation=projection.project(runs.subsets["validation"].features),
            explained=projection.explained.astype(np.float32),
            bounds=runs.plane.bounds,
        )


def judge_picture(context: Context, request: JudgePicture) -> JudgedPicture:
    """The head on the base's features of the picture, and the fine-tuned network on the picture."""
    with context.stage("loading"):
        runs, tuned = bundled_runs(), catalog.load(FINE_TUNED)
    with context.stage(_stage(runs, request)):
        features = bundled_features(request.picture)[None]
        [head] = runs.predict(request.settings, request.epoch, features, context.check)
        scores = catalog.cached(tuned, "logits", lambda: Logits(tuned))
        logits = scores(square(request.picture, "crop", tuned.inputs[0].shape[1]).pixels[None])[0]
    return JudgedPicture(
        head=float(head),
        fine_tuned=float(probabilities(logits, scores.activation)[1]),
        point=runs.plane.projection.project(features)[0],
    )


def judge_photographs(context: Context, request: JudgePhotographs) -> JudgedPhotographs:
    """The head on the features of the bundled photographs."""
    with context.stage("loading"):
        runs = bundled_runs()
    with context.stage(_stage(runs, request)):
        features = photograph_features(context.check)
        probabilities = runs.predict(request.settings, request.epoch, features, context.check)
    return JudgedPhotographs(probabilities, runs.plane.projection.project(features))


TASKS: Tasks = {
    TrainHead: train_head,
    ProjectFeatures: project_features,
    JudgePicture: judge_picture,
    JudgePhotographs: judge_photographs,
}

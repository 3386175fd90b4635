"""What a classifier predicts for a picture, and Grad-CAM."""

import keras

from cnnlab.core.requests import Classify, Explain, Explanation, Scores
from cnnlab.engine.context import Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import GradCAM
from cnnlab.nets.layer_paths import layer_path
from cnnlab.nets.logits import Logits


def classify(context: Context, request: Classify) -> Scores:
    """The forward pass alone, compiled once for each model."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        run = catalog.cached(model, "logits", lambda: Logits(model))
        return Scores(run(request.picture[None])[0], run.activation)


def explain(context: Context, request: Explain) -> Explanation:
    """Grad-CAM, compiled once for each model and layer."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("compiling"):
        grad_cam = catalog.cached(model, ("grad_cam", request.layer), lambda: _compiled(model, request))
    with context.stage("running"):
        found = grad_cam.explain(request.picture[None], request.class_index)
    return Explanation(
        logits=found.logits[0],
        activation=grad_cam.activation,
        signed=found.signed[0],
        heat=found.normalized[0],
        class_index=int(found.classes[0]),
        layer=grad_cam.layer,
        path=layer_path(model, grad_cam.layer),
    )


def _compiled(model: keras.Model, request: Explain) -> GradCAM:
    grad_cam = GradCAM(model, request.layer)
    grad_cam.explain(request.picture[None])
    return grad_cam


TASKS: Tasks = {Classify: classify, Explain: explain}

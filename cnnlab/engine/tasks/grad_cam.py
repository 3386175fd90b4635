"""What a classifier predicts for a picture, and heat maps of it."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Hashable

import keras
import numpy as np

from cnnlab.core.heat_maps import BY_ID
from cnnlab.core.requests import (
    PART_SECONDS,
    Classify,
    Explain,
    ExplainInParts,
    Explanation,
    Scores,
    Unfinished,
)
from cnnlab.engine.context import Cancelled, Context, Tasks
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import BatchExplanation
from cnnlab.nets.grad_cam.explainer import Explainer, Steps
from cnnlab.nets.grad_cam.kept import kept
from cnnlab.nets.layer_paths import path_of
from cnnlab.nets.logits import Logits

MOST_BEGUN = 4  # maps that are begun and not finished; each holds on to its model
_begun: "OrderedDict[Hashable, tuple[Explainer, Steps]]" = OrderedDict()


def classify(context: Context, request: Classify) -> Scores:
    """The forward pass alone, compiled once for each model."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("running"):
        run = catalog.cached(model, "logits", lambda: Logits(model))
        return Scores(run(request.picture[None])[0], run.activation)


def explain(context: Context, request: Explain) -> Explanation:
    """The whole map, compiled once for each model and layer."""
    with context.stage("loading"):
        model = catalog.load(request.model)
    with context.stage("compiling"):
        method = kept(model, request.method, request.layer)
        if not BY_ID[request.method].slow:
            method.prepare(request.picture[None])
    with context.stage("running"):
        found = method.explain(request.picture[None], request.class_index, context.progress)
    return _answer(model, method, found)


def explain_in_parts(context: Context, request: ExplainInParts) -> Explanation | Unfinished:
    """The next steps of a map, from the first one if it is not among those that are begun.

    One that is cancelled stays begun; one that fails does not.
    """
    with context.stage("loading"):
        model = catalog.load(request.model)
    digest = hashlib.sha1(np.ascontiguousarray(request.picture).tobytes()).hexdigest()
    key = (id(model), request.method, request.layer, request.class_index, digest)
    with context.stage("running"):
        method, steps = _begun.pop(key) if key in _begun else _begin(model, request)
        started = time.monotonic()
        while True:
            try:
                done, total = next(steps)
            except StopIteration as end:
                return _answer(model, method, end.value)
            try:
                context.progress(done, total)
            except Cancelled:
                _keep(key, method, steps)
                raise
            if time.monotonic() - started > PART_SECONDS:
                break
    _keep(key, method, steps)
    return Unfinished(done, total)


def _begin(model: keras.Model, request: ExplainInParts) -> tuple[Explainer, Steps]:
    method = kept(model, request.method, request.layer)
    return method, method.steps(request.picture[None], request.class_index)


def _keep(key: Hashable, method: Explainer, steps: Steps) -> None:
    _begun[key] = method, steps
    while len(_begun) > MOST_BEGUN:
        _begun.popitem(last=False)


def forget_begun() -> None:
    """Drop the maps that are begun, and with them their models; each begins again when it is next requested."""
    _begun.clear()


def _answer(model: keras.Model, method: Explainer, found: BatchExplanation) -> Explanation:
    return Explanation(
        logits=found.logits[0],
        activation=method.activation,
        signed=found.signed[0],
        heat=found.normalized[0],
        class_index=int(found.classes[0]),
        layer=method.layer,
        path=path_of(model, method.layer),
    )


TASKS: Tasks = {Classify: classify, Explain: explain, ExplainInParts: explain_in_parts}

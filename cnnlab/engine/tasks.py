"""The tasks that the engine knows, each from a Context and arrays to arrays. Imported by its worker alone."""

import sys
from functools import lru_cache

import numpy as np

from cnnlab.engine.worker import Context
from cnnlab.nets import catalog, device
from cnnlab.nets.grad_cam import GradCAM

COMPILED = 8  # explanations kept ready, each for one model and one layer


def about() -> dict:
    """What the worker says of itself when it has started."""
    return {"device": device.as_dict()}


def census(context: Context) -> dict:
    """Which modules the worker holds, for the test that Streamlit is not among them."""
    return {"modules": sorted({name.split(".")[0] for name in sys.modules}), "main": sys.argv[0]}


def explain(
    context: Context, model: str, picture: np.ndarray, layer: str | None = None, class_index: int | None = None
) -> dict:
    """Grad-CAM of one picture (height, width, 3).

    Returns logits (classes,), the map before its ReLU as `signed` and normalized as `heat`, both (rows, columns).
    """
    with context.stage("loading"):
        catalog.load(model)
    fresh = _compiled.cache_info().misses
    with context.stage("compiling"):
        grad_cam = _compiled(model, layer)
        if _compiled.cache_info().misses > fresh:
            grad_cam.explain(picture[None])
    with context.stage("running"):
        found = grad_cam.explain(picture[None], class_index)
    return {
        "logits": found.logits[0],
        "signed": found.signed[0],
        "heat": found.normalized[0],
        "class_index": int(found.classes[0]),
        "layer": grad_cam.layer,
    }


@lru_cache(maxsize=COMPILED)
def _compiled(model: str, layer: str | None) -> GradCAM:
    return GradCAM(catalog.load(model), layer)


TASKS = {"census": census, "explain": explain}

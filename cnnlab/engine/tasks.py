"""The tasks that the engine knows, each from a Context and arrays to arrays. Imported by its worker alone."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import keras
import numpy as np

from cnnlab.engine.worker import Context
from cnnlab.nets import augmentation, catalog, device
from cnnlab.nets.activations import Activations
from cnnlab.nets.grad_cam import GradCAM
from cnnlab.nets.plain import way_to


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

    Returns logits (classes,) and the activation that makes probabilities of them, the map before its ReLU as `signed`
    and normalized as `heat`, both (rows, columns), and how plain Keras gets to the layer.
    """
    with context.stage("loading"):
        loaded = catalog.load(model)
    with context.stage("compiling"):
        grad_cam = catalog.kept(loaded, ("grad_cam", layer), lambda: _compiled(loaded, layer, picture))
    with context.stage("running"):
        found = grad_cam.explain(picture[None], class_index)
    return {
        "logits": found.logits[0],
        "activation": grad_cam.activation,
        "signed": found.signed[0],
        "heat": found.normalized[0],
        "class_index": int(found.classes[0]),
        "layer": grad_cam.layer,
        "way": way_to(loaded, grad_cam.layer),
    }


def _compiled(model: keras.Model, layer: str | None, picture: np.ndarray) -> GradCAM:
    grad_cam = GradCAM(model, layer)
    grad_cam.explain(picture[None])
    return grad_cam


def activations(context: Context, model: str, picture: np.ndarray) -> dict:
    """Every layer's output for one picture (height, width, channels), by the layer's name, and the `logits`."""
    with context.stage("loading"):
        loaded = catalog.load(model)
    with context.stage("running"):
        return catalog.kept(loaded, "activations", lambda: Activations(loaded, logits=True))(picture)


def weights(context: Context, model: str) -> dict:
    """What each layer has learned, as its get_weights gives it, by the layer's name; layers without are left out."""
    with context.stage("loading"):
        layers = catalog.load(model).layers
    return {each.name: each.get_weights() for each in layers if each.weights}


def augment(
    context: Context,
    pictures: np.ndarray,
    layers: list[dict],
    layers_seed: int,
    training: bool = True,
    masks: np.ndarray | None = None,
    labels: np.ndarray | None = None,
    apart: bool = False,
) -> dict:
    """Pictures (batch, height, width, 3) through augmentation layers; the answer's keys are Augmented's fields.

    `layers_seed` is the seed that each layer's own is made of; `seed` is the engine's word for its generators' seed.
    `apart` gives each picture a batch of its own, with the seeds layers_seed, layers_seed + 1, ...
    """
    run = augmentation.augment_apart if apart else augmentation.augment_targets
    with context.stage("running"):
        return vars(run(pictures, layers, layers_seed, masks, labels, training))


def scatter(
    context: Context, models: list[str], picture: np.ndarray, layers: list[dict], layers_seed: int, count: int = 32
) -> dict:
    """`count` draws of one picture (height, width, 3), and what each model says of every one.

    Returns images uint8 (count, ...) as the first model saw them, and by the model's card `probabilities`
    (count, classes) of the draws and `plain` (classes,) of the picture itself.
    """
    found = {}
    for place, card_id in enumerate(models):
        context.progress(place, len(models))
        with context.stage("loading"):
            model = catalog.load(card_id)
        with context.stage("running"):
            found[card_id] = augmentation.scatter(model, picture, layers, layers_seed, count)
    return {
        "images": found[models[0]].images,
        "probabilities": {name: each.probabilities for name, each in found.items()},
        "plain": {name: each.plain for name, each in found.items()},
    }


def or_on_cpu(task: Callable) -> Callable:
    """The task, run once more on the CPU where the GPU's memory does not suffice; its answer then says `on_cpu`."""

    @wraps(task)
    def run(context: Context, **arguments: Any) -> dict:
        answer, on_cpu = device.or_on_cpu(lambda: task(context, **arguments), catalog.forget)
        return {**answer, "on_cpu": True} if on_cpu else answer

    return run


_ON_DEVICE = (explain, activations, weights, augment, scatter)
TASKS = {"census": census, **{each.__name__: or_on_cpu(each) for each in _ON_DEVICE}}

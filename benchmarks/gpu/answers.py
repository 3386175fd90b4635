"""What the models answer and how long they take, on whichever device Keras computes on at the moment."""

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.gpu.comparing import Answers
from benchmarks.gpu.models import SCRATCH, UNET, Models
from benchmarks.gpu.rows import BATCH, FORWARD, GRAD_CAM
from benchmarks.gpu.rows import SCRATCH as SCRATCH_ROW
from benchmarks.gpu.rows import UNET as UNET_ROW
from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.nets import catalog
from cnnlab.nets.activations import Activations
from cnnlab.nets.augmentation import augment
from cnnlab.nets.grad_cam import GradCAM
from cnnlab.nets.logits import Logits

SEED, AUGMENTED_SIZE, BATCH_SIZE, WARM_UP = 7, 320, 32, 2


def compute(models: Models) -> Answers:
    """Logits, heat map, probabilities of classes and augmented pictures, each by the functions that the tasks call."""
    pictures = np.stack([square(sample(name), "crop", AUGMENTED_SIZE).pixels for name in ("cat", "coffee")])
    answers = {"augmented": augment(pictures, [layer_config(name) for name in FIRST], SEED)}
    if models.has(models.classifier):
        picture = models.picture(models.classifier)[None]
        explained = GradCAM(catalog.load(models.classifier)).explain(picture)
        answers |= {"logits": explained.logits, "heat": explained.normalized}
    if models.has(UNET):
        answers["probabilities"] = last_output(UNET)(models.picture(UNET)[None])
    return answers


def milliseconds(models: Models, rounds: int) -> dict[str, float]:
    """The median time of each call, by the name of its row, until its result is a NumPy array; the calls alternate."""
    calls = _calls(models)
    times: dict[str, list[float]] = {name: [] for name in calls}
    warm_up = min(WARM_UP, rounds)
    for at in range(warm_up + rounds):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            if at >= warm_up:
                times[name].append(1000 * (time.perf_counter() - started))
    return {name: statistics.median(taken) for name, taken in times.items()}


def _calls(models: Models) -> dict[str, Callable[[], object]]:
    calls: dict[str, Callable[[], object]] = {}
    if models.has(models.classifier):
        model, picture = catalog.load(models.classifier), models.picture(models.classifier)[None]
        batch = np.repeat(picture, BATCH_SIZE, axis=0)
        forward, grad_cam = Logits(model), GradCAM(model)
        calls[FORWARD] = lambda: forward(picture)
        calls[GRAD_CAM] = lambda: grad_cam.explain(picture)
        calls[BATCH] = lambda: forward(batch)
    for row, name in ((UNET_ROW, UNET), (SCRATCH_ROW, SCRATCH)):
        if models.has(name):
            calls[row] = partial(last_output(name), models.picture(name)[None])
    return calls


def last_output(name: str) -> Callable[[np.ndarray], np.ndarray]:
    """The compiled forward pass of a model: pictures to its last layer's output."""
    model = catalog.load(name)
    last = model.layers[-1].name
    run = Activations(model, [last])
    return lambda pictures: run(pictures)[last]

"""Tasks for which the GPU has too little memory left: they run on the CPU, and their context says so."""

import contextlib
import gc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from keras import ops

from benchmarks.gpu.comparing import Answers, compare
from benchmarks.gpu.models import Models
from benchmarks.gpu.rows import COMPARED, LARGE_BATCH, LARGE_MODEL, Finding
from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.errors import is_out_of_memory
from cnnlab.core.pictures import sample
from cnnlab.core.requests import Explain, PredictAugmented
from cnnlab.engine import tasks
from cnnlab.engine.context import Context
from cnnlab.nets import catalog

MIB = 1 << 20
PIECES = (1024 * MIB, 64 * MIB, 4 * MIB)  # the memory is filled with the largest that fit
FREE = 256 * MIB  # enough for a model of 19 MB, not for 64 pictures: the first wide map alone takes 308 MB
PICTURES = 64


def batch(models: Models) -> Finding:
    """64 augmented pictures, of which the maps of one layer do not fit."""
    layers = [layer_config(name) for name in FIRST]
    request = PredictAugmented([models.classifier], sample("cat"), layers, seed=7, count=PICTURES)
    with _filled(FREE):
        context = _run(request)
    return _finding(LARGE_BATCH, context, f"{PICTURES} pictures, with {FREE // MIB} MiB free")


def model(models: Models, reference: Answers) -> Finding:
    """A heat map by a model that cannot be loaded; it has to be the CPU's."""
    request = Explain(models.classifier, models.picture(models.classifier))
    catalog.forget()
    answers: list[Any] = []
    with _filled(0):
        context = _run(request, answers.append)
    (same,) = compare({"heat": answers[0].heat[None]}, {"heat": reference["heat"]}, "float32")
    return _finding(LARGE_MODEL, context, f"{models.classifier}, with less than 4 MiB free", same)


def _run(request: Any, keep: Callable[[object], object] = lambda answer: None) -> Context:
    context = Context()
    keep(tasks.TASKS[type(request)](context, request))
    return context


def _finding(name: str, context: Context, details: str, same: Finding | None = None) -> Finding:
    value = "ran on the CPU, and the answer says so" if context.on_cpu else "did not run on the CPU"
    if same is not None:
        details += f"; {COMPARED['heat'].removeprefix('Grad-CAM at the last layer: ')}: {same.value}"
    return Finding(name, value, holds=context.on_cpu and (same is None or same.holds), details=details)


@contextlib.contextmanager
def _filled(free: int) -> Iterator[None]:
    """Fill the device's memory until not even the smallest piece fits, but for `free` bytes."""
    gc.collect()  # models that nothing uses any more
    reserve = [_allocated(free)] if free else []
    held = []
    for size in PIECES:
        with contextlib.suppress(_Full):
            while True:
                held.append(_allocated(size))
    reserve.clear()
    try:
        yield
    finally:
        held.clear()


class _Full(Exception):
    """The memory is full."""


def _allocated(size: int) -> Any:
    """An array of `size` bytes on the device; reading a value waits until it is there."""
    try:
        array = ops.zeros((size // 4,), "float32")
        np.asarray(array[0])
    except Exception as error:
        if is_out_of_memory(error):
            raise _Full from None
        raise
    return array

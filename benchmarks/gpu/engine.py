"""The engine's worker on the GPU, asked through its client as the pages ask it; needs no Keras in this process."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.gpu.models import UNET, Models
from cnnlab.core.requests import Device, Explain, ReportDevice, Request, SegmentPicture
from cnnlab.engine import Engine, EngineError, Result


@dataclass(frozen=True)
class Asked:
    """The answer to a request, and the milliseconds that it took the first time and again."""

    value: Any
    on_cpu: bool
    first: float
    again: float


@dataclass(frozen=True)
class Worker:
    """The worker's device, whether Streamlit was imported there, and its answers, None for a missing model."""

    device: Device
    streamlit: bool
    explained: Asked | EngineError | None = None
    segmented: Asked | EngineError | None = None


def ask(models: Models, also_on_cpu: bool) -> Worker:
    """Start a worker, ask it for its device, a heat map and a segmentation, these two twice, and stop it.

    A worker without a GPU is asked for its device alone, unless `also_on_cpu`.
    """
    engine = Engine()
    try:
        report = engine.submit(ReportDevice()).result().value
        if report.device.kind == "CPU" and not also_on_cpu:
            return Worker(report.device, "streamlit" in report.modules)
        explained = _asked(engine, models, models.classifier, Explain)
        segmented = _asked(engine, models, UNET, SegmentPicture)
    finally:
        engine.stop()
    return Worker(report.device, "streamlit" in report.modules, explained, segmented)


def _asked(
    engine: Engine, models: Models, name: str, request: Callable[..., Request[Any]]
) -> Asked | EngineError | None:
    if not models.has(name):
        return None
    asked = request(name, models.picture(name))
    try:
        _, first = _timed(engine, asked)
        result, again = _timed(engine, asked)
    except EngineError as error:
        return error
    return Asked(result.value, result.on_cpu, first, again)


def _timed(engine: Engine, request: Request[Any]) -> tuple[Result[Any], float]:
    started = time.perf_counter()
    result = engine.submit(request).result()
    return result, 1000 * (time.perf_counter() - started)

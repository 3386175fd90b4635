"""Every step on the device and on the CPU, in one process; a step that fails is a row of the table, too."""

import traceback
from collections.abc import Callable, Iterable

import keras
import numpy as np

from benchmarks.gpu import answers, backend, engine, fallback, rows
from benchmarks.gpu.comparing import Answers, compare
from benchmarks.gpu.models import UNET, Models
from benchmarks.gpu.rows import COMPARED, FULL, Finding
from cnnlab.core.requests import Device
from cnnlab.core.segmentation import WHOLE
from cnnlab.nets import catalog, device

ROUNDS = {"GPU": 30, "CPU": 10}
QUICK = 1  # repetitions if the processor is compared with itself
TIMED = (rows.FORWARD, rows.GRAD_CAM, rows.UNET, rows.SCRATCH, rows.BATCH)
GIB = 1 << 30
ROUNDING = 2 / WHOLE  # more than cnnlab.core.segmentation.pack changes a probability by


def measure(models: Models, worker: engine.Worker) -> list[Finding]:
    """Run every step; rows that need a missing model, or a GPU where there is none, are left out."""
    found = device.describe()
    gpu = found.kind == "GPU"
    with backend.on_cpu(), backend.full_float32():
        _check_weights(models, "CPU")
        reference = answers.compute(models)
        on_cpu = answers.milliseconds(models, ROUNDS["CPU"] if gpu else QUICK)
    precision = backend.precisions()
    coarsest = backend.coarsest(precision)
    has_classifier = models.has(models.classifier)
    steps: list[tuple[Iterable[str], Callable[[], list[Finding]]]] = [
        ([rows.DEVICE], lambda: [_device(found, worker)]),
        ([rows.PRECISION], lambda: [_precision(found, precision)]),
        ([rows.WEIGHTS], lambda: [_check_weights(models, found.kind)]),
        (_compared(reference), lambda: compare(answers.compute(models), reference, coarsest)),
        (_compared(reference, FULL), lambda: _in_full_float32(models, reference)),
        (on_cpu, lambda: _times(answers.milliseconds(models, ROUNDS["GPU"] if gpu else QUICK), on_cpu)),
        ([rows.MEMORY] if gpu else [], _memory),
        ([rows.ENGINE_GRAD_CAM] if has_classifier else [], lambda: _engine_grad_cam(worker, reference, coarsest)),
        ([rows.ENGINE_UNET] if models.has(UNET) else [], lambda: _engine_unet(worker, reference, coarsest)),
        ([rows.LARGE_BATCH] if gpu and has_classifier else [], lambda: [fallback.batch(models)]),
        ([rows.LARGE_MODEL] if gpu and has_classifier else [], lambda: [fallback.model(models, reference)]),
    ]
    return [finding for names, step in steps if names for finding in attempt(list(names), step)]


def attempt(names: list[str], step: Callable[[], list[Finding]]) -> list[Finding]:
    """The step's findings; if it fails, the error for each of its rows, so that the other steps still run."""
    print(f"{names[0]} ...", flush=True)
    try:
        return step()
    except Exception as error:
        traceback.print_exc()
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200].replace("|", "/")
        return [Finding(name, "error", holds=False, details=reason) for name in names]


def _compared(reference: Answers, suffix: str = "") -> list[str]:
    masks = ["masks"] if "probabilities" in reference else []
    return [COMPARED[key] + suffix for key in [*reference, *masks]]


def _device(found: Device, worker: engine.Worker) -> Finding:
    """The worker's process has to find the same device, without importing Streamlit."""
    memory = f", {found.memory / GIB:.0f} GiB" if found.memory else ""
    same = (worker.device.kind, worker.device.name) == (found.kind, found.name)
    details = "the engine's worker computes on it as well" if same else f"but the engine's worker on {worker.device}"
    details += "; it has imported Streamlit" if worker.streamlit else ""
    return Finding(
        rows.DEVICE, f"{found.kind}: {found.name}{memory}", holds=same and not worker.streamlit, details=details
    )


def _precision(found: Device, precision: dict[str, str]) -> Finding:
    value = ", ".join(f"{name} {kind}" for name, kind in precision.items())
    return Finding(rows.PRECISION, value, details=f"layers compute in {found.precision}")


def _check_weights(models: Models, kind: str) -> Finding:
    """Whether every weight of every model lies on a device of this kind; raises if they do not on the CPU."""
    loaded = {name: catalog.load(name) for name in models.names if models.has(name)}
    weights = [weight.value for model in loaded.values() for weight in model.weights]
    there = sum(backend.kinds([weight]) == {kind} for weight in weights)
    if kind == "CPU" and there < len(weights):
        raise RuntimeError(
            f"Only {there} of {len(weights)} weights lie on the CPU, so there is nothing to compare with."
        )
    names = ", ".join(loaded)
    return Finding(rows.WEIGHTS, f"{there} of {len(weights)}", "all", holds=0 < there == len(weights), details=names)


def _in_full_float32(models: Models, reference: Answers) -> list[Finding]:
    with backend.full_float32():
        return compare(answers.compute(models), reference, "float32", FULL)


def _times(taken: dict[str, float], on_cpu: dict[str, float]) -> list[Finding]:
    """The milliseconds of each call, as ratios to the forward pass and to the CPU."""
    findings = []
    for name, own in taken.items():
        numbers = {"milliseconds": own, "milliseconds_on_the_cpu": on_cpu[name], "cpu_ratio": on_cpu[name] / own}
        details = f"CPU {_short(on_cpu[name])} ms, {_short(on_cpu[name] / own)} times as long"
        if name != rows.FORWARD and rows.FORWARD in taken:
            numbers["forward_ratio"] = own / taken[rows.FORWARD]
            details = f"{_short(numbers['forward_ratio'])} times the forward pass; {details}"
        findings.append(Finding(name, f"{_short(own)} ms", details=details, numbers=numbers))
    return findings


def _memory() -> list[Finding]:
    used = backend.peak_memory()
    if used is None:
        raise RuntimeError(f"The backend {keras.backend.backend()} does not say how much memory it has used.")
    peak, limit = used
    details = f"of the {limit / GIB:.1f} GiB that the backend may use" if limit else "as the backend counts it"
    return [Finding(rows.MEMORY, f"{peak / GIB:.2f} GiB", details=details, numbers={"bytes": peak})]


def _engine_grad_cam(worker: engine.Worker, reference: Answers, precision: str) -> list[Finding]:
    asked = _answer(worker.explained)
    found = {"heat": asked.value.heat[None]}
    return [_asked(rows.ENGINE_GRAD_CAM, asked, found, reference, precision)]


def _engine_unet(worker: engine.Worker, reference: Answers, precision: str) -> list[Finding]:
    """The answer is rounded to bytes: compared is what they may stand for, as near to the CPU's answer as possible."""
    asked = _answer(worker.segmented)
    shares = asked.value.probabilities[None] / WHOLE
    found = {"probabilities": np.clip(reference["probabilities"], shares - ROUNDING, shares + ROUNDING)}
    return [_asked(rows.ENGINE_UNET, asked, found, reference, precision)]


def _answer(asked: engine.Asked | Exception | None) -> engine.Asked:
    """Raise the error of a request that failed."""
    if isinstance(asked, engine.Asked):
        return asked
    raise asked or RuntimeError("The engine was not asked.")


def _asked(name: str, asked: engine.Asked, found: Answers, reference: Answers, precision: str) -> Finding:
    same, *_ = compare(found, {key: reference[key] for key in found}, precision)
    details = f"the first time {_short(asked.first)} ms; largest difference from the CPU {same.value}"
    details += ", ran on the CPU for lack of memory" if asked.on_cpu else ""
    numbers = {"milliseconds": asked.again, "first_milliseconds": asked.first, **same.numbers}
    holds = same.holds and not asked.on_cpu
    return Finding(name, f"{_short(asked.again)} ms", f"difference {same.limit}", holds, details, numbers)


def _short(number: float) -> str:
    """Two or three digits, more for large numbers."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.2g}" if number < 10 else f"{number:.1f}"

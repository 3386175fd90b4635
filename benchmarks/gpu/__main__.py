"""Compare models on a GPU with the CPU and write the table in README.md: `python -m benchmarks.gpu` (some minutes)."""

import argparse
import dataclasses
import importlib.util
import json
import os
import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.gpu import engine, models, rows
from benchmarks.gpu.models import Models
from benchmarks.gpu.rows import Finding
from benchmarks.table import write
from cnnlab.core.requests import Device

NO_GPU = "No GPU was found: {backend} sees only the processor ({name}). Nothing was compared with a GPU."
BACKENDS = {"jax": "JAX", "tensorflow": "TensorFlow"}
OK, FAILED, NO_DEVICE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Return 0 if everything agrees, 1 if a row failed, 2 if there is no GPU."""
    options = _options(arguments)
    if options.clear:
        write(f"{rows.UNMEASURED}\n\n{rows.as_markdown(rows.complete([]))}", "gpu")
        return OK
    _choose_backend(options.cpu)
    chosen = Models(options.classifier)
    print("the engine ...", flush=True)
    worker = engine.ask(chosen, options.cpu)  # first, because JAX reserves most of the GPU's memory for one process
    gpu = worker.device.kind == "GPU"
    if not gpu and not options.cpu:
        print(_no_gpu(worker.device), "README.md is unchanged; --cpu tries the steps on the processor.")
        return NO_DEVICE
    from benchmarks.gpu import measuring  # imports Keras, whose backend has now been chosen

    findings = rows.complete(measuring.measure(chosen, worker), _reasons(chosen, gpu))
    return _report(findings, chosen, worker.device, options.json)


def _report(findings: list[Finding], chosen: Models, device: Device, file: Path) -> int:
    """Print the findings, write them to a JSON file and, if they are about a GPU, to README.md."""
    gpu = device.kind == "GPU"
    backend = f"Keras {device.keras} on {BACKENDS[device.backend]} {version(device.backend)}"
    machine = f"{device.name}, {device.cores} processor cores, Python {platform.python_version()}, {backend}"
    head = (
        f"Measured by `python -m benchmarks.gpu` in one run on {machine}, {date.today()}."
        if gpu
        else f"{_no_gpu(device)} Every comparison below is of the processor with itself."
    )
    missing = " ".join(chosen.missing.values())
    text = f"{head} The classifier is {chosen.classifier}. {missing}".strip() + f"\n\n{rows.as_markdown(findings)}"
    print(f"\n{text}")
    found = {
        "machine": machine,
        "compared_with_a_gpu": gpu,
        "device": dataclasses.asdict(device),
        "classifier": chosen.classifier,
        "missing": list(chosen.missing),
        "date": str(date.today()),
        "rows": [dataclasses.asdict(finding) for finding in findings],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if gpu:
        write(text, "gpu")
    return OK if all(finding.holds for finding in findings) else FAILED


def _reasons(chosen: Models, gpu: bool) -> dict[str, str]:
    """Why a row has no value: it needs a GPU, or a model that is missing."""
    needed = {chosen.classifier: rows.CLASSIFIER_ROWS, models.UNET: rows.UNET_ROWS, models.SCRATCH: (rows.SCRATCH,)}
    reasons = {} if gpu else dict.fromkeys(rows.GPU_ROWS, "This needs a GPU.")
    for name, sentence in chosen.missing.items():
        reasons |= dict.fromkeys(needed[name], sentence)
    return reasons


def _choose_backend(cpu_only: bool) -> None:
    """Choose JAX if TensorFlow, Keras's default, is not installed; hide the GPU for `--cpu`; for the worker, too."""
    if "KERAS_BACKEND" not in os.environ and importlib.util.find_spec("tensorflow") is None:
        os.environ["KERAS_BACKEND"] = "jax"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    if cpu_only:
        os.environ.update(JAX_PLATFORMS="cpu", CUDA_VISIBLE_DEVICES="-1")


def _no_gpu(device: Device) -> str:
    return NO_GPU.format(backend=BACKENDS[device.backend], name=device.name)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.gpu", description=__doc__)
    parser.add_argument("--json", type=Path, default=Path("bench-results/gpu.json"), help="the file for the numbers")
    parser.add_argument("--classifier", default=models.CLASSIFIER, help="the model for logits and heat maps, by its id")
    parser.add_argument(
        "--cpu", action="store_true", help="try the steps on the processor alone, which compares nothing"
    )
    parser.add_argument("--clear", action="store_true", help="write 'not measured' into README.md for every row")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

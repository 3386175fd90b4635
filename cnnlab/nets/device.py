"""Which device models run on, what it is called, and what happens when its memory does not suffice."""

import contextlib
import gc
import os
import platform
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import keras

MIB = 1 << 20


@dataclass(frozen=True)
class Device:
    """`kind` is "GPU" or "CPU"; `cores` counts the processor's in both cases.

    `memory` is the GPU's or the computer's in bytes, None where it cannot be told; `precision` what layers compute in.
    """

    kind: str
    name: str
    memory: int | None
    precision: str
    cores: int
    backend: str
    keras: str


def describe() -> Device:
    """The device that the backend computes on: its first GPU where it sees one, else the processor."""
    gpu = _gpu_name()
    return Device(
        kind="GPU" if gpu else "CPU",
        name=gpu or _processor_name(),
        memory=_gpu_memory(gpu) if gpu else _main_memory(),
        precision=keras.config.dtype_policy().compute_dtype,
        cores=os.cpu_count() or 1,
        backend=keras.backend.backend(),
        keras=keras.__version__,
    )


def as_dict() -> dict:
    return asdict(describe())


def or_on_cpu(run: Callable[[], dict], forget: Callable[[], object]) -> tuple[dict, bool]:
    """What `run` returns, and whether the GPU ran out of memory so that it ran once more on the CPU.

    `forget` drops the models that were loaded and compiled: before the second run those on the GPU, after it those on
    the CPU, so that the next task tries the GPU again. Any other error, and one on the CPU, is raised as it is.
    """
    try:
        return run(), False
    except Exception as error:
        if not (is_out_of_memory(error) and _gpu_name()):
            raise
    _drop(forget)  # after the error has gone, for its traceback holds what filled the memory
    try:
        with keras.device("cpu:0"):
            return run(), True
    finally:
        _drop(forget)


def is_out_of_memory(error: Exception) -> bool:
    """Whether a backend says that a device's memory does not suffice: TensorFlow by the error's type, JAX in words."""
    return type(error).__name__ == "ResourceExhaustedError" or str(error).startswith("RESOURCE_EXHAUSTED")


def _drop(forget: Callable[[], object]) -> None:
    forget()
    gc.collect()  # models and their layers refer to each other


def _gpu_name() -> str | None:
    if keras.backend.backend() == "jax":
        import jax

        found = [each for each in jax.devices() if each.platform == "gpu"]
        return found[0].device_kind if found else None
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    with contextlib.suppress(RuntimeError):  # TensorFlow has taken its memory before this was asked
        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)  # or it takes all of it at once
    return tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU") if gpus else None


def _gpu_memory(name: str) -> int | None:
    """By NVIDIA's own program, for a backend tells what it uses or may use, not what there is."""
    command = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
    try:
        lines = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout.splitlines()
        found = dict(line.rsplit(", ", 1) for line in lines)
        return int(found[name]) * MIB
    except (OSError, subprocess.SubprocessError, ValueError, KeyError):
        return None


def _main_memory() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf
        return None


def _processor_name() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()

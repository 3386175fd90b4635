"""The device that models run on: its name and memory, and the fallback to the CPU if a GPU's memory is not enough."""

import contextlib
import gc
import os
import platform
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import keras

from cnnlab.core.errors import is_out_of_memory
from cnnlab.core.requests import Device

MIB = 1 << 20
ResultT = TypeVar("ResultT")


def describe() -> Device:
    """Describe the device that the backend computes on: its first GPU if it sees one, else the processor."""
    gpu = _gpu_name()
    return Device(
        kind="GPU" if gpu else "CPU",
        name=gpu or processor_name(),
        memory=_gpu_memory(gpu) if gpu else _main_memory(),
        precision=keras.config.dtype_policy().compute_dtype,
        cores=os.cpu_count() or 1,
        backend=keras.backend.backend(),
        keras=keras.__version__,
    )


def retry_on_cpu(run: Callable[[], ResultT], forget: Callable[[], object]) -> tuple[ResultT, bool]:
    """Call `run`; if the GPU runs out of memory, call it again on the CPU. Returns (result, ran_on_cpu).

    `forget` drops the loaded and compiled models: before the second call those on the GPU, after it those on the CPU,
    so that the next task tries the GPU again. Any other error, and an error on the CPU, is raised unchanged.
    """
    try:
        return run(), False
    except Exception as error:
        out_of_gpu_memory = is_out_of_memory(error) and not isinstance(error, MemoryError) and _gpu_name()
        if not out_of_gpu_memory:
            raise
    _drop(forget)  # outside the except block, because the traceback keeps what filled the memory alive
    try:
        with keras.device("cpu:0"):
            return run(), True
    finally:
        _drop(forget)


def _drop(forget: Callable[[], object]) -> None:
    forget()
    gc.collect()  # models and their layers refer to each other


def _gpu_name() -> str | None:
    if keras.backend.backend() == "jax":
        import jax

        found = [device for device in jax.devices() if device.platform == "gpu"]
        return found[0].device_kind if found else None
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    with contextlib.suppress(RuntimeError):  # raised if TensorFlow has already started
        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)  # otherwise it takes all of the memory at once
    return tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU") if gpus else None


def _gpu_memory(name: str) -> int | None:
    """Ask NVIDIA's own program: a backend reports what it uses or may use, not the total."""
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


def processor_name() -> str:
    """The name of the computer's processor."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()

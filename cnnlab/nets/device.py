"""Which device models run on, and what it is called."""

import contextlib
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

import keras


@dataclass(frozen=True)
class Device:
    """`kind` is "GPU" or "CPU"; `cores` counts the processor's in both cases."""

    kind: str
    name: str
    cores: int
    backend: str
    keras: str


def describe() -> Device:
    """The device that the backend computes on: its first GPU where it sees one, else the processor."""
    gpu = _gpu_name()
    return Device(
        kind="GPU" if gpu else "CPU",
        name=gpu or _processor_name(),
        cores=os.cpu_count() or 1,
        backend=keras.backend.backend(),
        keras=keras.__version__,
    )


def as_dict() -> dict:
    return asdict(describe())


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


def _processor_name() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()

"""What only the backend knows: where arrays lie, how precisely it multiplies, and how much memory it has used."""

import contextlib
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.nets import catalog

COARSE, FINE = 2.0**-9, 2.0**-12  # added to 1: bfloat16 (7 bits) rounds both away, TF32 (10 bits) the second
SIZE = 256  # large enough for the units of a GPU that multiply matrices


def kinds(tensors: list[Any]) -> set[str]:
    """The kinds of device, "GPU" or "CPU", on which these arrays of the backend lie."""
    if keras.backend.backend() == "jax":
        return {device.platform.upper() for tensor in tensors for device in tensor.devices()}
    import tensorflow as tf

    return {tf.DeviceSpec.from_string(tensor.device).device_type for tensor in tensors}


@contextlib.contextmanager
def on_cpu() -> Iterator[None]:
    """Load models anew and compute on the CPU; raises RuntimeError if the backend computes elsewhere all the same."""
    catalog.forget()
    with keras.device("cpu:0"):
        if kinds([ops.matmul(ops.ones((2, 2)), ops.ones((2, 2)))]) != {"CPU"}:
            raise RuntimeError("The backend does not compute on the CPU, so there is nothing to compare with.")
        yield
    catalog.forget()


@contextlib.contextmanager
def full_float32() -> Iterator[None]:
    """Multiply float32 numbers without rounding them first; what was compiled before keeps its precision on JAX."""
    if keras.backend.backend() == "jax":
        import jax

        with jax.default_matmul_precision("float32"):
            yield
        return
    import tensorflow as tf

    before = tf.config.experimental.tensor_float_32_execution_enabled()
    tf.config.experimental.enable_tensor_float_32_execution(False)
    try:
        yield
    finally:
        tf.config.experimental.enable_tensor_float_32_execution(before)


def precisions() -> dict[str, str]:
    """Multiply numbers that are rounded in TF32 and bfloat16 by ones and zeros, and see what is left of them."""
    kernel = np.zeros((3, 3, SIZE, SIZE), "float32")
    kernel[1, 1] = np.eye(SIZE)

    def survive(number: float) -> dict[str, bool]:
        picture = np.full((1, 32, 32, SIZE), number, "float32")
        products = {
            "convolution": ops.conv(picture, kernel, padding="same"),
            "matrix product": ops.matmul(np.full((SIZE, SIZE), number, "float32"), kernel[1, 1]),
        }
        return {name: bool(np.abs(np.asarray(found) - number).max() < FINE / 4) for name, found in products.items()}

    fine, coarse = survive(1 + FINE), survive(1 + COARSE)
    return {name: "float32" if fine[name] else "TF32" if coarse[name] else "bfloat16" for name in fine}


def coarsest(precision: dict[str, str]) -> str:
    """The precision among several whose rounding is largest."""
    return max(precision.values(), key=("float32", "TF32", "bfloat16").index)


def peak_memory() -> tuple[int, int | None] | None:
    """The most bytes of the GPU that were in use, and how many may be; None where the backend does not count them."""
    if keras.backend.backend() == "jax":
        import jax

        used = jax.devices()[0].memory_stats() or {}
        return (used["peak_bytes_in_use"], used.get("bytes_limit")) if "peak_bytes_in_use" in used else None
    import tensorflow as tf

    if not tf.config.list_logical_devices("GPU"):
        return None
    return tf.config.experimental.get_memory_info("GPU:0")["peak"], None

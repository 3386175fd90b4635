"""The effect of XLA and mixed precision on a training step: `python -m benchmarks.training` (takes some minutes).

Both are off in `cnnlab.train` unless they help. This prints the time of a step with each, relative to a plain step.
"""

import statistics
import time
from collections.abc import Callable

import keras
import numpy as np

from cnnlab.nets.zoo.cats_dogs import cats_dogs_convnet
from cnnlab.nets.zoo.efficientnet_lite import efficientnet_lite0
from cnnlab.nets.zoo.mini_xception import mini_xception

BATCH, ROUNDS = 32, 8
NETWORKS: dict[str, Callable[[], keras.Model]] = {
    "plain convnet": cats_dogs_convnet,
    "mini-Xception": mini_xception,
    "EfficientNet-Lite0": efficientnet_lite0,
}
VARIANTS = {"float32": ("float32", False), "XLA": ("float32", True), "mixed_bfloat16": ("mixed_bfloat16", False)}


def compare(build: Callable[[], keras.Model]) -> dict[str, float]:
    """The median time of a step in each variant, relative to a plain step; the variants alternate."""
    steps = {name: _step(build, *variant) for name, variant in VARIANTS.items()}
    times: dict[str, list[float]] = {name: [] for name in VARIANTS}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            started = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - started)
    plain = statistics.median(times["float32"])
    return {name: statistics.median(seconds) / plain for name, seconds in times.items()}


def _step(build: Callable[[], keras.Model], policy: str, xla: bool) -> Callable[[], object]:
    keras.config.set_dtype_policy(policy)
    model = build()
    keras.config.set_dtype_policy("float32")
    binary = model.output_shape[-1] == 1
    loss = "binary_crossentropy" if binary else "sparse_categorical_crossentropy"
    model.compile("rmsprop", loss, jit_compile=xla)
    random = np.random.default_rng(0)
    pictures = random.uniform(0, 255, (BATCH, *model.input_shape[1:])).astype("float32")
    labels = random.integers(0, 2, (BATCH, 1)).astype("float32" if binary else "int32")
    for _ in range(2):
        model.train_on_batch(pictures, labels)
    return lambda: model.train_on_batch(pictures, labels)


if __name__ == "__main__":
    for network, build in NETWORKS.items():
        print(network, *(f"{name} {ratio:.2f} x" for name, ratio in compare(build).items()), sep=", ", flush=True)

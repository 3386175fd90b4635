"""A network for the browser: whether forward.js can compute it, and what it needs of the layers and their weights."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from cnnlab.core.cards import ModelCard
from cnnlab.core.digits.drawing import SIDE
from cnnlab.core.layers import describe
from cnnlab.core.network import total
from cnnlab.core.network.sequence import SequentialLayer, sequence

LARGEST = 500_000  # parameters sent to a browser, four bytes each
DENSE = ("linear", "relu", "softmax")
SUPPORTED: dict[
    str, Callable[[dict[str, Any]], bool]
] = {  # the layers that forward.js computes, and the settings with which it does
    "Rescaling": lambda config: bool(np.isscalar(config["scale"])) and config["offset"] == 0,
    "Conv2D": lambda config: (
        config["activation"] in ("linear", "relu")
        and config["groups"] == 1
        and config["use_bias"]
        and tuple(config["dilation_rate"]) == (1, 1)
    ),
    "MaxPooling2D": lambda config: True,
    "Flatten": lambda config: True,
    "Dense": lambda config: config["activation"] in DENSE and config["use_bias"],
}


def computing_layers(card: ModelCard) -> list[SequentialLayer]:
    """The layers that compute something in inference, where dropout does nothing."""
    return [layer for layer in sequence(card.model_file) if layer.class_name not in ("InputLayer", "Dropout")]


def runs_in_browser(layers: Sequence[SequentialLayer]) -> bool:
    """Whether the browser supports these layers and their settings, and the weights are not too many to send."""
    supported = all(
        layer.class_name in SUPPORTED and SUPPORTED[layer.class_name](layer.config["config"]) for layer in layers
    )
    return supported and total(layer.row for layer in layers).known <= LARGEST


def packed_layers(
    layers: Sequence[SequentialLayer], weights: Mapping[str, Sequence[np.ndarray]]
) -> tuple[list[dict[str, Any]], bytes]:
    """Return what forward.js reads: a description of each layer, and all weights in a row as float32."""
    forms, blobs, at = [], [], 0
    shape: tuple[int, ...] = (SIDE, SIDE, 1)
    for layer in layers:
        form = _form(layer, shape)
        if layer.name in weights:
            activation = layer.config["config"]["activation"]
            form |= {name: activation == name for name in ("relu", "softmax")}
            form["weights"] = []
            for array in weights[layer.name]:
                form["weights"].append([at, at + array.size])
                at += array.size
                blobs.append(np.ascontiguousarray(array, np.float32).tobytes())
        forms.append(form)
        shape = layer.shape
    return forms, b"".join(blobs)


def _form(layer: SequentialLayer, shape: tuple[int, ...]) -> dict[str, Any]:
    """A layer without its weights; `shape` is that of its input."""
    form: dict[str, Any] = {"name": layer.name, "kind": layer.class_name, "input": shape, "output": layer.shape}
    if layer.class_name == "Rescaling":
        form["scale"] = layer.config["config"]["scale"]
    windows = describe(layer.config, shape).windows
    if windows:
        form |= {
            "kernelSize": [window.kernel_size for window in windows],
            "strides": [window.strides for window in windows],
            "before": [window.before for window in windows],
        }
    return form

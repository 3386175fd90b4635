"""What is inside a network: the output and the weights of each layer."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.requests.request import Request


@dataclass(frozen=True, eq=False)
class LayerOutputs:
    """The output of every layer for one picture, by the layer's name, and the logits (classes,)."""

    by_layer: dict[str, NDArray[np.float32]]
    logits: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class LayerWeights:
    """The weights of each layer that has any, by the layer's name and in the order of Keras's `get_weights`."""

    by_layer: dict[str, list[NDArray[np.float32]]]


@dataclass(frozen=True, eq=False)
class ComputeOutputs(Request[LayerOutputs]):
    """Run a model on one picture (height, width, channels) and keep the output of every layer."""

    model: str
    picture: NDArray[Any]


@dataclass(frozen=True, eq=False)
class ReadWeights(Request[LayerWeights]):
    """The trained weights of a model."""

    model: str

"""What a classifier predicts for a picture, and where in the picture it found evidence for a class."""

from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.cards.scores import Activation
from cnnlab.core.requests.request import Request


class LayerPath(TypedDict):
    """How plain Keras reaches a layer, and how many outputs the model has.

    `kind` is "direct" if `model.get_layer` finds the layer; "chain" if the model is Sequential, so that its layers'
    outputs are not connected to the model's own input; "inside" if the layer is in a nested model `base`, one of the
    layers `chain`, which run one after the other; "cnnlab" if only cnnlab.nets.grad_cam can reach it. `units` is the
    number of outputs; a single sigmoid unit distinguishes two classes. `name` is the layer's own name, or for "cnnlab"
    the one that cnnlab.nets.grad_cam takes.
    """

    kind: Literal["direct", "chain", "inside", "cnnlab"]
    units: int
    base: str
    chain: str
    name: str


@dataclass(frozen=True, eq=False)
class Scores:
    """The logits of one picture, and the activation that turns them into probabilities."""

    logits: NDArray[np.float32]  # (classes,); [-z, z] for one sigmoid unit
    activation: Activation


@dataclass(frozen=True, eq=False)
class Explanation(Scores):
    """The Grad-CAM map of one class at one layer, with the scores from the same forward pass."""

    signed: NDArray[np.float32]  # (rows, columns), before the ReLU
    heat: NDArray[np.float32]  # (rows, columns) in [0, 1]; all zero where no evidence is positive
    class_index: int
    layer: str
    path: LayerPath

    @property
    def scores(self) -> Scores:
        """The scores alone."""
        return Scores(self.logits, self.activation)


@dataclass(frozen=True, eq=False)
class Classify(Request[Scores]):
    """The scores of one picture (height, width, channels): a forward pass alone."""

    model: str
    picture: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Explain(Request[Explanation]):
    """Grad-CAM for one picture (height, width, channels).

    `layer` None is the last layer with a feature map; `class_index` None is the class with the highest score.
    """

    model: str
    picture: NDArray[Any]
    layer: str | None = None
    class_index: int | None = None

"""What a classifier predicts for a picture, and where in the picture it found evidence for a class."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypedDict

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
    """The map of one class by one method, with the scores of the picture.

    `layer` is "" for a method that works on pixels.
    """

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
    """The map of one picture (height, width, channels) by a method of cnnlab.core.heat_maps.

    `layer` None is the last layer with a feature map, "layer1+layer2" fuses two; `class_index` None is the class with
    the highest score.
    """

    model: str
    picture: NDArray[Any]
    layer: str | None = None
    class_index: int | None = None
    method: str = "grad-cam"


@dataclass(frozen=True, eq=False)
class Unfinished:
    """How far a method of many passes is."""

    done: int
    total: int


@dataclass(frozen=True, eq=False)
class ExplainInParts(Request[Explanation | Unfinished]):
    """The same, for at most about PART_SECONDS: a page asks for one part after the other until the map is there.

    So nobody waits longer for a picture of others. A part whose beginning is no longer kept begins again.
    """

    gives_way: ClassVar[bool] = True
    model: str
    picture: NDArray[Any]
    layer: str | None
    class_index: int | None
    method: str
    part: int


PART_SECONDS = 0.25

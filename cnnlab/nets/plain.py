"""How a few lines of plain Keras reach a layer of a model: for the code that the Grad-CAM page shows."""

from typing import Literal, TypedDict

import keras

from cnnlab.nets.surgery import SATURATING, is_graph

LINEAR_ENDS = (*SATURATING, keras.activations.linear)


class Way(TypedDict):
    """`kind`: "direct" where `model.get_layer` finds the layer, "chain" where the model is Sequential, whose layers'
    outputs are not connected with its own; "inside" where the layer is in a nested model `base` that is one of the
    layers `chain`, which run one after the other; "lab" where only cnnlab.nets.grad_cam gets there.
    `units` counts the model's outputs: one sigmoid unit tells two classes apart."""

    kind: Literal["direct", "chain", "inside", "lab"]
    units: int
    base: str
    chain: str


def way_to(model: keras.Model, layer: str) -> Way:
    """The way to a layer of a classifier, such that its last activation can be taken off too.

    >>> model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(2, 3, name="maps")])
    >>> way_to(model, "maps")["kind"]
    'chain'
    """
    way = Way(kind="lab", units=model.outputs[0].shape[-1], base="", chain="")
    sequential = isinstance(model, keras.Sequential)
    if getattr(model.layers[-1], "activation", None) not in LINEAR_ENDS:
        return way
    if _has(model, layer):
        return {**way, "kind": "chain" if sequential else "direct"}
    for base in model.layers:
        if is_graph(base) and not isinstance(base, keras.Sequential) and _has(base, layer) and _is_chain(model):
            return {**way, "kind": "inside", "base": base.name, "chain": "model.layers" + "[1:]" * (not sequential)}
    return way


def _has(model: keras.Model, layer: str) -> bool:
    return layer in [each.name for each in model.layers]


def _is_chain(model: keras.Model) -> bool:
    """Whether each layer's answer goes to the next layer alone."""
    if isinstance(model, keras.Sequential):
        return True
    following = [[node.operation for node in each._outbound_nodes] for each in model.layers[:-1]]
    return following == [[each] for each in model.layers[1:]]

"""How a few lines of plain Keras reach a layer of a model: for the code that the Grad-CAM page shows."""

import keras

from cnnlab.core.requests import LayerPath
from cnnlab.nets.layer_variants import SATURATING
from cnnlab.nets.surgery import is_graph

REPLACEABLE = (*SATURATING, keras.activations.linear)  # final activations that the shown code can remove


def layer_path(model: keras.Model, layer: str) -> LayerPath:
    """Return the path to a layer of a classifier along which the last activation can be removed too.

    >>> model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(2, 3, name="maps")])
    >>> layer_path(model, "maps")["kind"]
    'chain'
    """
    path = LayerPath(kind="cnnlab", units=model.outputs[0].shape[-1], base="", chain="")
    sequential = isinstance(model, keras.Sequential)
    if getattr(model.layers[-1], "activation", None) not in REPLACEABLE:
        return path
    if _has(model, layer):
        return {**path, "kind": "chain" if sequential else "direct"}
    for base in model.layers:
        if is_graph(base) and not isinstance(base, keras.Sequential) and _has(base, layer) and _is_chain(model):
            return {**path, "kind": "inside", "base": base.name, "chain": "model.layers" + "[1:]" * (not sequential)}
    return path


def _has(model: keras.Model, name: str) -> bool:
    return name in [layer.name for layer in model.layers]


def _is_chain(model: keras.Model) -> bool:
    """Return whether each layer's output goes to the next layer only."""
    if isinstance(model, keras.Sequential):
        return True
    following = [[node.operation for node in layer._outbound_nodes] for layer in model.layers[:-1]]
    return following == [[layer] for layer in model.layers[1:]]

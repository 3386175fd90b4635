"""How a few lines of plain Keras reach a layer of a model: for the code that the Grad-CAM page shows."""

import keras

from cnnlab.core.requests import LayerPath
from cnnlab.nets.channel_axis import channel_axes
from cnnlab.nets.ending import Ending
from cnnlab.nets.graph import Graph, is_graph
from cnnlab.nets.surgery import Scored


def layer_path(model: keras.Model, layer: str) -> LayerPath:
    """Return the path to a layer of a classifier along which the last activation can be removed too.

    `layer` is a name or a path, as cnnlab.nets.grad_cam takes it.

    >>> stack = [keras.Input((8, 8, 3)), keras.layers.Conv2D(2, 3, name="maps"), keras.layers.GlobalMaxPooling2D()]
    >>> layer_path(keras.Sequential([*stack, keras.layers.Dense(2)]), "maps")
    {'kind': 'chain', 'units': 2, 'base': '', 'chain': '', 'name': 'maps'}
    """
    graph = Graph(model)
    at = graph.find(layer)[0]
    parents, _, name = graph.steps[at].path.rpartition("/")
    path = LayerPath(kind="cnnlab", units=model.outputs[0].shape[-1], base="", chain="", name=layer)
    sequential = isinstance(model, keras.Sequential)
    if channel_axes(graph).get(at) != 3 or not _can_be_linear(model, Scored(graph).ending):
        return path
    if not parents:
        return {**path, "kind": "chain" if sequential else "direct", "name": name}
    base = next((base for base in model.layers if base.name == parents), None)
    if base is not None and is_graph(base) and not isinstance(base, keras.Sequential) and _is_chain(model):
        chain = "model.layers" + "[1:]" * (not sequential)
        return {**path, "kind": "inside", "base": base.name, "chain": chain, "name": name}
    return path


def path_of(model: keras.Model, layer: str) -> LayerPath:
    """Return `layer_path`, or for a map of pixels ("") or of several layers, "first+second", that of cnnlab alone.

    >>> path_of(keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Flatten(), keras.layers.Dense(2)]), "")["kind"]
    'cnnlab'
    """
    if layer and Graph(model).find(layer):
        return layer_path(model, layer)
    return LayerPath(kind="cnnlab", units=int(model.outputs[0].shape[-1]), base="", chain="", name=layer)


def _can_be_linear(model: keras.Model, ending: Ending) -> bool:
    """Return whether the shown code, which makes the last layer's activation linear, finds the logits."""
    last = model.layers[-1]
    if getattr(last, "activation", None) is None:
        return False
    if ending.step is None:
        return not ending.doubtful
    return ending.operation is last and ending.effect != "log_softmax"


def _is_chain(model: keras.Model) -> bool:
    """Return whether each layer's output goes to the next layer only."""
    if isinstance(model, keras.Sequential):
        return True
    following = [[node.operation for node in layer._outbound_nodes] for layer in model.layers[:-1]]
    return following == [[layer] for layer in model.layers[1:]]

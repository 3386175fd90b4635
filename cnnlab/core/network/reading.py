"""From a Keras config to a graph, without Keras."""

from collections import Counter
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import is_integer, short_repr
from cnnlab.core.layers.describe import SAME_SHAPE
from cnnlab.core.network.calls import Calls, saved_shape, tensors_in
from cnnlab.core.network.graph import Call, Graph, Layer, NetworkError, Shape, Tensor
from cnnlab.core.network.keras2 import modernized, unwrapped
from cnnlab.core.network.table import Network

MAX_DEPTH, MAX_STEPS = 20, 20_000  # a file of a few kilobytes can nest networks whose layers would take years to visit
NETWORKS = ("Functional", "Model", "Pipeline", "Sequential")  # Keras's classes that consist of layers

_Config = dict[str, Any]


class _Ends(NamedTuple):
    """The inputs of a network, their names and shapes, and its outputs, as in Graph."""

    inputs: tuple[Tensor, ...]
    input_names: tuple[str, ...]
    input_shapes: tuple[Shape | None, ...]
    outputs: tuple[Tensor, ...]


def read(config: dict[str, Any]) -> Network:
    """The network of a Keras config: a model's `get_config()`, its `to_json()`, or the config.json of a .keras file.

    Configs of tf.keras 2 and the model.json of TensorFlow.js are read as well. Supports Sequential and functional
    models, nested ones, shared layers, and several inputs and outputs. Raises NetworkError.

    >>> convolution = {"class_name": "Conv2D", "config": {"name": "conv", "filters": 32, "kernel_size": 3}}
    >>> network = read({"name": "small", "layers": [convolution]})
    >>> [(row.name, row.output_shape, row.parameters) for row in network.table((28, 28, 1))]
    [('conv', (26, 26, 32), 320)]
    """
    try:
        config = unwrapped(config)
        serialized = "class_name" in config
        inner = config["config"] if serialized else config
        if not serialized and "name" not in inner and not isinstance(inner.get("layers"), list):
            raise NetworkError(
                N_(
                    "This is not a network: it has neither a class_name nor a list of layers. Use a model's to_json(), "
                    "or a .keras file."
                )
            )
        default = "Functional" if "input_layers" in inner else "Sequential"
        graph = _graph(inner, config["class_name"] if serialized else default, depth=0)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as error:
        if isinstance(error, NetworkError):
            raise
        raise NetworkError(
            N_(
                "This is not the config of a Sequential or functional Keras model: {reason}. Take it from "
                "model.get_config(), or from a .keras file saved by Keras 3."
            ),
            reason=f"{type(error).__name__} {error}"[:200],
        ) from error
    return Network(**vars(graph))


def _graph(config: _Config, class_name: str, depth: int) -> Graph:
    name = str(config.get("name", class_name))
    _check_nesting(config, name, depth)
    config = modernized(config)
    calls = Calls()
    layers = [_layer(data, depth, calls) for data in config["layers"]]
    functional = "input_layers" in config
    ends = _functional_ends(config, layers) if functional else _sequential_ends(config, layers, calls)
    steps = sum(max(len(layer.calls), 1) * (layer.nested.steps if layer.nested else 1) for layer in layers)
    if steps > MAX_STEPS:
        raise NetworkError(
            N_("The network has {count:,} layer calls, more than the limit of {limit:,}. Use a smaller network."),
            count=steps,
            limit=MAX_STEPS,
        )
    trainable = bool(config.get("trainable", True))
    order = _order(layers, ends.inputs)
    return Graph(name, class_name, trainable, tuple(layers), *ends, order, steps, calls.saved, not functional)


def _check_nesting(config: _Config, name: str, depth: int) -> None:
    if not isinstance(config.get("layers"), list):
        raise NetworkError(
            N_(
                "{name} is not a Sequential or functional model: its config has no list of layers. A subclassed model "
                "defines its layers in its code only; build it as a functional model."
            ),
            name=name[:60],
        )
    if depth > MAX_DEPTH:
        raise NetworkError(
            N_("The models in this network are nested more than {limit} deep. Use fewer levels."), limit=MAX_DEPTH
        )


def _layer(data: _Config, depth: int, calls: Calls) -> Layer:
    config, class_name, module = data.get("config") or {}, data["class_name"], str(data.get("module", ""))
    if not isinstance(class_name, str):
        raise TypeError(f"{short_repr(class_name)} is not the name of a class")
    name = str(data.get("name", config.get("name", class_name)))
    custom = data.get("registered_name") is not None and module.partition(".")[0] != "keras"
    return Layer(
        name=name,
        class_name=class_name,
        config=config,
        calls=tuple(calls.read(node) for node in data.get("inbound_nodes", ())),
        operation=module.startswith("keras.src.ops"),
        custom=custom,
        nested=_graph(config, class_name, depth + 1) if _is_network(name, class_name, config, custom) else None,
    )


def _is_network(name: str, class_name: str, config: _Config, custom: bool) -> bool:
    """Whether a layer is a network of its own; of custom classes, those whose config Keras has written."""
    has_layers = isinstance(config.get("layers"), list)
    if custom or class_name not in NETWORKS:
        return has_layers and ("input_layers" in config or "build_input_shape" in config)
    if not has_layers:
        raise NetworkError(
            N_("The layer {name} is a {value}, but its config has no list of layers. Save the model again."),
            name=name[:60],
            value=short_repr(class_name),
        )
    return True


def _functional_ends(config: _Config, layers: list[Layer]) -> _Ends:
    """The ends of a functional model.

    Keras counts the calls of a nested functional model from 1 among the outputs, but from 0 everywhere else.
    """
    by_name = {layer.name: layer for layer in layers}
    struct = config["input_layers"]
    inputs = tuple(tensors_in(struct))
    names = tuple(sorted(struct)) if isinstance(struct, dict) else tuple(tensor.layer for tensor in inputs)
    shapes = [saved_shape(by_name[tensor.layer].config["batch_shape"]) for tensor in inputs]
    counted_from_1 = {layer.name for layer in layers if layer.nested and "input_layers" in layer.config}
    outputs = (
        tensor._replace(call=tensor.call - (tensor.layer in counted_from_1))
        for tensor in tensors_in(config["output_layers"])
    )
    return _Ends(inputs, names, tuple(shape[1:] if shape else None for shape in shapes), tuple(outputs))


def _sequential_ends(config: _Config, layers: list[Layer], calls: Calls) -> _Ends:
    """The same for a Sequential model; also chains its layers together and removes the input layer from them."""
    shape, data = saved_shape(config.get("build_input_shape")), list(config["layers"])
    if layers and layers[0].class_name == "InputLayer":
        shape = saved_shape(layers.pop(0).config["batch_shape"])
        data.pop(0)
    previous = first = Tensor("")
    for index, layer in enumerate(layers):
        layers[index] = replace(layer, calls=(Call((previous,), {}),))
        previous = Tensor(layer.name)
    _read_built_shapes(layers, data, calls)
    return _Ends((first,), ("",), (shape[1:] if shape else None,), (previous,))


def _read_built_shapes(layers: list[Layer], data: list[_Config], calls: Calls) -> None:
    """The shapes that the layers of a Sequential model were built for.

    Layers without one, such as ReLU, keep the shape of their input: it is that of their output.
    """
    for layer, layer_data in reversed(list(zip(layers, data, strict=True))):
        shape = (layer_data.get("build_config") or {}).get("input_shape")
        if isinstance(shape, list | tuple) and all(size is None or is_integer(size) for size in shape):
            calls.saved[layer.calls[0].args[0]] = tuple(shape)
        elif layer.class_name in SAME_SHAPE and not layer.custom and Tensor(layer.name) in calls.saved:
            calls.saved[layer.calls[0].args[0]] = calls.saved[Tensor(layer.name)]


def _order(layers: list[Layer], inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    calls = {Tensor(layer.name, index): call.tensors for layer in layers for index, call in enumerate(layer.calls)}
    needs = {call: {tensor.first for tensor in tensors} - set(inputs) for call, tensors in calls.items()}
    repeated = [name for name, count in Counter(layer.name for layer in layers).items() if count > 1]
    if repeated:
        raise NetworkError(
            N_("More than one layer is called {name}. Give each layer a name of its own and save the model again."),
            name=repeated[0][:60],
        )
    missing = {tensor for tensors in needs.values() for tensor in tensors} - set(calls)
    if missing:
        raise NetworkError(
            N_("The network uses outputs of {layers} that do not exist. Save the model again."),
            layers=", ".join(sorted(tensor.layer[:60] for tensor in missing)[:3]),
        )
    try:
        return tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise NetworkError(
            N_("The network contains a cycle: a layer depends on its own output. Save the model again.")
        ) from error

"""From a Keras config to a graph, without Keras."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import is_integer, short_repr
from cnnlab.core.network.graph import Graph, Layer, NetworkError, Tensor
from cnnlab.core.network.table import Network

MAX_DEPTH, MAX_STEPS = 20, 20_000  # a file of a few kilobytes can nest networks whose layers would take years to visit
OPERATIONS = {  # the classes that Keras gives to arithmetic between tensors, and the layers that they are described as
    **dict.fromkeys(("Add", "Divide", "Maximum", "Minimum", "Multiply", "Subtract", "TrueDivide"), "Add"),
    **dict.fromkeys(("Gelu", "HardSigmoid", "HardSilu", "Relu", "Relu6", "Sigmoid", "Silu", "Tanh"), "Activation"),
    "Concatenate": "Concatenate",
}

_Config = dict[str, Any]
_Ends = tuple[tuple[Tensor, ...], tuple[tuple[int | None, ...] | None, ...], tuple[Tensor, ...]]


def read(config: dict[str, Any]) -> Network:
    """The network of a Keras config: a model's `get_config()`, or the config.json of a .keras file.

    Supports Sequential and functional models, nested ones, shared layers, and several inputs and outputs. Raises
    NetworkError.

    >>> convolution = {"class_name": "Conv2D", "config": {"name": "conv", "filters": 32, "kernel_size": 3}}
    >>> network = read({"name": "small", "layers": [convolution]})
    >>> [(row.name, row.output_shape, row.parameters) for row in network.table((28, 28, 1))]
    [('conv', (26, 26, 32), 320)]
    """
    try:
        serialized = "class_name" in config
        inner = config["config"] if serialized else config
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
    layers = [_layer(data, depth) for data in config["layers"]]
    functional = "input_layers" in config
    inputs, shapes, outputs = _functional_ends(config, layers) if functional else _sequential_ends(config, layers)
    steps = sum(max(len(layer.calls), 1) * (layer.nested.steps if layer.nested else 1) for layer in layers)
    if steps > MAX_STEPS:
        raise NetworkError(
            N_("The network has {count:,} layer calls, more than the limit of {limit:,}. Use a smaller network."),
            count=steps,
            limit=MAX_STEPS,
        )
    trainable = bool(config.get("trainable", True))
    order = _order(layers, inputs)
    return Graph(name, class_name, trainable, tuple(layers), inputs, shapes, outputs, order, steps)


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


def _layer(data: _Config, depth: int) -> Layer:
    config, class_name = data.get("config") or {}, data["class_name"]
    operation = str(data.get("module", "")).startswith("keras.src.ops")
    return Layer(
        name=str(data.get("name", config.get("name", class_name))),
        class_name=class_name,
        kind=OPERATIONS.get(class_name, f"keras.ops.{class_name}") if operation else class_name,
        config=config,
        calls=tuple(tuple(_tensors([node["args"], node["kwargs"]])) for node in data.get("inbound_nodes", ())),
        nested=_graph(config, class_name, depth + 1) if isinstance(config.get("layers"), list) else None,
    )


def _tensors(value: object) -> Iterator[Tensor]:
    """The tensors among the arguments of a call, in order."""
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        yield _tensor(value["config"]["keras_history"])
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _tensors(item)


def _tensor(history: Any) -> Tensor:
    layer, call, output = history
    if not (isinstance(layer, str) and is_integer(call, 0) and is_integer(output, 0)):
        raise ValueError(f"{short_repr(history)} is not the history of a tensor")
    return Tensor(layer, call, output)


def _functional_ends(config: _Config, layers: list[Layer]) -> _Ends:
    """The inputs of a functional model, their shapes, and its outputs.

    Keras counts the calls of a nested functional model from 1 among the outputs, but from 0 everywhere else.
    """
    by_name = {layer.name: layer for layer in layers}
    inputs = tuple(_leaves(config["input_layers"]))
    shapes = tuple(tuple(by_name[tensor.layer].config["batch_shape"][1:]) for tensor in inputs)
    counted_from_1 = {layer.name for layer in layers if layer.nested and "input_layers" in layer.config}
    outputs = (
        tensor._replace(call=tensor.call - (tensor.layer in counted_from_1))
        for tensor in _leaves(config["output_layers"])
    )
    return inputs, shapes, tuple(outputs)


def _leaves(value: Any) -> Iterator[Tensor]:
    if isinstance(value, list | tuple) and len(value) == 3 and isinstance(value[0], str):
        yield _tensor(value)
    else:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)


def _sequential_ends(config: _Config, layers: list[Layer]) -> _Ends:
    """The same for a Sequential model; also chains its layers together and removes the input layer from them."""
    shape = config.get("build_input_shape")
    if layers and layers[0].class_name == "InputLayer":
        shape = layers.pop(0).config["batch_shape"]
    previous = first = Tensor("")
    for index, layer in enumerate(layers):
        layers[index] = replace(layer, calls=((previous,),))
        previous = Tensor(layer.name)
    return (first,), (tuple(shape[1:]) if shape else None,), (previous,)


def _order(layers: list[Layer], inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    calls = {Tensor(layer.name, index): tensors for layer in layers for index, tensors in enumerate(layer.calls)}
    needs = {call: {tensor._replace(output=0) for tensor in tensors} - set(inputs) for call, tensors in calls.items()}
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

"""From a Keras config to a graph, without Keras."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import is_integer, shown
from cnnlab.core.network.graph import Graph, Layer, NetworkError, Tensor
from cnnlab.core.network.table import Network

DEEPEST, MOST_STEPS = 20, 20_000  # a file of a few kilobytes can nest networks so that a run through takes years
OPERATIONS = {  # what Keras makes of arithmetic between tensors, and as what it is described
    **dict.fromkeys(("Add", "Divide", "Maximum", "Minimum", "Multiply", "Subtract", "TrueDivide"), "Add"),
    **dict.fromkeys(("Gelu", "HardSigmoid", "HardSilu", "Relu", "Relu6", "Sigmoid", "Silu", "Tanh"), "Activation"),
    "Concatenate": "Concatenate",
}


def read(config: dict) -> Network:
    """The network of a Keras config: a model's `get_config()`, or what is in the config.json of a .keras file.

    Sequential and functional models, nested, with shared layers, several inputs and outputs. Raises NetworkError.

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
                "The config of a Sequential or functional Keras model was expected; reading it gave: {reason}. "
                "Take it from model.get_config(), or from a .keras file that Keras 3 has written."
            ),
            reason=f"{type(error).__name__} {error}"[:200],
        ) from error
    return Network(**vars(graph))


def _graph(config: dict, class_name: str, depth: int) -> Graph:
    if not isinstance(config.get("layers"), list) or depth > DEEPEST:
        raise NetworkError(
            N_(
                "A Sequential or functional model whose config lists its layers was expected, at most {deepest} of "
                "them one inside another; {name} is no such model. A model written as a class of its own has its "
                "layers in its code alone: build it as a functional model."
            ),
            deepest=DEEPEST,
            name=str(config.get("name"))[:60],
        )
    layers = [_layer(each, depth) for each in config["layers"]]
    inputs, shapes, outputs = _ends(config, layers) if "input_layers" in config else _chain(config, layers)
    steps = sum(max(len(each.calls), 1) * (each.nested.steps if each.nested else 1) for each in layers)
    if steps > MOST_STEPS:
        raise NetworkError(
            N_("A network of at most {most} layer calls was expected; {came} came. Take a smaller one."),
            most=MOST_STEPS,
            came=steps,
        )
    trainable = bool(config.get("trainable", True))
    order = _order(layers, inputs)
    name = str(config.get("name", class_name))
    return Graph(name, class_name, trainable, tuple(layers), inputs, shapes, outputs, order, steps)


def _layer(data: dict, depth: int) -> Layer:
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


def _tensors(value) -> Iterator[Tensor]:
    """The tensors among a call's arguments, in their order."""
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        yield _tensor(value["config"]["keras_history"])
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _tensors(each)


def _tensor(history) -> Tensor:
    layer, call, output = history
    if not (isinstance(layer, str) and is_integer(call, 0) and is_integer(output, 0)):
        raise ValueError(f"{shown(history)} names no tensor")
    return Tensor(layer, call, output)


def _ends(config: dict, layers: list[Layer]) -> tuple[tuple[Tensor, ...], tuple, tuple[Tensor, ...]]:
    """A functional model's inputs, their shapes, and its outputs.

    The calls of a nested functional model are counted from 1 among the outputs, though from 0 everywhere else.
    """
    by_name = {each.name: each for each in layers}
    inputs = tuple(_leaves(config["input_layers"]))
    shapes = tuple(tuple(by_name[each.layer].config["batch_shape"][1:]) for each in inputs)
    counted_from_1 = {each.name for each in layers if each.nested and "input_layers" in each.config}
    outputs = (
        each._replace(call=each.call - (each.layer in counted_from_1)) for each in _leaves(config["output_layers"])
    )
    return inputs, shapes, tuple(outputs)


def _leaves(value) -> Iterator[Tensor]:
    if isinstance(value, list | tuple) and len(value) == 3 and isinstance(value[0], str):
        yield _tensor(value)
    else:
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)


def _chain(config: dict, layers: list[Layer]) -> tuple[tuple[Tensor, ...], tuple, tuple[Tensor, ...]]:
    """The same of a Sequential model, whose layers are called one after another; its input is none of them."""
    shape = config.get("build_input_shape")
    if layers and layers[0].class_name == "InputLayer":
        shape = layers.pop(0).config["batch_shape"]
    before = first = Tensor("")
    for at, each in enumerate(layers):
        layers[at] = Layer(each.name, each.class_name, each.kind, each.config, ((before,),), each.nested)
        before = Tensor(each.name)
    return (first,), (tuple(shape[1:]) if shape else None,), (before,)


def _order(layers: list[Layer], inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    calls = {Tensor(each.name, at): taken for each in layers for at, taken in enumerate(each.calls)}
    needs = {call: {each._replace(output=0) for each in taken} - set(inputs) for call, taken in calls.items()}
    missing = {each for several in needs.values() for each in several} - set(calls)
    if missing or len({each.name for each in layers}) < len(layers):
        raise NetworkError(
            N_(
                "A graph whose layers have names of their own and take each other's outputs was expected; {missing} "
                "is missing or there twice. Save the model again."
            ),
            missing=", ".join(sorted(str(each.layer)[:60] for each in missing)[:3]) or "-",
        )
    try:
        return tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise NetworkError(
            N_("A graph without circles was expected; a layer waits for its own output. Save the model again.")
        ) from error

"""Configs of Keras 2, of tf.keras and of TensorFlow.js brought into the form of Keras 3.

Keras 2 writes calls as lists, the shape of the input under another name, calls of nested networks counted from 1, and
operations of TensorFlow as layers. See `model.to_json()` of tf.keras 2 and the model.json of Teachable Machine.
"""

from collections.abc import Iterable, Iterator
from typing import Any

_Config = dict[str, Any]

WRAPPERS = ("modelTopology", "model_config")  # of TensorFlow.js
OPERATIONS = {
    **dict.fromkeys(("math.add", "__operators__.add"), "Add"),
    **{"math.subtract": "Subtract", "math.multiply": "Multiply", "math.truediv": "TrueDivide"},
    **{"nn.relu": "Relu", "nn.relu6": "Relu6", "nn.softmax": "Softmax", "math.sigmoid": "Sigmoid", "cast": "Cast"},
}  # functions of TensorFlow whose result has the shape that Keras's operation gives
CONSTANT = "_CONSTANT_VALUE"


def unwrapped(config: Any) -> Any:
    """The network's own config in what TensorFlow.js wraps around it."""
    while isinstance(config, dict):
        inside = [config[key] for key in WRAPPERS if isinstance(config.get(key), dict)]
        if not inside:
            break
        config = inside[0]
    if isinstance(config, dict) and isinstance(config.get("config"), list):  # a Sequential model of Keras 2.0 to 2.2
        return config | {"config": {"layers": config["config"]}}
    return config


def modernized(config: _Config) -> _Config:
    """The config of one network as Keras 3 writes it; unchanged if it is of Keras 3. Not that of nested networks."""
    layers = config.get("layers")
    if not isinstance(layers, list) or not any(_is_old(layer) for layer in layers):
        return config
    names = {_name(layer) for layer in layers}
    counted_from_1 = set(_counted_from_1(layers, config))
    converted = [_layer(layer, names, counted_from_1) for layer in layers]
    if "input_layers" not in config:
        return config | {"layers": _with_input(converted)}
    functional = {_name(layer) for layer in layers if "input_layers" in _settings(layer)}
    outputs = _shifted(config["output_layers"], dict.fromkeys(functional - counted_from_1, 1))
    outputs = _shifted(outputs, dict.fromkeys(counted_from_1 - functional, -1))
    return config | {"layers": converted, "output_layers": outputs}


def _is_old(layer: Any) -> bool:
    nodes = layer.get("inbound_nodes") or []
    settings = layer.get("config")
    if isinstance(settings, dict) and (
        "batch_input_shape" in settings or ("axis" in settings and _has_listed_axis(layer))
    ):
        return True
    return any(isinstance(node, list) for node in nodes)


def _has_listed_axis(layer: _Config) -> bool:
    """Whether it is a batch normalization of Keras 2, which lists its only axis."""
    axis = _settings(layer).get("axis")
    return layer.get("class_name") == "BatchNormalization" and isinstance(axis, list) and len(axis) == 1


def _settings(layer: _Config) -> _Config:
    settings = layer.get("config")
    return settings if isinstance(settings, dict) else {}


def _name(layer: _Config) -> Any:
    return layer.get("name", _settings(layer).get("name"))


def _layer(layer: _Config, names: set[Any], counted_from_1: set[Any]) -> _Config:
    settings = dict(_settings(layer))
    shape = settings.pop("batch_input_shape", None)
    if layer["class_name"] == "InputLayer":
        settings.setdefault("batch_shape", shape)
    elif shape is not None:
        settings["batch_shape"] = shape  # the input's, of the first layer of a Sequential model
    if _has_listed_axis(layer):
        settings["axis"] = settings["axis"][0]
    nodes = [_node(node, names, counted_from_1) for node in layer.get("inbound_nodes") or []]
    if len(nodes) == 1:
        _give_shapes(nodes[0]["args"], (layer.get("build_config") or {}).get("input_shape"))
    converted = layer | {"config": settings}
    if "inbound_nodes" in layer:
        converted["inbound_nodes"] = nodes
    if layer["class_name"] == "TFOpLambda":
        name = OPERATIONS.get(str(settings.get("function")), "TFOpLambda")
        converted |= {"class_name": name, "module": "keras.src.ops", "registered_name": None}
    return converted


def _with_input(layers: list[_Config]) -> list[_Config]:
    """The layers of a Sequential model, in front of them the input whose shape the first has."""
    if not layers or layers[0]["class_name"] == "InputLayer" or "batch_shape" not in layers[0]["config"]:
        return layers
    return [{"class_name": "InputLayer", "config": {"batch_shape": layers[0]["config"]["batch_shape"]}}, *layers]


def _node(node: Any, names: set[Any], counted_from_1: set[Any]) -> _Config:
    """One call: its tensors, a list where there are several, and its further arguments."""
    if isinstance(node, dict) and "args" in node:
        return node
    given = _leaves(node)
    tensors = [_value(leaf[:3], counted_from_1) for leaf in given]
    further: _Config = {}
    for leaf in given:
        further |= leaf[3] if len(leaf) > 3 and isinstance(leaf[3], dict) else {}
    further = {key: _argument(value, names, counted_from_1) for key, value in further.items() if key != "name"}
    return {"args": [tensors[0] if len(tensors) == 1 else tensors], "kwargs": further}


def _leaves(node: Any) -> list[list[Any]]:
    if _is_leaf(node):
        return [node]
    values = node.values() if isinstance(node, dict) else node
    return [leaf for value in values for leaf in _leaves(value)]


def _is_leaf(value: Any) -> bool:
    return isinstance(value, list) and len(value) in (3, 4) and isinstance(value[0], str)


def _argument(value: Any, names: set[Any], counted_from_1: set[Any]) -> Any:
    if _is_leaf(value) and (value[0] in names or value[0] == CONSTANT):
        return _value(value[:3], counted_from_1)
    if isinstance(value, list):
        return [_argument(item, names, counted_from_1) for item in value]
    return value


def _value(leaf: list[Any], counted_from_1: set[Any]) -> Any:
    name, call, output = leaf
    if name == CONSTANT:
        return output
    history = [name, call - (name in counted_from_1), output]
    return {"class_name": "__keras_tensor__", "config": {"keras_history": history}}


def _give_shapes(args: list[Any], shapes: Any) -> None:
    """Write into the tensors of a layer's only call the shapes that the layer was built for."""
    tensors = args[0] if isinstance(args[0], list) else [args[0]]
    listed = shapes if isinstance(args[0], list) else [shapes]
    if isinstance(listed, list) and len(listed) == len(tensors):
        for tensor, shape in zip(tensors, listed, strict=True):
            if isinstance(tensor, dict) and isinstance(shape, list):
                tensor["config"]["shape"] = shape


def _counted_from_1(layers: list[_Config], config: _Config) -> Iterator[Any]:
    """The nested networks whose calls are counted from 1: the last call, which is always in use, tells."""
    referred = [*_references(layer.get("inbound_nodes") or [] for layer in layers)]
    referred += _references([config.get("output_layers") or []])
    last: dict[str, int] = {}
    for name, call in referred:
        last[name] = max(call, last.get(name, 0))
    for layer in layers:
        nodes = layer.get("inbound_nodes") or []
        if "layers" in _settings(layer) and last.get(_name(layer), -1) == len(nodes) > 0:
            yield _name(layer)


def _references(values: Iterable[Any]) -> Iterator[tuple[str, int]]:
    for value in values:
        if _is_leaf(value) and isinstance(value[1], int):
            yield value[0], value[1]
        if isinstance(value, list | tuple):
            yield from _references(value)
        elif isinstance(value, dict):
            yield from _references(value.values())


def _shifted(outputs: Any, by: dict[Any, int]) -> Any:
    """The output tensors with the numbers of some layers' calls changed."""
    if _is_leaf(outputs):
        return [outputs[0], outputs[1] + by.get(outputs[0], 0), *outputs[2:]]
    if isinstance(outputs, dict):
        return {key: _shifted(value, by) for key, value in outputs.items()}
    return [_shifted(value, by) for value in outputs] if isinstance(outputs, list) else outputs

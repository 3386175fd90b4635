"""A network that is given, as a list of layers that can be edited."""

from collections.abc import Mapping
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import short_repr
from cnnlab.core.network.building.kinds import KINDS, Item, Setting
from cnnlab.core.network.building.plan import Plan
from cnnlab.core.network.graph import Layer, NetworkError, Tensor
from cnnlab.core.network.table import Network

ACTIVATIONS = {"ReLU": "relu", "Softmax": "softmax"}  # layers of their own for what Activation does too
PLAIN: dict[str, tuple[Any, ...]] = {  # what a list cannot set has to be Keras's default
    **{"data_format": (None, "channels_last"), "groups": (1,), "dilation_rate": (1, [1, 1], (1, 1))},
    **{"keepdims": (False,), "noise_shape": (None,), "axis": (-1, [-1], [3], 3), "max_value": (None,)},
    **{"center": (True,), "scale": (True,), "trainable": (True,), "momentum": (0.99,), "epsilon": (0.001,)},
    **{"synchronized": (False,), "renorm": (False,), "renorm_clipping": (None,), "renorm_momentum": (0.99,)},
    **{"negative_slope": (0,), "threshold": (0,), "quantization_config": (None,), "use_bias": (True,)},
}
FREE = ("name", "dtype", "seed", "batch_shape", "batch_input_shape", "input_shape")  # change no shape and no count


def plan_of(network: Network, input_shape: tuple[int, ...] | None = None) -> Plan:
    """The layers of a network without branches as a list, for this input shape or that in its config.

    Names and initial weights are left out; everything else in the layers' configs is kept. Raises NetworkError for a
    layer or an argument that a list cannot have.

    >>> from cnnlab.core.network.building.text import format_plan
    >>> from cnnlab.core.network.famous import famous
    >>> format_plan(plan_of(famous("lenet5_fully_connected")))
    'i32x32x1.c6-5-tanh.a2.c16-5-tanh.a2.c120-5-tanh.f.d84-tanh.d10-softmax'
    """
    layers = [layer for layer in network.layers if layer.class_name != "InputLayer"]
    shape = input_shape or (network.input_shapes[0] if len(network.input_shapes) == 1 else None)
    if shape is None or None in shape or not _is_chain(network, layers):
        raise NetworkError(
            N_(
                "The network {name} cannot be edited as a list: it needs one input of a known size, and layers that "
                "follow one another without branches. Choose another network."
            ),
            name=network.name[:60],
        )
    return Plan(tuple(size for size in shape if size is not None), tuple(map(_item, layers)))


def _is_chain(network: Network, layers: list[Layer]) -> bool:
    """Whether each layer is called once, on the output of the one before it alone, and the last is the output."""
    before = network.inputs
    for layer in layers:
        if [call.tensors for call in layer.calls] != [before]:
            return False
        before = (Tensor(layer.name),)
    return network.outputs == before


def _item(layer: Layer) -> Item:
    kind = KINDS.get("Activation" if layer.class_name in ACTIVATIONS else layer.class_name)
    if kind is None or layer.custom or layer.operation or layer.nested:
        raise NetworkError(
            N_(
                "The network cannot be edited as a list: the layer {name} is a {kind}, which a list cannot have. "
                "Choose another network."
            ),
            name=layer.name[:60],
            kind=layer.class_name[:60],
        )
    config = layer.config
    if layer.class_name in ACTIVATIONS:
        config = {**config, "activation": ACTIVATIONS[layer.class_name]}
    if layer.class_name == "Dropout":
        config = _with_percent(layer)
    names = {setting.name for setting in kind.settings}
    for name, value in config.items():
        if name not in names and not _is_plain(name, value):
            raise _cannot_be_set(layer, name, value)
    return Item(kind.name, tuple(_value(layer, setting, config) for setting in kind.settings))


def _is_plain(name: str, value: object) -> bool:
    if name in FREE or name.endswith("_initializer"):
        return True
    if name.endswith(("_regularizer", "_constraint")):
        return value is None
    return name in PLAIN and value in PLAIN[name]


def _with_percent(layer: Layer) -> dict[str, Any]:
    """A dropout's config with its rate in percent, which has to be a whole number."""
    rate = layer.config.get("rate")
    percent = round(100 * rate) if isinstance(rate, int | float) and 0 <= rate < 1 else None
    if percent is None or percent / 100 != rate:
        raise _cannot_be_set(layer, "rate", rate)
    others = {name: value for name, value in layer.config.items() if name != "rate"}
    return {**others, "percent": percent}


def _value(layer: Layer, setting: Setting, config: Mapping[str, Any]) -> Any:
    """The value of one setting; two equal numbers, one for each axis, count as one."""
    value = config.get(setting.name, setting.default)
    if isinstance(value, list | tuple) and value and all(size == value[0] for size in value):
        value = value[0]
    if setting.name == "activation" and value == "linear":
        value = None
    if setting.name == "strides" and "pool_size" in config and value == _one(config["pool_size"]):
        value = None
    try:
        return setting.checked(value)
    except NetworkError as error:
        raise _cannot_be_set(layer, setting.name, value) from error


def _one(sizes: object) -> object:
    return sizes[0] if isinstance(sizes, list | tuple) else sizes


def _cannot_be_set(layer: Layer, name: str, value: object) -> NetworkError:
    return NetworkError(
        N_(
            "The network cannot be edited as a list: the layer {layer} has `{name}` = {value}, which a list cannot "
            "have. Choose another network."
        ),
        layer=layer.name[:60],
        name=name[:60],
        value=short_repr(value),
    )

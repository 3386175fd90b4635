"""What one call of a layer or an operation makes of its inputs: shapes, receptive field, numbers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerError, LayerFacts, describe, receptive_field
from cnnlab.core.layers.describe import KINDS, MERGING, WEIGHTED
from cnnlab.core.layers.facts import UnsupportedError
from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.core.network import operations
from cnnlab.core.network.gates import gates, is_pooled
from cnnlab.core.network.graph import Call, Constant, Layer, NetworkError, Shape, Tensor, leaves

OPEN_SIZES = 32_749, 131_071  # two primes, each of which stands for every unknown size in turn


class Signal(NamedTuple):
    """What is passed along the graph: the shape of a tensor, with the batch axis, and the field of its units.

    `saved` says that the shape, or a size in it other than the batch, is read in the file; `pooled` that the tensor is
    made of global pooling alone, and `gated` that a tensor like that was multiplied into it.
    """

    shape: Shape | None
    field: ReceptiveField | None
    saved: bool = False
    pooled: bool = False
    gated: bool = False


class Mode(NamedTuple):
    """What holds for all layers of a pass through the graph: whether the network is frozen, and where channels are."""

    frozen: bool = False
    channels_first: bool = False


class Described(NamedTuple):
    """The output of a call, and the numbers of a row; None for what cannot be worked out."""

    output: Signal
    parameters: int | None
    trainable_parameters: int | None
    multiply_adds: int | None


def described(layer: Layer, call: Call, signals: Mapping[Tensor, Signal], mode: Mode) -> Described:
    """What a call of a layer makes of its inputs; raises NetworkError if they do not fit."""
    try:
        found = _operation(layer, call, signals) if layer.operation else _layer(layer, call, signals, mode.frozen)
    except LayerError as error:
        raise NetworkError(
            N_("The layer {name} cannot be described: {reason}"), name=layer.name[:60], reason=error
        ) from error
    pooled = [signals[tensor].pooled for tensor in call.tensors]
    gated = any(gates(layer, pooled)) or any(signals[tensor].gated for tensor in call.tensors)
    output = found.output._replace(pooled=is_pooled(layer, pooled, mode.channels_first), gated=gated)
    return found._replace(output=output)


def _operation(layer: Layer, call: Call, signals: Mapping[Tensor, Signal]) -> Described:
    """An operation has no weights."""
    inputs = [signals[tensor] for tensor in call.tensors]
    found = None
    if all(signal.shape is not None for signal in inputs):
        arguments = [_with_shapes(value, signals) for value in (*call.args, *call.kwargs.values())]
        found = operations.outcome(layer.class_name, layer.config, arguments)
    multiply_adds = 0 if layer.class_name in operations.RULES else None
    ranks = {len(signal.shape or ()) for signal in inputs}
    if found is None or (0 in found.mixed and ranks != {len(found.shape)}):  # its first axis is not that of the batch
        return Described(Signal(None, None), 0, 0, multiply_adds)
    field = _merged(_without_gates(layer, inputs), found.shape)
    shifted = layer.class_name in operations.MERGING and ranks != {len(found.shape)}  # axes are aligned at the last one
    if field and (shifted or any(axis <= len(field.size) for axis in found.mixed)):  # axis 0 is the batch
        field = None
    return Described(Signal(found.shape, field), 0, 0, multiply_adds)


def _with_shapes(value: Any, signals: Mapping[Tensor, Signal]) -> Any:
    """An argument with the shape of each tensor in its place."""
    if isinstance(value, Tensor):
        return Constant(signals[value].shape or ())
    if isinstance(value, list):
        return [_with_shapes(item, signals) for item in value]
    return value


def _layer(layer: Layer, call: Call, signals: Mapping[Tensor, Signal], frozen: bool) -> Described:
    config = layer.config | {"trainable": False} if frozen else layer.config
    shapes = [leaf.shape if isinstance(leaf, Constant) else signals[leaf].shape for leaf in leaves(call.inputs)]
    known = [shape for shape in shapes if shape is not None and len(shape) > 1 and 0 not in shape]
    facts = [] if layer.custom or len(known) < len(shapes) else _facts(layer.class_name, config, known)
    if not facts:
        return _unknown(layer, frozen)
    output = _output([shape[0] for shape in known], facts)
    inputs = [signals[tensor] for tensor in call.tensors]
    inputs = _without_gates(layer, inputs)
    field = _merged(inputs, output if layer.class_name in MERGING else None)
    if field and any(len(signal.shape or ()) != len(field.size) + 2 for signal in inputs):  # no axis of channels
        field = None
    if len(facts) == 1:
        [one] = facts
        signal = Signal(output, receptive_field.through(field, one))
        return Described(signal, one.parameters, one.trainable_parameters, one.multiply_adds)
    fields = {receptive_field.through(field, one) for one in facts}
    return Described(
        Signal(output, fields.pop() if len(fields) == 1 else None),
        _same([one.parameters for one in facts]),
        _same([one.trainable_parameters for one in facts]),
        _same([one.multiply_adds for one in facts]),
    )


def _output(batches: list[int | None], facts: list[LayerFacts]) -> Shape:
    """The shape with the batch axis; None for a size that is not the same for all."""
    if len(facts) == 1:
        return (_same(batches), *facts[0].output_shape)
    sizes = zip(*(one.output_shape for one in facts), strict=True)
    return (_same(batches), *(_same(list(axis)) for axis in sizes))


def _facts(class_name: str, config: dict[str, Any], shapes: list[Shape]) -> list[LayerFacts]:
    """The facts for an input; for one with unknown sizes those for two sizes in their place.

    What is the same for both does not depend on the unknown sizes. Empty if the layer cannot be worked out.
    """
    if class_name not in MERGING and len(shapes) != 1:
        return []
    unknown = any(None in shape[1:] for shape in shapes)
    facts = []
    try:
        for size in OPEN_SIZES if unknown else OPEN_SIZES[:1]:
            filled = [tuple(size if axis is None else axis for axis in shape[1:]) for shape in shapes]
            layer = {"class_name": class_name, "config": config}
            facts.append(describe(layer, filled if class_name in MERGING else filled[0]))
    except UnsupportedError:
        return []
    except LayerError:
        if unknown:  # it may fit other sizes
            return []
        raise
    return facts if len({len(one.output_shape) for one in facts}) == 1 else []


def _unknown(layer: Layer, frozen: bool) -> Described:
    """A call whose output cannot be worked out; of Keras's own layers, the class tells whether there are weights."""
    weightless = not layer.custom and layer.class_name in KINDS and layer.class_name not in WEIGHTED
    parameters = 0 if weightless or _is_plain_lambda(layer) else None
    fixed = frozen or layer.config.get("trainable") is False
    return Described(Signal(None, None), parameters, 0 if fixed else parameters, 0 if weightless else None)


def _is_plain_lambda(layer: Layer) -> bool:
    """Whether a Lambda layer can have no weights: those of a layer or variable that it is given would count."""
    function = layer.config.get("function")
    plain = isinstance(function, dict) and function.get("class_name") in ("__lambda__", "function")
    return layer.class_name == "Lambda" and not layer.custom and plain and not layer.config.get("arguments")


def _without_gates(layer: Layer, inputs: list[Signal]) -> list[Signal]:
    left_out = gates(layer, [signal.pooled for signal in inputs])
    return [signal for signal, is_gate in zip(inputs, left_out, strict=True) if not is_gate]


def _merged(inputs: list[Signal], output: Shape | None) -> ReceptiveField | None:
    """The field of a unit that takes one unit of each input.

    Undefined if the spatial sizes differ, or may differ, because one input is broadcast then.
    """
    fields = [signal.field for signal in inputs]
    first = fields[0] if fields else None
    if len(fields) == 1 and output is None:
        return first
    if first is None:
        return None
    end = len(first.size) + 1
    spatial = {shape[1:end] for shape in (*(signal.shape for signal in inputs), output) if shape is not None}
    if len(spatial) > 1 or (len(inputs) > 1 and any(None in sizes for sizes in spatial)):
        return None
    return receptive_field.merged(fields)


def _same(numbers: list[int] | list[int | None]) -> int | None:
    """The number if all are the same, else None."""
    return numbers[0] if len(numbers) == 1 or len(set(numbers)) == 1 else None

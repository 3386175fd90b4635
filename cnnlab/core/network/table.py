"""The table of a network: what each layer makes of its inputs, row by row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerError, LayerFacts, describe, receptive_field
from cnnlab.core.layers.arguments import is_integer, short_repr
from cnnlab.core.layers.describe import MERGING
from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.core.network.graph import Graph, Layer, NetworkError, Tensor


@dataclass(frozen=True)
class Row:
    """One layer of a network; a nested network is a row with `rows` of its own.

    `multiply_adds` is the total of all calls; `parameters` are counted once. `output_shapes` lists the different shapes
    of all calls and outputs; `receptive_field` is None if they differ in it.
    """

    name: str
    class_name: str
    output_shapes: tuple[tuple[int, ...], ...]
    parameters: int
    trainable_parameters: int
    multiply_adds: int
    receptive_field: ReceptiveField | None
    rows: tuple["Row", ...] = ()

    @property
    def output_shape(self) -> tuple[Any, ...]:
        """The shape, or a tuple of shapes if there are several."""
        return self.output_shapes[0] if len(self.output_shapes) == 1 else self.output_shapes


class Network(Graph):
    """A graph that computes its table."""

    def table(
        self, input_shape: Sequence[int] | Sequence[Sequence[int]] | None = None, expand_nested: bool = False
    ) -> list[Row]:
        """A row for each of Keras's `model.layers`, in the same order.

        `input_shape` (without the batch axis; a list of shapes for several inputs) replaces the one in the config. With
        `expand_nested`, nested networks are replaced by their rows, named like "base/conv1". Raises NetworkError.
        """
        signals = [_Signal(shape, _field_of(shape)) for shape in _shapes(self, input_shape)]
        rows, _ = _run(self, signals, frozen=False)
        return list(_expanded(rows)) if expand_nested else list(rows)


class _Signal(NamedTuple):
    """What is passed along the graph: the shape of a tensor and the receptive field of its units."""

    shape: tuple[int, ...]
    field: ReceptiveField | None


def _run(graph: Graph, inputs: list[_Signal], frozen: bool) -> tuple[tuple[Row, ...], list[_Signal]]:
    """The rows of a graph's layers and its outputs, for the given inputs."""
    if len(inputs) != len(graph.inputs):
        raise NetworkError(
            N_(
                "The number of inputs of the network {name} is {expected}, not {count}. Give one shape for each input; "
                "if you did, save the model again."
            ),
            name=graph.name[:60],
            expected=len(graph.inputs),
            count=len(inputs),
        )
    frozen = frozen or not graph.trainable
    signals = dict(zip(graph.inputs, inputs, strict=True))
    rows = {tensor.layer: [_input_row(tensor.layer, signals[tensor])] for tensor in graph.inputs}
    layers = {layer.name: layer for layer in graph.layers}
    for call in graph.order:
        layer = layers[call.layer]
        row, outputs = _call(layer, _take(signals, layer.calls[call.call]), frozen)
        signals |= {call._replace(output=index): output for index, output in enumerate(outputs)}
        rows.setdefault(layer.name, []).append(row)
    return tuple(_combined(rows[name]) for name in layers if name in rows), _take(signals, graph.outputs)


def _call(layer: Layer, inputs: list[_Signal], frozen: bool) -> tuple[Row, list[_Signal]]:
    rows: tuple[Row, ...] = ()
    if layer.nested:
        rows, outputs = _run(layer.nested, inputs, frozen)
        parameters = sum(row.parameters for row in rows)
        trainable = sum(row.trainable_parameters for row in rows)
        multiply_adds = sum(row.multiply_adds for row in rows)
    else:
        facts = _facts(layer, inputs, frozen)
        outputs = [_Signal(facts.output_shape, receptive_field.through(_merged(inputs), facts))]
        parameters, trainable, multiply_adds = facts.parameters, facts.trainable_parameters, facts.multiply_adds
    shapes = tuple(dict.fromkeys(output.shape for output in outputs))
    field = _common([output.field for output in outputs])
    return Row(layer.name, layer.class_name, shapes, parameters, trainable, multiply_adds, field, rows), outputs


def _facts(layer: Layer, inputs: list[_Signal], frozen: bool) -> LayerFacts:
    config = layer.config | {"trainable": False} if frozen else layer.config
    shapes = [signal.shape for signal in inputs]
    single = len(shapes) == 1 and layer.kind not in MERGING
    try:
        return describe({"class_name": layer.kind, "config": config}, shapes[0] if single else shapes)
    except LayerError as error:
        raise NetworkError(
            N_("The layer {name} cannot be described: {reason}"), name=layer.name[:60], reason=str(error)
        ) from error


def _merged(inputs: list[_Signal]) -> ReceptiveField | None:
    """The field of a unit that takes one unit of each input; undefined if sizes differ, because one is broadcast."""
    if len({signal.shape[:-1] for signal in inputs}) > 1:
        return None
    return receptive_field.merged([signal.field for signal in inputs])


def _combined(calls: list[Row]) -> Row:
    """One row for all calls of a layer."""
    return replace(
        calls[0],
        output_shapes=tuple(dict.fromkeys(shape for call in calls for shape in call.output_shapes)),
        multiply_adds=sum(call.multiply_adds for call in calls),
        receptive_field=_common([call.receptive_field for call in calls]),
        rows=tuple(_combined(list(same_row)) for same_row in zip(*(call.rows for call in calls), strict=True)),
    )


def _common(fields: list[ReceptiveField | None]) -> ReceptiveField | None:
    return fields[0] if len(set(fields)) == 1 else None


def _input_row(name: str, signal: _Signal) -> Row:
    return Row(name, "InputLayer", (signal.shape,), 0, 0, 0, signal.field)


def _take(signals: dict[Tensor, _Signal], wanted: Iterable[Tensor]) -> list[_Signal]:
    missing = [tensor for tensor in wanted if tensor not in signals]
    if missing:
        raise NetworkError(
            N_("The layer {name} has no output {output}, but the network uses one. Save the model again."),
            name=missing[0].layer[:60],
            output=missing[0].output,
        )
    return [signals[tensor] for tensor in wanted]


def _expanded(rows: Iterable[Row], prefix: str = "") -> Iterator[Row]:
    for row in rows:
        if row.rows:
            yield from _expanded(row.rows, f"{prefix}{row.name}/")
        else:
            yield replace(row, name=prefix + row.name)


def _shapes(graph: Graph, input_shape: object) -> list[tuple[int, ...]]:
    """The shapes of the inputs: those given, or else those in the config."""
    given: Any = input_shape if input_shape is not None else graph.input_shapes
    if isinstance(given, list | tuple) and given and all(is_integer(size) for size in given):
        given = [given]
    if not isinstance(given, list | tuple) or not all(_is_shape(shape) for shape in given):
        raise NetworkError(
            N_(
                "The network {name} cannot use the input shape {value}. Call table(input_shape) with whole numbers, "
                "without the batch axis, such as (180, 180, 3): one shape for each input."
            ),
            name=graph.name[:60],
            value=short_repr(given),
        )
    return [tuple(int(size) for size in shape) for shape in given]


def _is_shape(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) > 0 and all(is_integer(size) for size in value)


def _field_of(shape: tuple[int, ...]) -> ReceptiveField | None:
    return receptive_field.of_input(len(shape) - 1) if len(shape) > 1 else None

"""The table of a network, row by row: what each layer makes of what reaches it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerError, LayerFacts, describe, receptive_field
from cnnlab.core.layers.arguments import is_integer, shown
from cnnlab.core.layers.describe import MERGING
from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.core.network.graph import Graph, Layer, NetworkError, Tensor


@dataclass(frozen=True)
class Row:
    """One layer in a network; a nested network is a row with `rows` of its own.

    `multiply_adds` are those of all its calls, `parameters` count once. `output_shapes` and `receptive_field` are those
    of every call and output: several shapes where they differ, no field (None) where they differ.
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
    def output_shape(self) -> tuple:
        """The shape, or a tuple of them where there are several."""
        return self.output_shapes[0] if len(self.output_shapes) == 1 else self.output_shapes


class Network(Graph):
    """A graph that works out its table."""

    def table(self, input_shape=None, expand_nested: bool = False) -> list[Row]:
        """A row for each of Keras's `model.layers`, in its order.

        `input_shape` (no batch axis; a list of shapes for several inputs) takes the place of the config's own. With
        `expand_nested` the rows of nested networks stand in their place, "base/conv1". Raises NetworkError.
        """
        signals = [_Signal(each, _field_of(each)) for each in _shapes(self, input_shape)]
        rows, _ = _run(self, signals, frozen=False)
        return list(_expanded(rows)) if expand_nested else list(rows)


class _Signal(NamedTuple):
    """What travels along the graph: a tensor's shape and what one unit of it sees."""

    shape: tuple[int, ...]
    field: ReceptiveField | None


def _run(graph: Graph, inputs: list[_Signal], frozen: bool) -> tuple[tuple[Row, ...], list[_Signal]]:
    """The rows of a graph's layers, and its outputs, for these inputs."""
    if len(inputs) != len(graph.inputs):
        raise NetworkError(
            N_("The network {name} takes {expected} inputs; {came} came. Save the model again."),
            name=graph.name,
            expected=len(graph.inputs),
            came=len(inputs),
        )
    frozen = frozen or not graph.trainable
    signals = dict(zip(graph.inputs, inputs, strict=True))
    found = {each.layer: [_input_row(each.layer, signals[each])] for each in graph.inputs}
    layers = {each.name: each for each in graph.layers}
    for call in graph.order:
        layer = layers[call.layer]
        row, outputs = _call(layer, _take(signals, layer.calls[call.call]), frozen)
        signals |= {call._replace(output=at): each for at, each in enumerate(outputs)}
        found.setdefault(layer.name, []).append(row)
    return tuple(_together(found[each]) for each in layers if each in found), _take(signals, graph.outputs)


def _call(layer: Layer, arrived: list[_Signal], frozen: bool) -> tuple[Row, list[_Signal]]:
    rows: tuple[Row, ...] = ()
    if layer.nested:
        rows, outputs = _run(layer.nested, arrived, frozen)
        parameters = sum(each.parameters for each in rows)
        trainable = sum(each.trainable_parameters for each in rows)
        multiply_adds = sum(each.multiply_adds for each in rows)
    else:
        facts = _facts(layer, arrived, frozen)
        outputs = [_Signal(facts.output_shape, receptive_field.through(_merged(arrived), facts))]
        parameters, trainable, multiply_adds = facts.parameters, facts.trainable_parameters, facts.multiply_adds
    shapes, field = tuple(dict.fromkeys(each.shape for each in outputs)), _one([each.field for each in outputs])
    return Row(layer.name, layer.class_name, shapes, parameters, trainable, multiply_adds, field, rows), outputs


def _facts(layer: Layer, arrived: list[_Signal], frozen: bool) -> LayerFacts:
    config = layer.config | {"trainable": False} if frozen else layer.config
    shapes = [each.shape for each in arrived]
    alone = len(shapes) == 1 and layer.kind not in MERGING
    try:
        return describe({"class_name": layer.kind, "config": config}, shapes[0] if alone else shapes)
    except LayerError as error:
        raise NetworkError(
            N_("The layer {name} cannot be described: {reason}"), name=layer.name[:60], reason=str(error)
        ) from error


def _merged(arrived: list[_Signal]) -> ReceptiveField | None:
    """What a unit sees that takes one unit of each input; of inputs of different sizes, one is repeated: undefined."""
    if len({each.shape[:-1] for each in arrived}) > 1:
        return None
    return receptive_field.merged([each.field for each in arrived])


def _together(calls: list[Row]) -> Row:
    """One row for all calls of a layer."""
    return replace(
        calls[0],
        output_shapes=tuple(dict.fromkeys(shape for each in calls for shape in each.output_shapes)),
        multiply_adds=sum(each.multiply_adds for each in calls),
        receptive_field=_one([each.receptive_field for each in calls]),
        rows=tuple(_together(list(each)) for each in zip(*(call.rows for call in calls), strict=True)),
    )


def _one(fields: list[ReceptiveField | None]) -> ReceptiveField | None:
    return fields[0] if len(set(fields)) == 1 else None


def _input_row(name: str, signal: _Signal) -> Row:
    return Row(name, "InputLayer", (signal.shape,), 0, 0, 0, signal.field)


def _take(signals: dict[Tensor, _Signal], wanted: Iterable[Tensor]) -> list[_Signal]:
    missing = [each for each in wanted if each not in signals]
    if missing:
        raise NetworkError(
            N_("The layer {name} should have an output {output}; it has none. Save the model again."),
            name=missing[0].layer[:60],
            output=missing[0].output,
        )
    return [signals[each] for each in wanted]


def _expanded(rows: Iterable[Row], prefix: str = "") -> Iterator[Row]:
    for row in rows:
        if row.rows:
            yield from _expanded(row.rows, f"{prefix}{row.name}/")
        else:
            yield replace(row, name=prefix + row.name)


def _shapes(graph: Graph, input_shape) -> list[tuple[int, ...]]:
    """The shapes of the inputs: those that were given, or those of the config."""
    given: Any = input_shape if input_shape is not None else graph.input_shapes
    if isinstance(given, list | tuple) and given and all(is_integer(each) for each in given):
        given = [given]
    if not isinstance(given, list | tuple) or not all(_is_shape(each) for each in given):
        raise NetworkError(
            N_(
                "An input shape of whole numbers from 1 on, without batch axis, was expected for each input of {name}; "
                "{came} came. Give table(input_shape) one, such as (180, 180, 3)."
            ),
            name=graph.name[:60],
            came=shown(given),
        )
    return [tuple(int(size) for size in each) for each in given]


def _is_shape(value) -> bool:
    return isinstance(value, list | tuple) and len(value) > 0 and all(is_integer(size) for size in value)


def _field_of(shape: tuple[int, ...]) -> ReceptiveField | None:
    return receptive_field.of_input(len(shape) - 1) if len(shape) > 1 else None

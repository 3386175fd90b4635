"""The table of a network: what each layer makes of its inputs, row by row; and what one unit sees."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers import receptive_field
from cnnlab.core.layers.arguments import is_integer, short_repr
from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.core.network.described import Mode, Signal, described
from cnnlab.core.network.graph import Graph, Layer, NetworkError, Place, Shape, Tensor
from cnnlab.core.network.pausing import without_collecting
from cnnlab.core.network.rows import QUANTITIES, Row, combined, common_field, expanded, sum_or_none
from cnnlab.core.network.saved import Saved
from cnnlab.core.network.tracing import Trace

Shapes = Sequence[int] | Sequence[Sequence[int]] | None  # of the inputs; None for those in the config
Signals = dict[Place, dict[Tensor, Signal]]  # of every tensor, by the calls of nested networks that lead to its graph


class Network(Graph):
    """A graph that computes its table."""

    def table(self, input_shape: Shapes = None, expand_nested: bool = False) -> list[Row]:
        """A row for each of Keras's `model.layers`, in the same order, and for each bare operation.

        `input_shape` (without the batch axis; a list of shapes for several inputs) replaces the one in the config. With
        `expand_nested`, nested networks are replaced by their rows, named like "base/conv1".

        A layer of a class that is not known here, such as a custom one, is a row with what the file says about it: the
        shape of an output that another layer takes, if the input is that of the file. Everything else of it is None.
        Raises NetworkError.
        """
        rows, _signals = self.run(input_shape)
        return list(expanded(rows) if expand_nested else rows)

    def sees(
        self, layer: str, unit: Sequence[int], input_shape: Sequence[int] | None = None
    ) -> tuple[tuple[int, int], ...]:
        """The input cells that one unit of a layer depends on: (first, end) for each axis of the picture.

        `unit` is its position, (row, column) in a feature map, or (index,) in a vector; all channels of it are meant.
        A layer in a nested network is called by its path, "base/conv1", or by its name alone where that is unique; of a
        layer that is called several times, the cells that any of the calls depends on count. The end is exclusive and
        the interval clipped to the picture; (0, 0) where nothing of the picture reaches the unit. Exact through
        branches, unequal strides, enlarging and transposed convolutions. A gate, a factor that global pooling has made
        of the whole picture, as in squeeze-and-excitation, is left out. Raises NetworkError.

        >>> from cnnlab.core.network import read
        >>> pool = {"class_name": "MaxPooling2D", "config": {"name": "pool", "pool_size": 2}}
        >>> layers = [{"class_name": "InputLayer", "config": {"batch_shape": [None, 28, 28, 1], "name": "input"}}, pool]
        >>> network = read({"class_name": "Sequential", "config": {"name": "small", "layers": layers}})
        >>> network.sees("pool", (3, 13))
        ((6, 8), (26, 28))
        """
        return self.trace(input_shape).sees(layer, unit)

    def trace(self, input_shape: Sequence[int] | None = None) -> Trace:
        """What `sees` asks; for many units, it is made once."""
        return Trace(self, self.signals(input_shape))

    def signals(self, input_shape: Sequence[int] | None = None) -> Signals:
        """Every tensor of the network and of those nested in it, by the calls of nested networks that lead there."""
        return self.run(input_shape)[1]

    def run(self, input_shape: Shapes = None) -> tuple[tuple[Row, ...], Signals]:
        """The rows of `table` and the `signals`. Raises NetworkError."""
        record, mode = Signals(), Mode(channels_first=self.formats == {"channels_first"})
        with without_collecting():
            return _run(self, self._inputs(input_shape), mode, record)[0], record

    def _inputs(self, input_shape: object) -> list[Signal]:
        return [Signal((None, *shape), _field_of(shape)) for shape in _shapes(self, input_shape)]


def _run(
    graph: Graph,
    inputs: list[Signal],
    mode: Mode,
    record: Signals,
    place: Place = (),
    expected: Sequence[Shape | None] = (),
) -> tuple[tuple[Row, ...], list[Signal]]:
    """The rows of a graph's layers and its outputs for these inputs; `expected` are the outputs' shapes in the file.

    `record` takes every signal, by the calls of nested networks that lead to the graph.
    """
    _check_number_of_inputs(graph, inputs)
    saved = Saved(graph, [signal.shape for signal in inputs], expected)
    mode = mode._replace(frozen=mode.frozen or not graph.trainable)
    signals = record.setdefault(place, {})
    rows: dict[str, list[Row]] = defaultdict(list)
    for tensor, signal in zip(graph.inputs, inputs, strict=True):
        signals[tensor] = saved.completed(tensor, signal)
        rows[tensor.layer].append(_row((tensor.layer, "InputLayer"), [signals[tensor]], (0, 0, 0)))
    layers, wanted = {layer.name: layer for layer in graph.layers}, _wanted(graph)
    for at in graph.order:
        row, outputs = _call(at, layers[at.layer], record, place, saved, mode, wanted[at])
        signals |= outputs
        rows[at.layer].append(row)
    return tuple(combined(rows[name]) for name in layers if name in rows), _take(signals, graph.outputs)


def _call(
    at: Tensor, layer: Layer, record: Signals, place: Place, saved: Saved, mode: Mode, wanted: set[int]
) -> tuple[Row, dict[Tensor, Signal]]:
    """The row of one call, and the signals of those of its outputs that are known or `wanted`."""
    call, signals = layer.calls[at.call], record[place]
    rows: tuple[Row, ...] = ()
    numbers: tuple[int | None, ...]
    _take(signals, call.tensors)
    if layer.nested:
        expected = saved.outputs_of(at, len(layer.nested.outputs))
        sources = layer.nested.sources(call)
        inputs = [signals[leaf] if isinstance(leaf, Tensor) else Signal(leaf.shape, None) for leaf in sources]
        rows, computed = _run(layer.nested, inputs, mode, record, (*place, at), expected)
        outputs = {at._replace(output=index): signal for index, signal in enumerate(computed)}
        numbers = tuple(sum_or_none(getattr(row, quantity) for row in rows) for quantity in QUANTITIES)
    else:
        found = described(layer, call, signals, mode)
        indices = sorted(wanted) if found.output.shape is None else [0]
        outputs = {at._replace(output=index): found.output for index in indices}
        numbers = found[1:]
    outputs = {tensor: saved.completed(tensor, signal) for tensor, signal in outputs.items()}
    return _row((layer.name, layer.class_name), list(outputs.values()), numbers, rows), outputs


def _row(
    layer: tuple[str, str], outputs: list[Signal], numbers: tuple[int | None, ...], rows: tuple[Row, ...] = ()
) -> Row:
    """The row of one call of a layer, (name, class name)."""
    shapes = tuple(dict.fromkeys(None if output.shape is None else output.shape[1:] for output in outputs))
    parameters, trainable, multiply_adds = numbers
    field = common_field([output.field for output in outputs])
    saved, gated = any(output.saved for output in outputs), any(output.gated for output in outputs)
    pooled = bool(outputs) and all(output.pooled for output in outputs)
    return Row(*layer, shapes, parameters, trainable, multiply_adds, field, rows, saved, gated, pooled)


def _wanted(graph: Graph) -> dict[Tensor, set[int]]:
    """For each call the indices of its outputs that the network uses."""
    wanted: dict[Tensor, set[int]] = defaultdict(set)
    calls = (call.tensors for layer in graph.layers for call in layer.calls)
    for tensor in chain(graph.outputs, *calls):
        wanted[tensor.first].add(tensor.output)
    return wanted


def _check_number_of_inputs(graph: Graph, inputs: list[Signal]) -> None:
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


def _take(signals: dict[Tensor, Signal], wanted: Iterable[Tensor]) -> list[Signal]:
    missing = [tensor for tensor in wanted if tensor not in signals]
    if missing:
        raise NetworkError(
            N_("The layer {name} has no output {output}, but the network uses one. Save the model again."),
            name=missing[0].layer[:60],
            output=missing[0].output,
        )
    return [signals[tensor] for tensor in wanted]


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
    return isinstance(value, list | tuple) and all(is_integer(size) for size in value)


def _field_of(shape: tuple[int, ...]) -> ReceptiveField | None:
    return receptive_field.of_input(len(shape) - 1) if len(shape) > 1 else None

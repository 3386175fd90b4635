"""How one value of the network is computed: in the stepper for a map's cell, as a short table for a dense unit."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network.sequence import SequentialLayer
from cnnlab.core.requests import LayerOutputs, ReadWeights
from cnnlab.core.stepping.dense import DenseSum, dense_sum, place_before_flatten
from cnnlab.core.stepping.unit import one_unit
from cnnlab.ui.lessons.digit.cell import Cell
from cnnlab.ui.lessons.digit.opened import AT, keep_in_link, layer_of, opened, step_to, times_opened
from cnnlab.ui.lessons.digit.picked import pick
from cnnlab.ui.lessons.digit.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.held import Itself, held_by_all
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import signed
from cnnlab.ui.widgets.stepper.grids import Grid, grids
from cnnlab.ui.widgets.stepper.stepper import Compared, stepper
from cnnlab.ui.widgets.table import table

TITLE = N_("How this value is computed")
STEPPER = CONTROLS.key("stepper_")
LISTED = 6  # the largest products of a dense unit, which have rows of their own

Weights = list[np.ndarray]


def calculation(settings: Settings, answer: LayerOutputs) -> None:
    """The opened cell: the controls that choose it, and its calculation beside Keras's value."""
    cell = opened(settings)
    layer = layer_of(cell, settings)
    keep_in_link(cell, settings)
    pick(cell, layer, settings)
    if layer.class_name == "Flatten":
        _flattened(cell, layer, answer)
        return
    weights: Weights | None = None
    if layer.row.parameters:
        found = ask(ReadWeights(settings.card.id))
        if found is None:
            return
        weights = found.value.by_layer[cell.layer]
    if layer.has_maps:
        _in_the_stepper(cell, layer, weights, answer)
    else:
        _in_a_table(cell, layer, one_unit(layer.config, weights or [], cell.number)[1], settings, answer)


def _compared(value: float, keras_value: float) -> str:
    text = _("Calculated here: **{value}**. Keras: **{keras}**.")
    return text.format(value=signed(value, ".4f"), keras=signed(keras_value, ".4f"))


def _place(layer: str, row: int, column: int, channel: int) -> str:
    text = _("{layer}, map {map}, row {row}, column {column}")
    return text.format(layer=layer, map=channel + 1, row=row + 1, column=column + 1)


@dataclass(frozen=True)
class _Worked:
    """One unit of a layer: its config and weights, what it reads, and its map as Keras computed it."""

    config: dict[str, Any]
    weights: Weights
    inputs: np.ndarray
    map: np.ndarray


def _worked_out(cell: Cell, layer: SequentialLayer, weights: Weights | None, answer: LayerOutputs) -> _Worked:
    inputs = answer.by_layer[layer.previous]
    if weights is None:  # pooling reads one map only
        inputs = inputs[..., cell.number : cell.number + 1]
    config, weights = one_unit(layer.config, weights or [], cell.number)
    return _Worked(config, weights, inputs, answer.by_layer[layer.name][..., cell.number])


def _in_the_stepper(cell: Cell, layer: SequentialLayer, weights: Weights | None, answer: LayerOutputs) -> None:
    made_from = (cell.layer, cell.number, Itself(weights), Itself(answer))
    worked = held_by_all(CONTROLS.key("worked_out"), made_from, lambda: _worked_out(cell, layer, weights, answer))
    place = _("{layer}, map {map}, row {row}, column {column}")
    place = place.replace("{layer}", cell.layer).replace("{map}", str(cell.number + 1))  # the browser fills the others
    stepper(
        layer=worked.config,
        inputs=worked.inputs,
        weights=worked.weights,
        at=(cell.row, cell.column, 0),
        key=STEPPER + str(times_opened()),  # a new one for each cell that is opened, which starts there
        link=AT,
        decimals=3,
        source=_source(cell, layer),
        compared=Compared(place, _("Calculated here: **{value}**. Keras: **{keras}**.").replace("**", ""), worked.map),
        on_move=partial(_take_step, cell, times_opened()),
        follows=False,
    )


def _take_step(cell: Cell, opened: int) -> None:
    """The cell stepped to is the opened one, in the same stepper, unless another one was opened meanwhile."""
    moved = (st.session_state.get(STEPPER + str(opened)) or {}).get("moved")
    if opened != times_opened() or not moved:
        return
    row, column = moved.split(".")
    step_to(replace(cell, row=int(row), column=int(column)))


def _source(cell: Cell, layer: SequentialLayer) -> str:
    """What the cell reads: all maps of the previous layer, or one of them in pooling."""
    previous = _("Input picture") if layer.previous == "scaling" else layer.previous
    return previous if layer.row.parameters else _("{layer}, map {map}").format(layer=previous, map=cell.number + 1)


def _flattened(cell: Cell, layer: SequentialLayer, answer: LayerOutputs) -> None:
    """Flatten computes nothing: say which cell of which map the value is."""
    shape = answer.by_layer[layer.previous].shape
    row, column, channel = place_before_flatten(cell.number, shape)
    text = _(
        "Flatten computes nothing: it reads the maps position by position into one vector of {count:,} values. Value "
        "{number:,} comes from map {map} of {previous}, row {row}, column {column}: **{value}**."
    )
    st.markdown(
        text.format(
            count=layer.count,
            number=cell.number + 1,
            map=channel + 1,
            previous=layer.previous,
            row=row + 1,
            column=column + 1,
            value=signed(float(answer.by_layer[layer.name][cell.number]), ".4f"),
        )
    )
    place = rf"(({row + 1} - 1) \times {shape[1]} + ({column + 1} - 1)) \times {shape[2]} + {channel + 1}"
    st.markdown(f"${place} = {cell.number + 1}$")


def _in_a_table(cell: Cell, layer: SequentialLayer, weights: Weights, settings: Settings, answer: LayerOutputs) -> None:
    """The largest products of a dense unit, the sum of the others, the bias and the total."""
    is_last = layer is settings.layers[-1]  # the softmax needs the sums of all units; this is one of them
    activation = "linear" if is_last else layer.config["config"]["activation"]
    found = dense_sum(answer.by_layer[layer.previous], weights, activation)
    if is_last:
        text = _("The sum for **{label}**, its logit, before softmax.")
        st.markdown(text.format(label=settings.labels[cell.number]))
    own = float((answer.logits if is_last else answer.by_layer[layer.name])[cell.number])
    st.markdown(_compared(found.value, own))
    maps = _maps_before(layer, settings)
    left, right = st.columns([0.62, 0.38])
    left.markdown(_sum_table(found, layer, maps))
    if maps:
        rows, columns, channels = maps.shape
        caption = _("Products summed at each position (positions: {count})").format(count=rows * columns)
        with right:
            grids([Grid(caption, found.at_places((rows, columns, channels)))], key=CONTROLS.key("places"))


def _sum_table(found: DenseSum, layer: SequentialLayer, maps: SequentialLayer | None) -> str:
    def written(value: float) -> str:
        return signed(value, ".4f")

    largest = found.largest(LISTED)
    rows = [
        [_origin(index, layer, maps), *map(written, (found.inputs[index], found.weights[index], found.products[index]))]
        for index in largest
    ]
    others = _("the other products ({count:,})").format(count=len(found.products) - len(largest))
    rows.append([others, "", "", written(found.remainder(LISTED))])
    rows.append([_("Bias"), "", "", written(found.bias)])
    if found.value != found.total:
        rows.append([_("before the ReLU"), "", "", written(found.total)])
    rows.append([_("Sum"), "", "", f"**{written(found.value)}**"])
    return table([_("Largest products, of either sign"), _("Value"), _("Weight"), _("Product")], rows)


def _origin(index: int, layer: SequentialLayer, maps: SequentialLayer | None) -> str:
    """Where a value that a dense unit reads comes from: a cell of the maps before Flatten, or a unit."""
    if maps is None:
        return _("{layer}, unit {map}").format(layer=layer.previous, map=index + 1)
    return _place(maps.name, *place_before_flatten(index, maps.shape))


def _maps_before(layer: SequentialLayer, settings: Settings) -> SequentialLayer | None:
    """The layer whose flattened maps a dense layer reads; None if it reads another dense layer."""
    by_name = {candidate.name: candidate for candidate in settings.layers}
    previous = by_name[layer.previous]
    return by_name[previous.previous] if previous.class_name == "Flatten" else None

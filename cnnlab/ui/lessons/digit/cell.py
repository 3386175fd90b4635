"""One number of the network opened: the stepper for a map's cell, a compact sum for a dense layer's unit."""

import numpy as np
import streamlit as st

from cnnlab.core.stepping.cell import step
from cnnlab.core.stepping.dense import DenseSum, dense_sum
from cnnlab.core.stepping.unit import one_unit
from cnnlab.ui.lessons.digit.network_view import Cell
from cnnlab.ui.lessons.digit.opened import AT, keep_in_link, open_cell, opened, station_of, times_opened
from cnnlab.ui.lessons.digit.settings import PREFIX, Shown, Values
from cnnlab.ui.lessons.digit.way import Station, way
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.stepper.grids import Grid, grids
from cnnlab.ui.widgets.stepper.stepper import stepper
from cnnlab.ui.widgets.table import table

PICKED = {each: f"{PREFIX}pick_{each}" for each in ("layer", "number", "row", "column")}
LISTED = 6  # products of a dense layer's sum that are written out


def one_number(shown: Shown, values: Values) -> None:
    """The opened cell: which it is, its sum, and the network's own number beside it."""
    cell = opened(shown.card)
    station = station_of(cell, shown.card)
    keep_in_link(cell, shown.card)
    _pick(cell, station, shown)
    if station.kind == "Flatten":
        _flattened(cell, station, values)
        return
    layer: dict = station.layer
    weights: list[np.ndarray] = []
    if station.row.parameters:
        learned = ask("weights", model=shown.card.id)
        if learned is None:
            return
        layer, weights = one_unit(layer, learned.value[cell.layer], cell.number)
    if station.has_maps:
        _in_the_stepper(cell, station, layer, weights, values)
    else:
        _in_a_table(cell, station, layer, weights, values, shown)


def _pick(cell: Cell, station: Station, shown: Shown) -> None:
    """The same choice as a click in the maps, for the keyboard and for fingers."""
    counts = {"number": station.count}
    if station.has_maps:
        counts |= {"row": station.shape[0], "column": station.shape[1]}
    words = {"number": _("Map") if station.has_maps else _("Number"), "row": _("Row"), "column": _("Column")}
    st.session_state[PICKED["layer"]] = cell.layer
    with st.container(horizontal=True, gap="small"):
        names = [each.name for each in way(shown.card)]
        st.selectbox(_("Layer"), names, key=PICKED["layer"], width=170, on_change=_take_pick)
        for each, count in counts.items():
            st.session_state[PICKED[each]] = getattr(cell, each) + 1
            st.number_input(words[each], 1, count, key=PICKED[each], width=130, on_change=_take_pick)


def _take_pick() -> None:
    picked = {each: st.session_state.get(key, 1) for each, key in PICKED.items()}
    open_cell(Cell(picked["layer"], *(picked[each] - 1 for each in ("number", "row", "column"))))


def _in_the_stepper(cell: Cell, station: Station, layer: dict, weights: list, values: Values) -> None:
    inputs, at = values[station.before], (cell.row, cell.column, 0)
    if not weights:  # pooling looks at one map
        inputs = inputs[..., cell.number : cell.number + 1]
    found = step(layer, inputs, weights, at)
    own = float(values[station.name][cell.row, cell.column, cell.number])
    gaps = {"layer": cell.layer, "map": cell.number + 1, "row": cell.row + 1, "column": cell.column + 1}
    st.markdown("**" + _("{layer}, map {map}, row {row}, column {column}").format(**gaps) + "**")
    _beside(found.value, own)
    key = f"{PREFIX}stepper_{cell.layer}_{times_opened()}"  # another one for another cell, or it would stay where it is
    stepper(
        layer=layer, inputs=inputs, weights=weights, at=at, key=key, link=AT, decimals=3, source=_source(cell, station)
    )


def _source(cell: Cell, station: Station) -> str:
    """What the opened cell looks at: the maps of the layer before it; a pooling at one of them."""
    before = _("Input picture") if station.before == "scaling" else station.before
    return before if station.row.parameters else _("{layer}, map {map}").format(layer=before, map=cell.number + 1)


def _beside(value: float, own: float) -> None:
    st.markdown(
        _("Worked out here, term by term: **{value:.4f}**. The network's own number: **{own:.4f}**.").format(
            value=value, own=own
        )
    )


def _flattened(cell: Cell, station: Station, values: Values) -> None:
    """Flatten computes nothing: which cell of which map the number is."""
    shape = values[station.before].shape
    row, column, channel = map(int, np.unravel_index(cell.number, shape))
    st.markdown(
        _(
            "Flatten computes nothing: it reads the maps place by place into one row of {count:,} numbers. "
            "Number {number} is map {map} of {before} at row {row}, column {column}: **{value:.4f}**."
        ).format(
            count=station.count,
            number=cell.number + 1,
            map=channel + 1,
            before=station.before,
            row=row + 1,
            column=column + 1,
            value=float(values[station.name][cell.number]),
        )
    )
    place = rf"(({row + 1} - 1) \times {shape[1]} + ({column + 1} - 1)) \times {shape[2]} + {channel + 1}"
    st.markdown(f"${place} = {cell.number + 1}$")


def _in_a_table(cell: Cell, station: Station, layer: dict, weights: list, values: Values, shown: Shown) -> None:
    """The largest products of a dense unit, what the others add up to, the bias and the sum."""
    is_last = station is way(shown.card)[-1]  # its softmax needs all sums; this is one of them
    found = dense_sum(values[station.before], weights, "linear" if is_last else layer["config"]["activation"])
    if is_last:
        st.markdown(_("The sum for **{label}**, its logit, before softmax.").format(label=shown.labels[cell.number]))
    _beside(found.value, float(values["logits" if is_last else station.name][cell.number]))
    maps = _maps_before(station, shown)
    left, right = st.columns([0.62, 0.38])
    left.markdown(_sum_table(found, station, maps))
    if maps:
        rows, columns, channels = maps.shape
        caption = _("The products added up at each of the {count} places").format(count=rows * columns)
        with right:
            grids([Grid(caption, found.at_places((rows, columns, channels)))], key=f"{PREFIX}places")


def _sum_table(found: DenseSum, station: Station, maps: Station | None) -> str:
    largest = found.largest(LISTED)
    rows = [
        [_origin(at, station, maps), *map(_four, (found.inputs[at], found.weights[at], found.products[at]))]
        for at in largest
    ]
    count = len(found.products) - len(largest)
    others = found.products.sum() - found.products[largest].sum()
    rows.append([_("the other {count:,} products").format(count=count), "", "", _four(others)])
    rows.append([_("Bias"), "", "", _four(found.bias)])
    if found.value != found.total:
        rows.append([_("before the ReLU"), "", "", _four(found.total)])
    rows.append([_("Sum"), "", "", f"**{_four(found.value)}**"])
    return table([_("Largest products"), _("Value"), _("Weight"), _("Product")], rows)


def _four(value: float) -> str:
    return f"{value:.4f}"


def _origin(index: int, station: Station, maps: Station | None) -> str:
    """Where a number that reaches a dense layer was before the maps were flattened."""
    if maps is None:
        return _("{layer}, number {map}").format(layer=station.before, map=index + 1)
    row, column, channel = map(int, np.unravel_index(index, maps.shape))
    return _("{layer}, map {map}, row {row}, column {column}").format(
        layer=maps.name, map=channel + 1, row=row + 1, column=column + 1
    )


def _maps_before(station: Station, shown: Shown) -> Station | None:
    """The layer whose maps were flattened for a dense layer; None for a dense layer after another."""
    stations = {each.name: each for each in way(shown.card)}
    before = stations.get(station.before)
    return stations[before.before] if before and before.kind == "Flatten" else None

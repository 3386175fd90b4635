"""The controls that choose a value of the network, as a click in its maps does."""

import streamlit as st

from cnnlab.core.network.sequence import SequentialLayer
from cnnlab.ui.lessons.digit.cell import Cell
from cnnlab.ui.lessons.digit.opened import open_cell, told
from cnnlab.ui.lessons.digit.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _

PICKED = {name: CONTROLS.key(f"pick_{name}") for name in ("layer", "number", "row", "column")}


def pick(cell: Cell, layer: SequentialLayer, settings: Settings) -> None:
    """The layer, and the map, row and column in it; a unit of the last layer goes by the name of its class."""
    st.session_state.update({PICKED["layer"]: cell.layer, PICKED["number"]: cell.number + 1})
    with st.container(horizontal=True, gap="small"):
        names = [candidate.name for candidate in told(settings)]
        st.selectbox(_("Layer"), names, key=PICKED["layer"], width=170, on_change=_take_pick)
        if layer is settings.layers[-1]:
            _class(settings.labels)
        else:
            _number("number", _("Map") if layer.has_maps else _("Unit"), layer.count, cell.number)
        if layer.has_maps:
            _number("row", _("Row"), layer.shape[0], cell.row)
            _number("column", _("Column"), layer.shape[1], cell.column)


def _class(labels: list[str]) -> None:
    key, names = PICKED["number"], dict(enumerate(labels, start=1))
    st.selectbox(_("Class"), list(names), format_func=names.__getitem__, key=key, width=170, on_change=_take_pick)


def _number(name: str, label: str, count: int, value: int) -> None:
    st.session_state[PICKED[name]] = value + 1
    st.number_input(label, 1, count, key=PICKED[name], width=130, on_change=_take_pick)


def _take_pick() -> None:
    picked = {name: st.session_state.get(key, 1) for name, key in PICKED.items()}
    open_cell(Cell(picked["layer"], picked["number"] - 1, picked["row"] - 1, picked["column"] - 1))

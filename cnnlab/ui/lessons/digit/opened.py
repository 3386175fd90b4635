"""Which value of the network is opened: by a click, by the controls, or by the link."""

from dataclasses import replace

import streamlit as st

from cnnlab.core.network.sequence import SequentialLayer
from cnnlab.ui.lessons.digit.cell import Cell, read_cell
from cnnlab.ui.lessons.digit.settings import CONTROLS, DIGITS, Settings
from cnnlab.ui.shell import link, view
from cnnlab.ui.widgets.stepper.stepper import cell_in_link

CELL, TIMES = CONTROLS.key("cell"), CONTROLS.key("times_opened")
AT = CONTROLS.key("at")  # in the link: the stepper's position
FIRST = {DIGITS: Cell("conv1", 29, 19, 17)}  # at the edge of a stroke of the first example


def opened(settings: Settings) -> Cell:
    """The opened cell, moved inside its layer; the first cell if none was named, or one of another network."""
    if CELL not in st.session_state:
        st.session_state[CELL] = _from_link(settings)
    cell = st.session_state[CELL]
    if cell is None or cell.layer not in {layer.name for layer in told(settings)}:
        cell = first_cell(settings)
    return _inside(cell, layer_of(cell, settings))


def told(settings: Settings) -> tuple[SequentialLayer, ...]:
    """The layers whose values are shown: not the last one, which is the answer, where a link hides the numbers."""
    return settings.layers[:-1] if view.hides(view.NUMBERS) else settings.layers


def first_cell(settings: Settings) -> Cell:
    """The cell that is opened at first."""
    first = settings.layers[0]
    return FIRST.get(settings.card.id, Cell(first.name, 0, first.shape[0] // 2, first.shape[1] // 2))


def layer_of(cell: Cell, settings: Settings) -> SequentialLayer:
    return next(layer for layer in settings.layers if layer.name == cell.layer)


def keep_in_link(cell: Cell, settings: Settings) -> None:
    link.keep(CELL, cell, first_cell(settings))


def open_cell(cell: Cell) -> None:
    st.session_state.update({CELL: cell, TIMES: times_opened() + 1})


def step_to(cell: Cell) -> None:
    """Open a cell of the same map, which the stepper has moved to; the stepper goes on from there."""
    st.session_state[CELL] = cell


def times_opened() -> int:
    return st.session_state.get(TIMES, 0)


def _from_link(settings: Settings) -> Cell | None:
    cell = read_cell(link.asked(CELL) or "")
    if link.asked(AT):
        row, column, __ = cell_in_link(AT)
        cell = replace(cell or first_cell(settings), row=row, column=column)
    return cell


def _inside(cell: Cell, layer: SequentialLayer) -> Cell:
    number = min(cell.number, layer.count - 1)
    if not layer.has_maps:
        return Cell(cell.layer, number)
    rows, columns, __ = layer.shape
    return Cell(cell.layer, number, min(cell.row, rows - 1), min(cell.column, columns - 1))

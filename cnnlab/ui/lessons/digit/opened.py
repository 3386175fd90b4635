"""Which number of the network is opened: clicked, picked, or named by the link."""

from dataclasses import replace

import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.ui.lessons.digit.network_view import Cell, read_cell
from cnnlab.ui.lessons.digit.settings import DIGITS, PREFIX
from cnnlab.ui.lessons.digit.way import Station, way
from cnnlab.ui.widgets.stepper.stepper import cell_in_link

CELL, TIMES = f"{PREFIX}cell", f"{PREFIX}times_opened"
AT = f"{PREFIX}at"  # in the link the stepper keeps where it has stepped to
FIRST = {DIGITS: Cell("conv1", 29, 19, 17)}  # on the edge of a stroke of the first example


def opened(card: ModelCard) -> Cell:
    """The opened cell, inside its layer; a cell of the first layer where none was named, or one of no layer here."""
    if CELL not in st.session_state:
        st.session_state[CELL] = _from_link(card)
    cell = st.session_state[CELL]
    if cell is None or cell.layer not in {each.name for each in way(card)}:
        cell = first_cell(card)
    return _inside(cell, station_of(cell, card))


def first_cell(card: ModelCard) -> Cell:
    """The cell that is opened at a first visit."""
    first = way(card)[0]
    return FIRST.get(card.id, Cell(first.name, 0, first.shape[0] // 2, first.shape[1] // 2))


def station_of(cell: Cell, card: ModelCard) -> Station:
    return next(each for each in way(card) if each.name == cell.layer)


def keep_in_link(cell: Cell, card: ModelCard) -> None:
    if cell != first_cell(card):
        st.query_params[CELL] = str(cell)
    elif CELL in st.query_params:
        del st.query_params[CELL]


def open_cell(cell: Cell) -> None:
    st.session_state.update({CELL: cell, TIMES: times_opened() + 1})


def times_opened() -> int:
    return st.session_state.get(TIMES, 0)


def _from_link(card: ModelCard) -> Cell | None:
    cell = read_cell(st.query_params.get(CELL, ""))
    if AT in st.query_params:
        row, column, __ = cell_in_link(AT)
        cell = replace(cell or first_cell(card), row=row, column=column)
    return cell


def _inside(cell: Cell, station: Station) -> Cell:
    number = min(cell.number, station.count - 1)
    if not station.has_maps:
        return Cell(cell.layer, number)
    rows, columns, __ = station.shape
    return Cell(cell.layer, number, min(cell.row, rows - 1), min(cell.column, columns - 1))

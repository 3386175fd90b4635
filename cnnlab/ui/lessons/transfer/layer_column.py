"""The column of a base's layers, to the scale of their parameters; a click freezes or thaws one."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import streamlit as st

from cnnlab.core.transfer.bases import Base
from cnnlab.core.transfer.freezing import Counts
from cnnlab.figures.palette import GREY, KINDS
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.keys import HELD
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.component import as_json, component
from cnnlab.ui.widgets.numbers import size

HERE = Path(__file__).parent
COLUMN = f"{HELD}{CONTROLS.prefix}layers"
TURN = f"{COLUMN}_turn"  # the number of the last click; it survives a reset, as what the browser counts does
LONG = 24  # layers; a longer base is folded into its blocks
_component = component("layers", HERE / "layer_column.js", HERE / "layer_column.css")


@dataclass(frozen=True)
class Column:
    """What is drawn: a base of which the layers at `frozen` are frozen, those at `kept` whatever is clicked; a head.

    `counts` are those of the base; `head` names the head's layers.
    """

    base: Base
    frozen: frozenset[int]
    kept: frozenset[int]
    counts: Counts
    head: str
    head_parameters: int


def layer_column(column: Column, on_click: Callable[[], object]) -> None:
    """Draw the base, and the head below it; on a click, `on_click` finds the frozen layers with `clicked`."""
    turn = st.session_state.get(TURN, 0)
    given = (column, turn, current())
    _component(
        held(CONTROLS.key("column_made"), given, lambda: _data(column, turn)), COLUMN, on_clicked_change=on_click
    )


def clicked() -> frozenset[int]:
    """The indices of the layers that are frozen after the visitor's last click."""
    sent = st.session_state[COLUMN]["clicked"]
    st.session_state[TURN] = sent["turn"]
    return frozenset(sent["frozen"])


def _data(column: Column, turn: int) -> bytes:
    base, counts = column.base, column.counts
    blocks = _blocks(base) if len(base.layers) > LONG else []
    largest = max((block["parameters"] for block in blocks), default=max(layer.parameters for layer in base.layers))
    return as_json(
        {
            "base": base.name,
            "title": f"{base.title} \u00b7 {size(base.input_shape)} \u2192 {size(base.output_shape)}",
            "layers": [
                {
                    "name": layer.name,
                    "kind": layer.class_name,
                    "parameters": layer.parameters,
                    "statistics": layer.statistics,
                    "text": f"{layer.parameters:,}",
                    "colour": KINDS.get(layer.class_name, GREY),
                }
                for layer in base.layers
            ],
            "blocks": blocks,
            "scale": max(largest, column.head_parameters),
            "frozen": sorted(column.frozen),
            "kept": sorted(column.kept),
            "turn": turn,
            "totals": [f"{counts.trainable + column.head_parameters:,}", f"{counts.non_trainable:,}"],
            "head": {"kind": column.head, "parameters": column.head_parameters, "text": f"{column.head_parameters:,}"},
            "words": _words(base),
        }
    )


def _blocks(base: Base) -> list[dict[str, Any]]:
    """Consecutive layers of a block: its name, the indices of its layers, and their parameters."""
    made = []
    for name, members in groupby(enumerate(base.layers), lambda member: member[1].block):
        layers = list(members)
        parameters = sum(layer.parameters for _at, layer in layers)
        made.append(
            {"name": name, "layers": [at for at, _layer in layers], "parameters": parameters, "text": f"{parameters:,}"}
        )
    return made


def _words(base: Base) -> dict[str, str]:
    return {
        "layers": _("Layers of the base {base}").format(base=base.title),
        "base": _("Base"),
        "head": _("Head"),
        "trains": _("trains"),
        "frozen": _("frozen"),
        "partly": _("in part"),
        "none": _("no weights"),
        "kept": _("BatchNormalization is kept frozen"),
        "unfold": _("Show the layers of {name}"),
        "fold": _("Hide the layers of {name}"),
        "row": _("{name}, {kind}, {parameters} parameters: {state}"),
        "block": _("{name}, {count} layers, {parameters} parameters: {state}"),
        "count": _("{count} layers"),
        "trainable": _("trains: {count}"),
        "non_trainable": _("does not train: {count}"),
    }

"""The stepper: one layer on one input, cell by cell; the browser computes every step without the server."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.stepping.scene import Scene, scene
from cnnlab.figures import palette
from cnnlab.ui.shell import keys, view
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import current
from cnnlab.ui.shell.link import asked, is_changed
from cnnlab.ui.widgets.component import as_json, component
from cnnlab.ui.widgets.stepper.words import words

HERE = Path(__file__).parent
SCRIPT, STYLE = HERE / "stepper.js", HERE / "stepper.css"
_component = component("stepper", SCRIPT, STYLE)
PART = re.compile(r"^p\d{1,2}$")  # in the link: the channel that is shown alone


@dataclass(frozen=True)
class Compared:
    """Texts above the grids: `place` with {row} and {column}, `text` with the step's {value} and another's, {keras}.

    `values` (rows, columns) has the other's value of each output cell.
    """

    place: str
    text: str
    values: np.ndarray

    def sent(self) -> dict[str, Any]:
        """What the browser reads."""
        return {"place": self.place, "text": self.text, "values": _numbers(self.values)}


def stepper(
    *,
    layer: dict[str, Any],
    inputs: np.ndarray,
    weights: Sequence[np.ndarray],
    key: str,
    at: tuple[int, int, int] = (0, 0, 0),
    editable: bool = False,
    edits: dict[str, float] | None = None,
    on_edit: Callable[[], None] | None = None,
    link: str | None = None,
    decimals: int = 2,
    source: str | None = None,
    compared: Compared | None = None,
    on_move: Callable[[], None] | None = None,
    follows: bool = True,
) -> None:
    """Step a layer (a Keras config) over `inputs` (height, width, channels), with `weights` in get_weights's order.

    `at` is the output cell shown first. If it is `editable`, visitors can type numbers into cells: `on_edit` then finds
    {"i.channel.row.column": number, "k.filter.channel.row.column": number} in the session state, in `key`'s "edits"
    (for the second stage of a separable convolution "p.filter.intermediate channel"), and applies them to the `edits`,
    `inputs` and `weights` of the next run. `link` is the query parameter in which the browser keeps the cell. `source`
    names the layer whose maps the inputs are. `compared` is written above the grids for each step. A step at which
    the visitor stays calls `on_move`, which finds "row.column" in the session state, in `key`'s "moved". With `follows`
    the stepper scrolls into view after a click on a contrast. Raises what `cnnlab.core.stepping.scene.scene` raises.
    """
    state = _linked(link, editable) | {
        "tried": st.session_state.get(keys.TRIED, 0) if follows else 0,
        "reports": on_move is not None,
        "large": view.presenting(),  # a change redraws the stepper
    }
    turns = st.session_state.get(keys.TURNS, 0)

    def encoded() -> bytes:
        drawn = scene(layer, inputs, weights)
        data = scene_data(drawn, at=at, editable=editable, edits=edits, decimals=decimals, source=source)
        data["compared"] = compared and compared.sent()
        return as_json(data | state | {"id": sha1(repr((layer, inputs.shape, turns)).encode()).hexdigest()})

    arrays = [Itself(array) for array in (inputs, *weights)]
    held_by = compared and (compared.place, compared.text, Itself(compared.values))
    made_from = (layer, arrays, at, editable, edits, decimals, source, state, turns, current(), held_by)
    drawn = held(f"{link or key}:drawn", made_from, encoded)
    _component(drawn, key, on_edits_change=on_edit or _ignore, on_moved_change=on_move or _ignore)


def _linked(link: str | None, editable: bool) -> dict[str, Any]:
    """The query parameter, what it says beside the cell, whether it hides the output, whether it asks for paper."""
    parts = (asked(link) or "").split(".") if link else []
    chosen = next((int(part[1:]) for part in parts if PART.match(part)), None)
    return {
        "gathers": "g" in parts,
        "part": chosen or 0,
        "together": chosen is None,
        "link": link,
        # Streamlit's query is older than the address where the browser has changed that since the last run wrote it.
        "followsAddress": editable and link is not None and not is_changed(link),
        "hidesOutput": editable and view.hides(view.OUTPUT),
        "printing": view.printing(),
    }


def _ignore() -> None:
    """Nothing to do."""


def scene_data(
    drawn: Scene,
    *,
    at: tuple[int, int, int] = (0, 0, 0),
    editable: bool = False,
    edits: dict[str, float] | None = None,
    decimals: int = 2,
    source: str | None = None,
) -> dict[str, Any]:
    """Return a scene under the names that the JavaScript reads; the other arguments are those of `stepper`."""
    return {
        "op": drawn.operation,
        "size": drawn.size,
        "out": drawn.output_shape,
        "kernelSize": drawn.kernel_size,
        "strides": drawn.strides,
        "dilation": drawn.dilation_rate,
        "before": drawn.before,
        "padding": drawn.padding,
        "unseen": drawn.unseen,
        "reads": drawn.reads,
        "input": _numbers(drawn.inputs.transpose(2, 0, 1)),
        "kernels": _numbers(drawn.kernels),
        "pointwise": _numbers(drawn.pointwise),
        "bias": _numbers(drawn.bias),
        "activation": drawn.activation,
        "at": at,
        "editable": editable,
        "edits": edits or {},
        "decimals": decimals,
        "colours": palette.signed(),
        "words": words(source),
    }


def cell_in_link(name: str) -> tuple[int, int, int]:
    """Return the output cell (row, column, filter) in the link, else the first one; the browser keeps it in bounds."""
    parts = (asked(name) or "").split(".")
    numbers = [int(part) for part in parts[:3] if part.isdecimal() and len(part) < 5]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else (0, 0, 0)


def _numbers(values: np.ndarray | None) -> Any:
    """Nested lists for JSON, rounded to 6 decimals."""
    return None if values is None else values.round(6).tolist()

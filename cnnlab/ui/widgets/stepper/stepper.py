"""The step-through grid: one layer on one input, cell by cell in the browser; the server hears of no step."""

import re
from collections.abc import Callable, Sequence
from hashlib import sha1
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.layers import describe
from cnnlab.figures import palette
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.component import component
from cnnlab.ui.widgets.stepper.words import words

HERE = Path(__file__).parent
PARTS = ("math", "grid", "show", "maps", "pointwise", "sum", "edit", "stepper")
_component = component("stepper", [HERE / f"{part}.js" for part in PARTS], HERE / "stepper.css")
PART = re.compile(r"^p\d{1,2}$")  # in the link: which channel is taken up
OPERATIONS = {
    "Conv2DTranspose": "transposed",
    "MaxPooling2D": "max",
    "GlobalMaxPooling2D": "max",
    "AveragePooling2D": "average",
    "GlobalAveragePooling2D": "average",
}


def stepper(
    *,
    layer: dict,
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
) -> None:
    """Step a layer (a Keras config) over `inputs` (height, width, channels), with `weights` as Keras's get_weights.

    `at` is the first output cell shown. With `editable` the reader writes numbers into cells; `on_edit` then finds
    {"i.channel.row.column": number, "k.filter.channel.row.column": number} in the session's state, in `key`'s "edits"
    (a separable convolution's second stage: "p.filter.channel between"), and puts them into the `edits`, `inputs` and
    `weights` of the next run. `link` names the query parameter in which the browser keeps the cell. `source` names the
    layer whose maps the inputs are.
    """
    linked = st.query_params.get(link, "").split(".") if link else []
    data = drawing(layer, inputs, weights, at=at, editable=editable, edits=edits, decimals=decimals, source=source)
    data |= {
        "gathers": "g" in linked,
        "part": next((int(each[1:]) for each in linked if PART.match(each)), 0),
        "link": link,
        "tried": st.session_state.get(controls.TRIED, 0),
        "large": st.session_state.get("presenter", False),  # another one draws the grid anew
    }
    data["id"] = sha1(repr((layer, inputs.shape, st.session_state.get(controls.TURNS, 0))).encode()).hexdigest()
    _component(data, key, on_edits_change=on_edit or (lambda: None))


def drawing(
    layer: dict,
    inputs: np.ndarray,
    weights: Sequence[np.ndarray],
    *,
    at: tuple[int, int, int] = (0, 0, 0),
    editable: bool = False,
    edits: dict[str, float] | None = None,
    decimals: int = 2,
    source: str | None = None,
) -> dict[str, Any]:
    """What the browser is told of a layer to draw it, whoever looks at it; the arguments are those of `stepper`."""
    return {
        **_geometry(layer, inputs.shape),
        **_weights(layer, weights, inputs.shape[2]),
        "input": _numbers(inputs.transpose(2, 0, 1)),
        "activation": layer["config"].get("activation") or "linear",
        "at": list(at),
        "editable": editable,
        "edits": edits or {},
        "decimals": decimals,
        "colours": palette.table("diverging")[[0, 128, 255]].tolist(),
        "words": words(source),
    }


def cell_in_link(name: str) -> tuple[int, int, int]:
    """The output cell (row, column, filter) that the link names, else the first; the browser keeps it inside."""
    parts = st.query_params.get(name, "").split(".")
    numbers = [int(each) for each in parts[:3] if each.isdecimal() and len(each) < 5]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else (0, 0, 0)


def _geometry(layer: dict, shape: tuple[int, ...]) -> dict[str, Any]:
    """What the browser needs to know of how the window moves."""
    facts = describe(layer, shape)
    operation = OPERATIONS.get(layer["class_name"], "convolution")
    windows = facts.scatters or facts.windows
    if windows is None:  # global pooling: one window over all
        return {
            "op": operation,
            "size": list(shape),
            "out": [1, 1, shape[2]],
            "kernelSize": list(shape[:2]),
            "strides": [1, 1],
            "dilation": [1, 1],
            "before": [0, 0],
            "padding": [[0, 0], [0, 0]],
            "unseen": [[], []],
        }
    return {
        "op": operation,
        "size": list(shape),
        "out": list(facts.output_shape),
        "kernelSize": [each.kernel_size for each in windows],
        "strides": [each.strides for each in windows],
        "dilation": [each.dilation_rate for each in windows],
        "before": [each.before for each in windows],
        "padding": [list(each) for each in facts.padding or ((0, 0), (0, 0))],
        "unseen": [list(each.unseen) if not facts.scatters else [] for each in windows],
    }


def _weights(layer: dict, weights: Sequence[np.ndarray], channels: int) -> dict[str, Any]:
    """The kernels as [filter][channel that it reads][row][column], which channels those are, and the bias."""
    kind = layer["class_name"]
    if not weights:
        return {"kernels": None, "pointwise": None, "bias": None, "reads": [[each] for each in range(channels)]}
    kernel, *others = weights
    pointwise = None
    if kind in ("DepthwiseConv2D", "SeparableConv2D"):
        times = kernel.shape[3]
        reads = [[each // times] for each in range(channels * times)]
        kernels = kernel.transpose(2, 3, 0, 1).reshape(channels * times, 1, *kernel.shape[:2])
        if kind == "SeparableConv2D":
            pointwise = _numbers(others.pop(0)[0, 0].T)
    elif kind == "Conv2DTranspose":
        kernels = kernel.transpose(2, 3, 0, 1)
        reads = [list(range(channels))] * len(kernels)
    else:
        kernels = kernel.transpose(3, 2, 0, 1)
        reads = _groups(len(kernels), kernel.shape[2], channels)
    bias = _numbers(others[0]) if others else None
    return {"kernels": _numbers(kernels), "pointwise": pointwise, "bias": bias, "reads": reads}


def _groups(filters: int, channels_read: int, channels: int) -> list[list[int]]:
    """Which channels each filter of a grouped convolution reads."""
    in_a_group = filters // (channels // channels_read)
    firsts = [each // in_a_group * channels_read for each in range(filters)]
    return [list(range(first, first + channels_read)) for first in firsts]


def _numbers(values: np.ndarray) -> list:
    return np.asarray(values, np.float64).round(6).tolist()

"""How large gradients are, layer by layer, with and without shortcuts."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.requests import Initializer, MeasureDepth, Nonlinearity, SizesByDepth
from cnnlab.figures.curves import Line, Panel, curves
from cnnlab.figures.palette import RUNS
from cnnlab.ui.lessons.architecture.settings import CONTROLS
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.controls import one_of, switch
from cnnlab.ui.widgets.numbers import numbers
from cnnlab.ui.widgets.verdicts import another

ACTIVATIONS: dict[Nonlinearity, str] = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid"}
INITIALIZERS: dict[Initializer, str] = {"glorot_uniform": "`glorot_uniform`", "he_normal": "`he_normal`"}
KINDS = {False: N_("Without shortcuts"), True: N_("With shortcuts")}
NameT = TypeVar("NameT", bound=str)
SEED = CONTROLS.key("depth_seed")
HEIGHT, LABEL = 520, 150  # pixels


def depth() -> None:
    """The settings of the network, and both kinds of it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        activation = _choice(_("Activation"), ACTIVATIONS, "depth_activation")
        initializer = _choice(_("Initial weights · `kernel_initializer`"), INITIALIZERS, "depth_initializer")
        normalized = switch(_("Batch normalization"), CONTROLS.key("depth_normalized"), False)
        another(_("Other weights"), CONTROLS.key("depth_another"), SEED)
    seed = st.session_state.get(SEED, 0)
    found: dict[bool, SizesByDepth] = {}
    for residual in KINDS:
        asked = ask(MeasureDepth(residual, normalized, activation, initializer, seed), part=f"depth_{residual}")
        if asked is None:
            return
        found[residual] = asked.value
    made = held(CONTROLS.key("depth_made"), ([Itself(one) for one in found.values()], current()), lambda: _made(found))
    numbers(made[0])
    st.plotly_chart(made[1], key=CONTROLS.key("depth_curves"), config={"displayModeBar": False})


def _choice(label: str, words: Mapping[NameT, str], name: str) -> NameT:
    options, key = list(words), CONTROLS.key(name)
    chosen: NameT = one_of(st.segmented_control, label, options, key, options[0], words.__getitem__, required=True)
    return chosen


def _made(found: dict[bool, SizesByDepth]) -> tuple[list[tuple[str, ...]], object]:
    gradients = {residual: typical(one.gradients) for residual, one in found.items()}
    outputs = {residual: typical(one.outputs) for residual, one in found.items()}
    label = _("{kind}: gradient at layer 1 against layer {last}")
    shown: list[tuple[str, ...]] = [
        (label.format(kind=_(KINDS[residual]), last=len(values)), times(values[0], values[-1]))
        for residual, values in gradients.items()
    ]
    panels = [
        Panel(_("Gradient of the loss at each layer's output"), _lines(gradients, True)),
        Panel(_("Each layer's output"), _lines(outputs, False)),
    ]
    return shown, curves(panels, _("Convolution"), log=True, height=HEIGHT, labels=LABEL)


def typical(values: np.ndarray) -> np.ndarray:
    """The geometric mean over the draws, (draws, layers) -> (layers,); 0 where one of them is 0."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.exp(np.log(values).mean(axis=0)))


def times(value: float, other: float) -> str:
    """How many times smaller or larger a value is than another, with two digits."""
    if value == 0 or other == 0:
        return _("0 in float32") if value == 0 else "\u2013"
    ratio = max(value / other, other / value)
    digits = 1 - int(np.floor(np.log10(ratio)))
    rounded = round(ratio, digits)
    text = f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:.1f}"
    return (_("{times} × smaller") if value < other else _("{times} × larger")).format(times=text)


def _lines(by_kind: dict[bool, np.ndarray], labelled: bool) -> Sequence[Line]:
    return [
        Line(
            _(KINDS[residual]),
            RUNS[0 if residual else 1],
            list(range(1, len(values) + 1)),
            values.tolist(),
            dashed=not residual,
            label=_(KINDS[residual]) if labelled else "",
        )
        for residual, values in by_kind.items()
    ]

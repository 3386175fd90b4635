"""Milliseconds beside multiply-adds: layers timed on the same map."""

import streamlit as st

from cnnlab.core.layers import describe
from cnnlab.core.layers.timed import MAPS, speed, timed_layers
from cnnlab.core.requests import LayerTimes, MeasureTimes
from cnnlab.ui.lessons.architecture.settings import CONTROLS
from cnnlab.ui.shell.ask import ask, device_line
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.controls import one_of
from cnnlab.ui.widgets.numbers import short_count, size
from cnnlab.ui.widgets.table import table
from cnnlab.ui.widgets.verdicts import another

TURN = CONTROLS.key("times_turn")
NAMES = {name: key for key, name in MAPS.items()}


def times() -> None:
    """The size of the map; each layer's multiply-adds, its milliseconds, and how fast it does its arithmetic."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label, key = _("Height × width × channels"), CONTROLS.key("times_map")
        name = one_of(st.segmented_control, label, list(NAMES), key, list(NAMES)[1], _words, required=True)
        another(_("Measure again"), CONTROLS.key("times_again"), TURN)
    side, channels = NAMES[name]
    found = ask(MeasureTimes(side, channels, st.session_state.get(TURN, 0)), part="times")
    if found is None:
        return
    measured = found.value
    made = held(CONTROLS.key("times_made"), (Itself(measured), current()), lambda: _table(measured, side, channels))
    st.markdown(made)
    said = _("Median of {rounds} runs on a batch of {batch} maps, in milliseconds for one map. {device}")
    st.caption(said.format(rounds=measured.seconds.shape[1], batch=measured.batch, device=device_line()))


def _words(name: str) -> str:
    side, channels = NAMES[name]
    return size((side, side, channels))


def _table(measured: LayerTimes, side: int, channels: int) -> str:
    layers = timed_layers(channels)
    head = [_("Layer"), _("Parameters"), _("Multiply-adds"), _("Milliseconds"), _("Multiply-adds a second")]
    rows = []
    for name, seconds in zip(measured.layers, measured.medians, strict=True):
        facts = describe(layers[name], (side, side, channels))
        fast = speed(facts.multiply_adds, seconds)
        counts = short_count(facts.multiply_adds or 0), "–" if fast is None else short_count(fast)
        kept = [count.replace(" ", "\u00a0") for count in counts]  # the unit stays beside its number
        words = name.replace(" × ", "\u00a0×\u00a0")
        rows.append([words, f"{facts.parameters:,}", kept[0], f"{1000 * seconds:.2f}", kept[1]])
    return table(head, rows)

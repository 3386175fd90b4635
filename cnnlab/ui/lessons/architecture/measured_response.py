"""Local response normalization on nine channels of one position."""

import streamlit as st

from cnnlab.core.layers.local_response import local_response_normalization
from cnnlab.figures.bars import bars
from cnnlab.ui.lessons.architecture.settings import CONTROLS
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.controls import amount, one_of
from cnnlab.ui.widgets.numbers import numbers

CHANNELS, MIDDLE = 9, 4
OTHERS, LARGEST, START = 50.0, 300.0, 200.0
ALPHAS = (1e-4, 1e-3, 1e-2)


def response() -> None:
    """How large the channel in the middle is; what becomes of it and of its neighbours."""
    with st.container(horizontal=True, gap="medium"):
        label = _("Channel {number} before").format(number=MIDDLE + 1)
        middle = amount(label, 0.0, LARGEST, CONTROLS.key("lrn_middle"), START, width=260)
        alpha = one_of(
            st.segmented_control, "α", ALPHAS, CONTROLS.key("lrn_alpha"), ALPHAS[0], "{:g}".format, required=True
        )
    shown, drawn = held(CONTROLS.key("lrn_made"), (middle, alpha, current()), lambda: _made(middle, alpha))
    numbers(shown)
    st.plotly_chart(drawn, key=CONTROLS.key("lrn_bars"), config={"displayModeBar": False})


def _made(middle: float, alpha: float) -> tuple[list[tuple[str, ...]], object]:
    before = [OTHERS] * CHANNELS
    before[MIDDLE] = middle
    after = local_response_normalization(before, alpha=alpha).tolist()
    shown: list[tuple[str, ...]] = [
        (_("A neighbour, 2 channels or fewer away"), f"{OTHERS:g} → {after[MIDDLE - 1]:.1f}"),
        (_("A channel further away"), f"{OTHERS:g} → {after[0]:.1f}"),
        (_("The channel itself"), f"{middle:g} → {after[MIDDLE]:.1f}"),
    ]
    return shown, bars([(_("before"), before), (_("after"), after)], _("Channel"))

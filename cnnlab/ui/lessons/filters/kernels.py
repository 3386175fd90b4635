"""The kernels of the first layer, shown directly, before and after the training."""

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.filters.kernels import as_colours, first_kernels, initial_kernels, likeness, mean_change
from cnnlab.core.requests import ReadWeights
from cnnlab.figures.kernel_sheet import kernel_sheet
from cnnlab.ui.lessons.filters.answer import Answer
from cnnlab.ui.lessons.filters.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.numbers import numbers, signed, size

TITLE = N_("First-layer kernels")
WIDTH = 390  # pixels of a sheet


def kernels(settings: Settings, _answer: Answer | None) -> None:
    """The kernels as colour pictures, and, where they are known, those that the training started from."""
    st.markdown(lesson("filters", "kernels"), width=840)
    found = ask(ReadWeights(settings.card.id), part="kernels", convert=_only_first)
    if found is None or found.value is None:
        return
    trained, initial = found.value, initial_kernels(settings.card.id)
    if initial is not None:
        _say(trained, initial)
    with st.container(horizontal=True, gap="large"):
        if initial is not None:
            _sheet(initial, _("Before the training: random numbers"))
        _sheet(trained, _("After the training"))
    if initial is None:
        text = _("This network came with its weights, so the kernels that its training started from are not known.")
        st.caption(text)


def _only_first(weights: object) -> np.ndarray | None:
    return first_kernels(weights.by_layer)  # type: ignore[attr-defined]


def _say(trained: np.ndarray, initial: np.ndarray) -> None:
    numbers(
        [
            (_("Correlation of before and after"), f"{likeness(initial, trained):.2f}", _("over all weights")),
            (_("Mean change"), f"{mean_change(initial, trained):.0%}", _("of the mean initial weight's size")),
            (_("Largest weight"), signed(float(np.abs(trained).max()), ".3f"), _("after the training")),
        ]
    )


def _sheet(weights: np.ndarray, title: str) -> None:
    file = held(CONTROLS.key(f"sheet_{title}"), Itself(weights), lambda: kernel_sheet(as_colours(weights)))
    height, width, _colours, count = weights.shape
    said = _("{count} kernels of {size}").format(count=count, size=size((height, width, 3)))
    with st.container(width=WIDTH):
        st.markdown(f"**{title}**")
        st.image(file, width="stretch", alt=f"{title}: {said}")
        st.caption(said)

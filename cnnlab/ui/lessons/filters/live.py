"""Climbs while the visitor watches: a few steps a request, the picture drawn after each."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from cnnlab.ui.lessons.filters.answer import Answer, request
from cnnlab.ui.lessons.filters.settings import CONTROLS
from cnnlab.ui.shell import view
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.language import _

STOPPED = CONTROLS.key("held_stopped")  # the settings whose ascent the visitor has stopped
PICTURES = 12  # about so many are shown on the way


def climb(answer: Answer, draw: Callable[[], None]) -> None:
    """Take the remaining steps; a change of a control ends this run of the script, and with it the ascent."""
    place = st.empty()
    if answer.finished:
        _hint(place, answer)
        return
    if st.session_state.get(STOPPED) == answer.settings:
        place.button(_("Go on"), key=CONTROLS.key("go_on"), icon=":material/play_arrow:", on_click=_go_on)
        return
    total = answer.settings.ascent.steps
    bar: Any = None
    while not answer.finished:
        if answer.run is not None:  # before, the engine's own progress is shown
            bar = bar or _bar(place, answer)
            bar.progress(answer.steps / total, _progress(answer))
        step = min(total, answer.steps + max(1, round(total / PICTURES))) if answer.run else 1
        result = ask(request(answer.settings, step))
        if result is None:
            break
        answer.run = result.value
        draw()
    place.empty()
    if answer.finished:
        _hint(place, answer)


def _hint(place: Any, answer: Answer) -> None:
    """Say what a click in the sheets does; on a touch screen nothing else does."""
    if answer.sheets and not view.printing():
        place.caption(_("Click a filter to see it form."))


def _bar(place: Any, answer: Answer) -> Any:
    with place.container(horizontal=True, vertical_alignment="center", gap="small"):
        bar = st.empty()
        st.button(_("Stop"), key=CONTROLS.key("stop"), icon=":material/stop:", on_click=_stop, args=(answer.settings,))
    return bar


def _progress(answer: Answer) -> str:
    """How far the ascent is, and how long the rest takes at its speed so far."""
    assert answer.run is not None
    total = answer.settings.ascent.steps
    left = (total - answer.steps) * answer.run.seconds / answer.steps
    text = _("Step {step} of {steps}").format(step=answer.steps, steps=total)
    return text + " · " + _("about {seconds:.0f} s left").format(seconds=max(left, 1))


def _stop(settings: object) -> None:
    st.session_state[STOPPED] = settings


def _go_on() -> None:
    st.session_state.pop(STOPPED, None)

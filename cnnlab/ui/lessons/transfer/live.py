"""Trains the head while the visitor watches: one epoch a request, the curves drawn after each."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from cnnlab.core.requests import ProjectFeatures, TrainHead
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.language import _

STOPPED = CONTROLS.key("held_stopped")  # the settings whose training the visitor has stopped


def train(answer: Answer, draw: Callable[[], None]) -> None:
    """Train the remaining epochs; a change of a control ends this run of the script, and with it the training."""
    place = st.empty()
    if answer.finished:
        return
    if st.session_state.get(STOPPED) == answer.settings:
        place.button(_("Go on training"), key=CONTROLS.key("go_on"), icon=":material/play_arrow:", on_click=_go_on)
        return
    if ask(ProjectFeatures(), part="before") is None:  # a task of its own, so that others wait less for the first epoch
        return
    bar = None
    while not answer.finished:
        if answer.run is not None:  # before the first epoch the engine's own progress is shown
            bar = bar or stoppable_bar(place, CONTROLS.key("stop"), _stop, answer.settings)
            bar.progress(answer.epochs / answer.settings.epochs, _progress(answer))
        result = ask(TrainHead(answer.settings, answer.epochs + 1))
        if result is None:
            break
        answer.run = result.value
        draw()
    place.empty()


def stoppable_bar(place: Any, key: str, stop: Callable[..., None], *arguments: object) -> Any:
    """The place of a progress bar, beside a button that stops the training."""
    with place.container(horizontal=True, vertical_alignment="center", gap="small"):
        bar = st.empty()
        st.button(_("Stop"), key=key, icon=":material/stop:", on_click=stop, args=arguments)
    return bar


def _progress(answer: Answer) -> str:
    """How far the training is, and how long the rest will take at the speed of the epochs so far."""
    assert answer.run is not None
    text = _("Epoch {epoch} of {epochs}").format(epoch=answer.epochs + 1, epochs=answer.settings.epochs)
    left = (answer.settings.epochs - answer.epochs) * sum(answer.run.seconds) / answer.epochs
    return text + " · " + _("about {seconds:.0f} s left").format(seconds=max(left, 1))


def _stop(settings: object) -> None:
    st.session_state[STOPPED] = settings


def _go_on() -> None:
    st.session_state.pop(STOPPED, None)

"""A map by a method of many passes: one part after the other, with the time left and a way to stop."""

from collections.abc import Callable
from itertools import count
from typing import Any

import streamlit as st

from cnnlab.core.heat_maps import BY_ID
from cnnlab.core.requests import Explain, ExplainInParts, Explanation, Unfinished
from cnnlab.engine import Result
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS
from cnnlab.ui.shell import link
from cnnlab.ui.shell.ask import ask, recalled, remember
from cnnlab.ui.shell.cache import Named
from cnnlab.ui.shell.language import _

STOPPED = CONTROLS.key("held_stopped")  # what the visitor has stopped


def in_parts(
    request: Explain, meanwhile: Callable[[], object] | None, own: bool, part: str = ""
) -> Result[Explanation] | None:
    """Ask for the parts until the map is there, which is then remembered as the answer to the whole request.

    `part` differs between the parts of a page that may ask for the same map.
    """
    if (known := recalled(request, own=own)) is not None:
        return known
    place = st.empty()
    picture = request.picture.name if isinstance(request.picture, Named) else ""
    asked = f"{part} {picture} {request.model} {request.method} {request.layer} {request.class_index}"
    if st.session_state.get(STOPPED) == asked:
        with place.container():
            st.button(_("Go on"), key=CONTROLS.key(f"go_on_{part}"), icon=":material/play_arrow:", on_click=_go_on)
            if meanwhile:
                meanwhile()
        return None
    bar, seconds = None, 0.0
    for number in count():
        answered = ask(_part(request, number), None if bar else meanwhile, own=own, part=part)
        if answered is None:
            return None
        seconds += answered.seconds.get("running", 0.0)
        found = answered.value
        if isinstance(found, Explanation):
            place.empty()
            result = Result(found, {**answered.seconds, "running": seconds}, answered.on_cpu)
            remember(request, result, own=own)
            return result
        if bar is None:
            link.write_now()
            bar = _bar(place, meanwhile, asked, part)
        bar.progress(found.done / found.total, _progress(request, found, seconds))
    return None


def _part(request: Explain, number: int) -> ExplainInParts:
    return ExplainInParts(
        request.model, request.picture, request.layer, request.class_index, request.method, part=number
    )


def _bar(place: Any, meanwhile: Callable[[], object] | None, asked: str, part: str) -> Any:
    with place.container():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            bar = st.empty()
            key = CONTROLS.key(f"stop_{part}")
            st.button(_("Stop"), key=key, icon=":material/stop:", on_click=_stop, args=(asked,))
        if meanwhile:
            meanwhile()
    return bar


def _progress(request: Explain, found: Unfinished, seconds: float) -> str:
    """How far the map is, and how long the rest takes at the speed so far."""
    left = seconds * (found.total - found.done) / found.done
    text = _("{method}: {done:,} of {total:,} passes").format(
        method=_(BY_ID[request.method].title), done=found.done, total=found.total
    )
    return text + " · " + _("about {seconds:.0f} s left").format(seconds=max(left, 1))


def _stop(asked: str) -> None:
    st.session_state[STOPPED] = asked


def _go_on() -> None:
    st.session_state.pop(STOPPED, None)

"""Can it be trusted? The map on the page beside baselines that ignore the network, by several measures."""

from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.lessons.grad_cam.trust_guess import ask_first
from cnnlab.ui.lessons.grad_cam.trust_jobs import Job, Progress, plan
from cnnlab.ui.lessons.grad_cam.trust_measured import over_photographs
from cnnlab.ui.lessons.grad_cam.trust_shown import shown
from cnnlab.ui.shell import view
from cnnlab.ui.shell.ask import ask, recalled
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, lesson

TITLE = N_("Can it be trusted?")
SEEN = CONTROLS.key("asked_to_measure")  # in the session, until a reset; a link that is passed on lets others guess
DOING = {
    "mask": N_("Looking for the animal"),
    "behind": N_("Looking at the picture through the maps"),
    "curve": N_("Taking pixels away and putting them back"),
    "randomized": N_("Randomizing the weights"),
}


def trust(settings: Settings, answer: Answer | None) -> None:
    """What is measured, the button, and the measures one after another as they come."""
    st.markdown(lesson("grad_cam_trust", "trust"), width=840)
    if answer is None:
        return
    if not answer.has_evidence:
        st.info(_("This map is zero everywhere, so there is nothing to measure."), icon=":material/visibility_off:")
        return
    given = (Itself(answer.explanation), Itself(answer.square))
    progress: Progress = held(CONTROLS.key("trust_plan"), given, lambda: plan(settings, answer))
    _recall(progress, settings.picture.own)
    place = st.container()
    if view.printing() and not progress.answers:
        st.caption(_("Not measured yet: open this section on the page first, then print."))
    seen = _seen(progress)
    if seen:
        shown(settings, answer, progress)
    elif not view.printing():
        with place:
            ask_first(settings, answer)
    st.markdown(lesson("grad_cam_trust", "measures"), width=840)
    st.markdown(lesson("grad_cam_trust", "believe"), width=840)
    over_photographs()
    if view.printing():
        return
    with place:
        if not _started(progress) and (progress.pending or not seen):
            _button(progress)
        elif (job := progress.pending) is not None:
            _next(progress, job, settings.picture.own)


def _seen(progress: Progress) -> bool:
    """Whether what has been measured is shown: to those who have asked for it, on this map or another one.

    All visitors share the answers, and a visitor who comes later may guess first too.
    """
    return bool(progress.answers) and (view.printing() or SEEN in st.session_state)


def _recall(progress: Progress, own: bool) -> None:
    """What the engine has answered before, this visitor or another one."""
    while (job := progress.pending) is not None and (known := recalled(job.request, own=own)) is not None:
        progress.answers.append(known.value)


def _button(progress: Progress) -> None:
    label = _("Go on measuring") if _seen(progress) else _("Measure this map")
    st.button(label, key=CONTROLS.key("trust_start"), icon=":material/speed:", on_click=_start, args=(progress,))


def _next(progress: Progress, job: Job, own: bool) -> None:
    """Ask for the next part, and run the page again to show it; a visitor who cancels keeps what there is."""
    done, total = len(progress.answers), len(progress.jobs)
    text = _("{what}: part {done} of {total}").format(what=_(DOING[job.part]), done=done + 1, total=total)
    st.progress(done / total, text)
    found: Any = ask(job.request, own=own, part="trust")
    if found is not None:
        progress.answers.append(found.value)
        st.rerun()


def _start(progress: Progress) -> None:
    progress.started = st.session_state[SEEN] = True


def _started(progress: Progress) -> bool:
    """Whether the visitor has asked for this map to be measured, since the last reset."""
    return progress.started and SEEN in st.session_state

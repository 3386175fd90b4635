"""The run below its curves: what they show, and a button that adds it to the page Training histories."""

import streamlit as st

from cnnlab.core.history import History
from cnnlab.core.transfer import HeadRun, HeadSettings, to_history
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.handed_runs import hand_over

HANDED = CONTROLS.key("held_handed")


def history_of(settings: HeadSettings, run: HeadRun) -> History:
    """The run as a training history, with a name that says how many pictures it had."""
    return to_history(run, _("head, {count} pictures").format(count=f"{settings.pictures:,}"))


def caption_of_run(settings: HeadSettings, answer: Answer, caption: str) -> None:
    """The caption of the curves, and the button beside it, which works as soon as the run has an epoch."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=CONTROLS.key("caption")):
        st.caption(caption)
        st.button(
            _("Add this run to Training histories"), key=CONTROLS.key("hand_over"), icon=":material/show_chart:",
            on_click=_hand_over, args=(settings, answer.run), disabled=answer.run is None, width="content",
        )  # fmt: skip
    if st.session_state.pop(HANDED, False):
        st.success(_("It is there now, beside the bundled run."), icon=":material/check:")


def _hand_over(settings: HeadSettings, run: HeadRun) -> None:
    hand_over(history_of(settings, run))
    st.session_state[HANDED] = True

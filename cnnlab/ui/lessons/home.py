"""The home page: a card for each lesson, and the state of the engine."""

from itertools import groupby
from pathlib import Path

import streamlit as st

from cnnlab.core.requests import ReportDevice
from cnnlab.ui.lessons import LESSONS
from cnnlab.ui.shell import frame
from cnnlab.ui.shell.ask import ask, device_line
from cnnlab.ui.shell.cache import engine
from cnnlab.ui.shell.language import _
from cnnlab.ui.shell.lesson import Lesson

PICTURES = Path(__file__).parents[2] / "text" / "pictures"


def lesson_cards() -> None:
    """Every lesson, by section: its picture, its question, the link to it."""
    by_section = groupby(LESSONS, key=lambda lesson: lesson.section)
    for number, (section, lessons) in enumerate(by_section):
        st.subheader(_(section), anchor=False)
        with st.container(key=f"cards_{number}"):
            for lesson in lessons:
                with st.container(border=True):
                    _card(lesson)


def hardware() -> None:
    """Which device models run on; a teacher can start the engine before the class comes."""
    with st.container(horizontal=True, vertical_alignment="center"):
        words = st.empty()
        if engine().status().device is None and st.button(_("Start now"), icon=":material/bolt:", key="home_wake"):
            ask(ReportDevice())
        words.markdown(f":material/memory: {device_line()}", width="content")


def _card(lesson: Lesson) -> None:
    st.image(PICTURES / f"{lesson.stem}.jpg", width="stretch", alt=_(lesson.title))
    st.markdown(f"##### {_(lesson.title)}\n\n{_(lesson.question)}")
    frame.link_to(lesson, _("Open this lesson"))

"""What the home page is made of: a card for each lesson, and the state of the engine."""

from itertools import groupby
from pathlib import Path

import streamlit as st

from cnnlab.ui.lessons import LESSONS, Lesson
from cnnlab.ui.shell import frame
from cnnlab.ui.shell.ask import ask, device_line
from cnnlab.ui.shell.cache import engine
from cnnlab.ui.shell.language import _

PICTURES = Path(__file__).parents[2] / "text" / "pictures"
A_ROW = 3


def lesson_map() -> None:
    """Every lesson that is built, by section: its picture, its question, the way in."""
    for section, lessons in groupby(LESSONS, key=lambda each: each.section):
        st.subheader(_(section), anchor=False)
        for at, column in zip(lessons, st.columns(A_ROW), strict=False):
            with column.container(border=True):
                _card(at)


def engine_state() -> None:
    """Which device models run on; a teacher can wake the engine before the class comes."""
    with st.container(horizontal=True, vertical_alignment="center"):
        words = st.empty()
        if engine().status().about is None and st.button(_("Wake it now"), icon=":material/bolt:", key="home_wake"):
            ask("census")
        words.markdown(f":material/memory: {device_line()}", width="content")


def _card(lesson: Lesson) -> None:
    st.image(PICTURES / f"{lesson.stem}.jpg", width="stretch", alt=_(lesson.title))
    st.markdown(f"##### {_(lesson.title)}\n\n{_(lesson.question)}")
    frame.link_to(lesson, _("Open this lesson"))

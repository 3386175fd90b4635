"""The home page: a card for each lesson, and the state of the engine."""

from itertools import groupby

import streamlit as st

from cnnlab.core.requests import ReportDevice
from cnnlab.ui.lessons import LESSONS, PAGES
from cnnlab.ui.shell import frame
from cnnlab.ui.shell.ask import ask, device_line
from cnnlab.ui.shell.cache import engine
from cnnlab.ui.shell.language import _
from cnnlab.ui.shell.lesson import Lesson

PICTURES = "app/static"  # where Streamlit serves the folder static/


def lesson_cards() -> None:
    """Every lesson, by section: its picture, its question, how long it takes, what for, the link to it.

    A card's picture is part of its text: another element for each would cost the server in every run of this page.
    """
    with st.container(key="cards"):
        for section, lessons in groupby(LESSONS, key=lambda lesson: lesson.section):
            st.header(_(section), anchor=False)
            for lesson in lessons:
                with st.container(border=True):
                    _card(lesson)


def hardware() -> None:
    """Which device models run on; a teacher can start the engine before the class comes."""
    if engine().status().device is not None:
        st.markdown(_device())
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        words = st.empty()
        if st.button(_("Start now"), icon=":material/bolt:", key="home_wake"):
            ask(ReportDevice())
        words.markdown(_device(), width="content")


def _device() -> str:
    return f":material/memory: {device_line()}"


def _card(lesson: Lesson) -> None:
    about = _("About {minutes} minutes. Goal: {goal}").format(minutes=lesson.minutes, goal=_(lesson.goal))
    title, picture = _(lesson.title), f"{PICTURES}/{lesson.stem}.jpg"
    st.markdown(f"![{title}]({picture})\n\n### {title}\n\n**{_(lesson.question)}**\n\n{about}")
    frame.link_to(lesson, PAGES, _("Open this lesson"))

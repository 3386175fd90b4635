"""Networks of keras.applications to download: size, licence, progress while one comes, a word where it cannot."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cnnlab.core.cards.applications import MEGABYTE, Application, offered
from cnnlab.core.errors import N_
from cnnlab.core.requests import ConvertWeights
from cnnlab.ui.shell import view
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.cache import model_cards
from cnnlab.ui.shell.downloads import DOWNLOADS, Download
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.language import _

TITLE = N_("More networks")
TICK = 0.2  # seconds between updates


def more_networks(*_page: object) -> None:
    """A tab: each network, where it stands, and a button. One that has come is in the choice of the pages that fit."""
    if view.printing():
        return
    if not offered():
        st.markdown(
            _(
                "This server offers only the networks in the lists. On your own computer, `make run` lets you add more "
                "from `keras.applications` in this tab."
            )
        )
        return
    st.markdown(
        _(
            "Classifiers of `keras.applications`, trained on ImageNet's 1,000 classes. The server downloads the "
            "weights from Google, once for all visitors; then you can choose it on Activations, Filters and Grad-CAM."
        ),
        width=840,
    )
    running = [found for one in offered() if (found := _network(one)) is not None]
    for download, place in running:  # when all rows are there: each waits for the one before
        _follow(download, place)


def _network(one: Application) -> tuple[Download, DeltaGenerator] | None:
    """The row of a network; what is under way, and where its progress is shown."""
    with st.container(border=True, key=f"more_{one.builder}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            words = _("**{name}** · {size} MB · {side} × {side} pixels · licence of the weights: {licence} ({credit})")
            megabytes = f"{one.most / MEGABYTE:.0f}"
            st.markdown(
                words.format(name=one.builder, size=megabytes, side=one.side, licence=one.licence, credit=one.credit)
            )
            running = DOWNLOADS.get(one.builder)
            if one.id in model_cards():
                st.markdown(_("Ready: choose it at the top of the page."))
            elif running is None:
                label, key = _("Download"), f"get_{one.builder}"
                st.button(label, key=key, icon=":material/download:", on_click=_start, args=(one,))
            elif running.error is not None:
                label, key = _("Try again"), f"again_{one.builder}"
                st.button(label, key=key, icon=":material/refresh:", on_click=_start_again, args=(one,))
            elif running.file is None:
                st.button(_("Cancel"), key=f"stop_{one.builder}", on_click=DOWNLOADS.forget, args=(one.builder,))
        return None if running is None else (running, st.empty())


def _start(one: Application) -> None:
    DOWNLOADS.start(one)


def _start_again(one: Application) -> None:
    DOWNLOADS.forget(one.builder)
    DOWNLOADS.start(one)


def _follow(running: Download, place: DeltaGenerator) -> None:
    """Show the progress until the file is there, then make a model of it; a visitor's click interrupts only this."""
    one, was_over = running.one, running.over.is_set()
    while not running.over.wait(TICK):
        words = _("{done:.1f} of {total:.1f} MB")
        words = words.format(done=running.done / MEGABYTE, total=running.total / MEGABYTE)
        place.progress(min(1.0, running.done / running.total), words)
    if not was_over:
        st.rerun()  # its button is another one now
    with place.container():
        if running.error is not None:
            show_error(running.error)
        elif running.file is not None and ask(ConvertWeights(one.builder, str(running.file)), part=one.builder):
            DOWNLOADS.forget(one.builder)
            st.rerun()

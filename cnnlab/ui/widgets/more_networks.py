"""Networks of keras.applications to download: size, licence, progress while one comes, a word where it cannot."""

import streamlit as st

from cnnlab.core.cards.applications import MEGABYTE, Application, offered
from cnnlab.core.errors import N_
from cnnlab.core.requests import ConvertWeights
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.cache import model_cards
from cnnlab.ui.shell.downloads import DOWNLOADS, Download
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.language import _

TITLE = N_("More networks")
TICK = 0.2  # seconds between updates


def more_networks(*_page: object) -> None:
    """A tab: each network: where it stands, and a button. One that has come is in the choice of every page."""
    if not offered():
        st.markdown(_("The owner of this server has switched downloads off."))
        return
    st.markdown(
        _(
            "Classifiers of `keras.applications`, trained on ImageNet's 1,000 classes. The server downloads the "
            "weights from Google, once for all visitors; then the network is among those that every page offers."
        ),
        width=840,
    )
    for one in offered():
        _network(one)


def _network(one: Application) -> None:
    with st.container(border=True, key=f"more_{one.builder}"):
        with st.container(horizontal=True, vertical_alignment="center"):
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
            else:
                st.button(_("Cancel"), key=f"stop_{one.builder}", on_click=DOWNLOADS.forget, args=(one.builder,))
        if running is not None:
            _follow(running)


def _start(one: Application) -> None:
    DOWNLOADS.start(one)


def _start_again(one: Application) -> None:
    DOWNLOADS.forget(one.builder)
    DOWNLOADS.start(one)


def _follow(running: Download) -> None:
    """Show the progress until the file is there, then make a model of it; a visitor's click interrupts only this."""
    one, bar, was_over = running.one, st.empty(), running.over.is_set()
    while not running.over.wait(TICK):
        words = _("{done:.1f} of {total:.1f} MB")
        words = words.format(done=running.done / MEGABYTE, total=running.total / MEGABYTE)
        bar.progress(min(1.0, running.done / running.total), words)
    if not was_over:
        st.rerun()  # its button is another one now
    if running.error is not None:
        show_error(running.error)
    elif running.file is not None and ask(ConvertWeights(one.builder, str(running.file)), part=one.builder):
        DOWNLOADS.forget(one.builder)
        st.rerun()

"""What a network that was put together makes: its numbers, its drawing and table, its code and files."""

import streamlit as st

from cnnlab.core.network import total
from cnnlab.core.network.building import Built
from cnnlab.core.network.glance import last_map
from cnnlab.core.network.memory import training_memory
from cnnlab.core.pictures import sample
from cnnlab.core.snippets.built_network import built_network_code
from cnnlab.ui.lessons.architecture import LESSON, build_state
from cnnlab.ui.lessons.architecture.network_view import network_view
from cnnlab.ui.lessons.architecture.settings import CONTROLS, Settings
from cnnlab.ui.shell import view
from cnnlab.ui.shell.frame import copy_link
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import in_bytes, numbers, size


def totals(found: Built, settings: Settings) -> None:
    """The numbers of the network as far as its layers fit."""
    asked = found.plan, settings.batch, settings.optimizer, settings.mixed
    rows, memory = held(
        f"{build_state.NET}:result", asked,
        lambda: (
            found.network.table(),
            training_memory(found.network, settings.batch, settings.optimizer, settings.mixed),
        ),
    )  # fmt: skip
    field = last_map(rows)
    shown = [
        (_("Parameters"), f"{total(rows).known:,}"),
        (_("Multiply-adds"), f"{total(rows, 'multiply_adds').known:,}"),
        (_("Memory to train"), in_bytes(memory.total)),
        (_("Receptive field"), size(field.receptive_field.size) if field and field.receptive_field else "\u2013"),
    ]
    with st.container(key=f"{LESSON.prefix}built_totals"):  # it stays on the screen while a layer is edited (style.css)
        numbers(shown)


def link_to_network() -> None:
    """A button that copies a link with which the network comes first on the page."""
    above = ",".join((view.CONTROLS, view.TRIES, view.NUMBERS, view.FIGURE))
    st.html(copy_link(_("Copy the link to this network"), hide=above))


def result(found: Built, settings: Settings, place: int) -> None:
    """The network as far as its layers fit; the layer at `place` of the list is lit."""
    picture, key = sample(settings.picture), f"{LESSON.prefix}built_view"
    network_view(found.network, None, picture=picture, key=key, lit=found.row(place))
    _files(found)


def _files(found: Built) -> None:
    """The Keras code, to read and to download; the config as JSON."""
    if found.refused:
        st.caption(_("Code and files are here once every layer fits."))
        return
    code = built_network_code(found.plan)
    with st.container(horizontal=True, gap="small"):
        for name, label, data in (
            ("network.py", _("Download the code (.py)"), code),
            ("network.json", _("Download the config (.json)"), lambda: found.json),
        ):
            st.download_button(
                label, data, name, key=f"{LESSON.prefix}built_{name}", icon=":material/download:", on_click="ignore"
            )
    with CONTROLS.box("built_code", _("Keras code")) as is_open:
        if is_open:
            st.code(code, language="python")

"""The settings of the Architecture page: a network, the size of its input, and how it is trained, for the memory."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network.famous import FAMOUS
from cnnlab.core.network.memory import SLOTS, Optimizer
from cnnlab.core.network.typed_size import written
from cnnlab.core.pictures import samples
from cnnlab.ui.lessons.architecture import LESSON
from cnnlab.ui.lessons.architecture.given import Given, own_network
from cnnlab.ui.shell import link
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls, side_by_side, translated

DEFAULTS: dict[str, Any] = {
    "from": "famous",  # or "file"
    "network": "lenet5_fully_connected",
    "size": "",  # as it is typed; "" for the network's own
    "batch": 32,
    "optimizer": "Adam",
    "mixed": False,
    "picture": "cat",  # that the units see
}
CONTROLS = Controls(LESSON.prefix, DEFAULTS)
SOURCES = {"famous": N_("Famous networks"), "file": N_("My file")}
LARGEST_BATCH = 4096
LONGEST = 40  # letters of a typed size


@dataclass(frozen=True)
class Settings:
    """What the controls are set to. `size` is as it was typed."""

    given: Given
    size: str
    batch: int
    optimizer: Optimizer
    mixed: bool
    picture: str  # of the bundled photographs


def controls() -> Settings:
    """The network and the size of its input; what the memory depends on is folded away."""
    source = CONTROLS.segments("from", _("Network"), list(SOURCES), translated(SOURCES))
    own = own_network(CONTROLS) if source == "file" else None
    given = own or Given(_chosen())
    size = _typed(given)
    titles = {photograph.id: photograph.title for photograph in samples()}
    with CONTROLS.box("more", _("More: batch, photograph")), side_by_side():
        batch = CONTROLS.whole("batch", _("Pictures in a batch"), 1, LARGEST_BATCH, width=150)
        optimizer = CONTROLS.select("optimizer", _("Optimizer"), list(SLOTS), width=200)
        picture = CONTROLS.select("picture", _("Photograph"), list(titles), translated(titles), width=280)
        mixed = CONTROLS.switch("mixed", _("Outputs in float16 · `mixed_float16`"), width="content")
    return Settings(given, size, batch, optimizer, mixed, picture)


def _chosen() -> str:
    return CONTROLS.select("network", _("Famous network"), list(FAMOUS), lambda name: _(FAMOUS[name]))


def _typed(given: Given) -> str:
    """The size of the input as it is typed; "" for the network's own."""
    key = CONTROLS.key("size")
    if key not in st.session_state:
        st.session_state[key] = (link.asked(key) or "")[:LONGEST]
    text = st.text_input(
        _("Input size"),
        key=key,
        max_chars=LONGEST,
        placeholder=", ".join(written(shape) for shape in given.network.input_shapes),
        help=_("Height × width, such as 160 × 120; a single number for a square. Empty: the network's own size."),
        persist_state="session",
    )
    link.keep(key, text.strip(), DEFAULTS["size"])
    return text.strip()

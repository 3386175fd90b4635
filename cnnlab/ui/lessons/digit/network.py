"""The network in the browser, which answers while the visitor draws."""

import json
from pathlib import Path
from typing import Any

import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.digits.browser import computing_layers, packed_layers, runs_in_browser
from cnnlab.core.requests import ReadWeights
from cnnlab.ui.lessons.digit.settings import CONTROLS
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.widgets.component import component

HERE = Path(__file__).parent
_component = component("brain", HERE / "network.js")
KEY, SENT = CONTROLS.key("network"), CONTROLS.key("sent")


def network_in_browser(card: ModelCard) -> None:
    """Send the network to the browser once; the browser then answers each stroke itself, without the server.

    A browser that turns out to lack it asks for it. Nothing else on the page reports to the server unasked, least of
    all from a fragment: Streamlit combines simultaneous reports into one run, which is the fragment's if one of them
    comes from a fragment, so that a click at that moment would be lost.

    A network that the browser cannot compute answers when the pen is lifted.
    """
    layers = computing_layers(card)
    if not runs_in_browser(layers):
        return
    sent = st.session_state.setdefault(SENT, set())
    header: dict[str, Any] = {"id": card.sha256}
    blob = b""
    if card.sha256 not in sent:
        weights = ask(ReadWeights(card.id), part="browser")
        if weights is None:
            return
        header["layers"], blob = packed_layers(layers, weights.value.by_layer)
        sent.add(card.sha256)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 4)  # 32-bit numbers, which follow, have to start at a multiple of 4
    _component(len(text).to_bytes(4, "little") + text + blob, KEY, on_missing_change=sent.clear)

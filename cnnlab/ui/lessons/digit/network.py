"""The network in the browser, which answers while the visitor draws."""

import json
from pathlib import Path

from cnnlab.core.cards import ModelCard
from cnnlab.core.digits.browser import computing_layers, packed_layers, runs_in_browser
from cnnlab.core.network.sequence import SequentialLayer
from cnnlab.core.requests import ReadWeights
from cnnlab.ui.lessons.digit.settings import CONTROLS
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.shell.held import held_by_all
from cnnlab.ui.widgets.component import Kept, component

HERE = Path(__file__).parent
_component = component("brain", HERE / "network.js")
KEY = CONTROLS.key("network")


def network_in_browser(card: ModelCard) -> None:
    """Send the network to the browser, which then answers each stroke itself, without the server.

    A network that the browser cannot compute answers when the pen is lifted.
    """
    layers = computing_layers(card)
    if not runs_in_browser(layers):
        return
    try:
        data = held_by_all(f"{KEY}:packed", card.sha256, lambda: _packed(layers, card))
    except _Unanswered:
        return
    _component(data, KEY)


class _Unanswered(Exception):
    """The engine did not answer, and the page says so."""


def _packed(layers: list[SequentialLayer], card: ModelCard) -> Kept:
    weights = ask(ReadWeights(card.id), part="browser")
    if weights is None:
        raise _Unanswered
    forms, blob = packed_layers(layers, weights.value.by_layer)
    text = json.dumps(forms).encode()
    text += b" " * (-len(text) % 4)  # 32-bit numbers, which follow, have to start at a multiple of 4
    return Kept(len(text).to_bytes(4, "little") + text + blob)

"""The network in the browser, which answers while one draws: what it needs of the layers and their weights."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.digits import SIDE
from cnnlab.core.layers import describe
from cnnlab.ui.lessons.digit.settings import PREFIX
from cnnlab.ui.lessons.digit.way import Station, whole_way
from cnnlab.ui.shell.ask import ask
from cnnlab.ui.widgets import feature_maps
from cnnlab.ui.widgets.component import component

HERE = Path(__file__).parent
_component = component("brain", [feature_maps.PAINT, HERE / "forward.js", HERE / "network.js"])
KEY, SENT = f"{PREFIX}network", f"{PREFIX}sent"
LARGEST = 500_000  # parameters that are sent to a browser, four bytes each
DENSE = ("linear", "relu", "softmax")
KNOWN = {  # the kinds that forward.js computes, and what of their settings it does not take for granted
    "Rescaling": lambda config: np.isscalar(config["scale"]) and config["offset"] == 0,
    "Conv2D": lambda config: (
        config["activation"] in ("linear", "relu")
        and config["groups"] == 1
        and config["use_bias"]
        and tuple(config["dilation_rate"]) == (1, 1)
    ),
    "MaxPooling2D": lambda config: True,
    "Flatten": lambda config: True,
    "Dense": lambda config: config["activation"] in DENSE and config["use_bias"],
}


def network_in_browser(card: ModelCard) -> None:
    """Give the browser the network once; then it answers to each stroke itself, and nobody else's computer has to.

    A browser that turns out to lack it asks for it; no part of the page tells the server anything else by itself, least
    of all from a fragment: Streamlit sends what comes together as one run, and as the fragment's if one of them is in
    one, so that a click at that moment would be lost.

    A network that is too large for that, or has a layer that the browser's part does not know, answers when the hand
    is lifted, as every network does here.
    """
    if not follows_the_hand(card):
        return
    sent = st.session_state.setdefault(SENT, set())
    header: dict[str, Any] = {"id": card.sha256}
    blob = b""
    if card.sha256 not in sent:
        learned = ask("weights", part="browser", model=card.id)
        if learned is None:
            return
        header["layers"], blob = packed_layers(_computing(card), learned.value)
        sent.add(card.sha256)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 4)  # the numbers behind it start where a 32-bit number may
    _component(len(text).to_bytes(4, "little") + text + blob, KEY, on_missing_change=sent.clear)


def follows_the_hand(card: ModelCard) -> bool:
    """Whether the browser can compute this network while one draws."""
    layers = _computing(card)
    known = all(each.kind in KNOWN and KNOWN[each.kind](each.layer["config"]) for each in layers)
    return known and sum(each.row.parameters for each in layers) <= LARGEST


def packed_layers(layers: Sequence[Station], learned: dict[str, list[np.ndarray]]) -> tuple[list[dict], bytes]:
    """What forward.js reads: a form for each layer, and all weights as float32 one after another."""
    forms, blobs, at = [], [], 0
    shape: tuple[int, ...] = (SIDE, SIDE, 1)
    for each in layers:
        config, facts = each.layer["config"], describe(each.layer, shape)
        form: dict[str, Any] = {"name": each.name, "kind": each.kind, "input": shape, "output": each.shape}
        if each.kind == "Rescaling":
            form["scale"] = config["scale"]
        if facts.windows:
            form |= {
                "kernelSize": [window.kernel_size for window in facts.windows],
                "strides": [window.strides for window in facts.windows],
                "before": [window.before for window in facts.windows],
            }
        if each.name in learned:
            form |= {activation: config["activation"] == activation for activation in ("relu", "softmax")}
            form["weights"] = []
            for weights in learned[each.name]:
                form["weights"].append([at, at + weights.size])
                at += weights.size
                blobs.append(np.ascontiguousarray(weights, np.float32).tobytes())
        forms.append(form)
        shape = each.shape
    return forms, b"".join(blobs)


def _computing(card: ModelCard) -> list[Station]:
    """The layers that do something to a picture when the network answers: dropout does nothing then."""
    return [each for each in whole_way(card) if each.kind not in ("InputLayer", "Dropout")]

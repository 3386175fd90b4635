"""A network as a drawing, a table, and what a unit sees of a photograph: one lights up the same layer in the others."""

from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnnlab.core.network import Network
from cnnlab.core.network.plan import planned
from cnnlab.core.network.table import Shapes
from cnnlab.figures.encode import jpeg_uri
from cnnlab.ui.lessons.architecture.network_data import network_data
from cnnlab.ui.shell import keys, view
from cnnlab.ui.shell.held import Itself, held_by_all
from cnnlab.ui.shell.language import current
from cnnlab.ui.widgets.component import SORTED_TABLE, Kept, Parts, as_json, component

HERE = Path(__file__).parent
_component = component(
    "network", HERE / "network_view.js", SORTED_TABLE, HERE / "network_view.css", name="architecture"
)
PICTURE_SIDE = 320  # pixels of the photograph


def network_view(
    network: Network,
    input_shape: Shapes,
    *,
    picture: NDArray[np.uint8] | None,
    key: str,
    follows: bool = False,
    lit: str | None = None,
    alone: bool = False,
) -> None:
    """Show a network for an input shape, without the batch axis; None for the shapes in its config.

    `picture` (height, width, 3) is stretched to the input; without one, its place is grey. Everything is answered in
    the browser. With `follows` the view is a page's figure: it scrolls into view after a click on a contrast. `lit` is
    the row of the layer that is lit, by default one that sees a part of the picture. With `alone` there is the drawing
    only. Raises NetworkError as `Network.table` does.
    """

    tried = st.session_state.get(keys.TRIED, 0) if follows else 0
    header = {"tried": tried, "lit": lit, "alone": alone, "printing": view.printing()}

    def photograph() -> str | None:
        return None if picture is None else jpeg_uri(picture, PICTURE_SIDE)

    def made() -> Kept:
        encoded = held_by_all(f"{key}_photograph", Itself(picture), photograph)
        return as_json(network_data(planned(network, input_shape), encoded))

    shape = None if input_shape is None else tuple(map(str, input_shape))
    asked = Itself(network), shape, Itself(picture), current()
    data = held_by_all(f"{key}_made", asked, made)
    _component(Parts(header, (data.name, data)), key)  # not held: each session would keep a copy of the data

"""The figure of the Activations page: a component that reads and draws a layer's maps in the browser."""

import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.activations.depth import dead, farthest, widest
from cnnlab.core.errors import N_
from cnnlab.core.requests import FoundMaps, LayerActivity
from cnnlab.core.segmentation.seen import Seen
from cnnlab.figures import palette
from cnnlab.ui.lessons.activations.settings import CONTROLS, LOOK
from cnnlab.ui.shell import keys, link
from cnnlab.ui.shell.held import Itself, held, held_by_all
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.component import component, packed

HERE = Path(__file__).parent
_component = component("activations", HERE / "maps_view.js", HERE / "maps_view.css")
VIEWS = {"beside": N_("Side by side"), "over": N_("Overlay")}
SCALES = {"own": N_("per channel"), "layer": N_("per layer"), "network": N_("whole network")}
ORDERS = {"number": N_("by number"), "mean": N_("by activity"), "zeros": N_("by sparsity")}
QUICK = 1  # of zlib's levels


def maps_view(picture: bytes, name: str, layer: str, found: FoundMaps, seen: Seen | None) -> None:
    """Show a picture (a JPEG file) called `name` and the maps of `layer`; `seen` is what its cells see, where known.

    The maps travel once, with 8 bits for each value; a run without a change sends nothing.
    """
    looked = f"{st.session_state.get(keys.TRIED, 0)}.{st.session_state.get(keys.TURNS, 0)}"
    look = held(CONTROLS.key("look"), looked, _in_link)

    def encoded() -> bytes:
        cells = zlib.compress(found.maps.cells.tobytes(), QUICK)
        scales = ("diverging", "diverging_on_dark") if found.maps.signed else (palette.EVEN, palette.EVEN)
        colours = [palette.table(scale).tobytes() for scale in scales]  # on a light page and on a dark one
        header: dict[str, Any] = {
            "sizes": [len(picture), len(cells), *map(len, colours)],
            **_numbers(found, found.activity),
            "networkReach": float(f"{found.largest:.4g}"),
            "layer": layer,
            "seen": seen and asdict(seen),
            "look": look,
            "looked": looked,
            "start": LOOK,
            "prefix": CONTROLS.prefix,
            "fileName": f"activations_{layer.replace('/', '-')}.png",
            "tried": st.session_state.get(keys.TRIED, 0),
            "words": _words(name, layer),
        }
        return packed(header, picture, cells, *colours)

    given = (Itself(picture), name, layer, Itself(found), Itself(seen), look, looked, current())
    _component(held_by_all(CONTROLS.key("drawn"), given, encoded), CONTROLS.key("maps"))


def _numbers(found: FoundMaps, activity: LayerActivity) -> dict[str, Any]:
    """What is told of the channels, in four digits."""
    count, rows, columns = found.maps.cells.shape
    return {
        "count": count,
        "rows": rows,
        "columns": columns,
        "signed": found.maps.signed,
        "reach": _rounded(found.maps.reach),
        "largest": _rounded(farthest(activity)),
        "means": _rounded(activity.means),
        "zeros": [round(float(share), 5) for share in activity.zeros],
        "dead": dead(activity).tolist(),
        "first": widest(activity),
    }


def _rounded(values: np.ndarray) -> list[float]:
    return [float(f"{value:.4g}") for value in values]


def _in_link() -> dict[str, str]:
    """What the link says of the look; the browser takes no account of what makes no sense."""
    asked = {name: link.asked(CONTROLS.key(name)) for name in LOOK}
    return {name: value for name, value in asked.items() if value is not None}


def _words(name: str, layer: str) -> dict[str, Any]:
    return {
        "picture": name,
        "map": _("Channel {channel} of {layer}").replace("{layer}", layer),
        "grid": _("All channels of {layer}").format(layer=layer),
        "gridKeys": _("All channels of {layer}; the arrow keys choose one.").format(layer=layer),
        "keys": _("The arrow keys move from cell to cell."),
        "view": _("How the channel is shown"),
        "views": {view: _(title) for view, title in VIEWS.items()},
        "more": _("More"),
        "scale": _("Scale"),
        "scales": {scale: _(title) for scale, title in SCALES.items()},
        "order": _("Order"),
        "orders": {order: _(title) for order, title in ORDERS.items()},
        "file": "PNG",
        "fileWhat": _("Download the grid as a PNG file"),
        "channel": _("Channel {channel}: largest {largest}, mean {mean}, zeros {zeros}"),
        "dead": _("Channel {channel}: dead, 0 in every cell for this picture"),
        "cell": _("Channel {channel}, row {row}, column {column}: {value}."),
        "sees": _("It sees {height} × {width} pixels."),
    }

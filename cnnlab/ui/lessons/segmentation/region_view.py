"""A region that is chosen on the picture, and heat maps of where its class comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.segmentation.regions import Place, RegionKind
from cnnlab.figures import palette
from cnnlab.ui.lessons.segmentation.settings import CONTROLS
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.keys import HELD
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.component import component, packed

HERE = Path(__file__).parent
VIEW = f"{HELD}{CONTROLS.prefix}region"
OPACITY = 0.85  # of the map where its value is 1
_component = component("regions", HERE / "region_view.js", HERE / "region_view.css")
HINTS: dict[RegionKind, str] = {
    "pixel": N_("Tap a pixel, or move the mark with the arrow keys and press Enter."),
    "box": N_("Drag a box. Keys: arrows move it, Shift and arrows resize it, Enter chooses it."),
    "piece": N_("Tap a piece of the mask, or move the mark with the arrow keys and press Enter."),
    "class": N_("Every pixel of the class is explained."),
}


@dataclass(frozen=True)
class HeatMap:
    """A layer's map (rows, columns) in [0, 1], None where there is no positive evidence; a title and a note on it."""

    heat: np.ndarray | None
    title: str
    note: str


@dataclass(frozen=True)
class Region:
    """How a region is chosen, where, and its cells, bool (rows, columns)."""

    kind: RegionKind
    box: Place
    cells: np.ndarray


def region_view(picture: bytes, name: str, aspect: float, region: Region, maps: Sequence[HeatMap]) -> None:
    """Show a picture (a JPEG file, `aspect` times as wide as high) with the region, and beside it the maps.

    What is chosen in the browser calls `chosen`; a run without a change sends nothing.
    """

    def encoded() -> bytes:
        rows, columns = region.cells.shape
        header: dict[str, Any] = {
            "sizes": [len(picture)],
            "aspect": aspect,
            "kind": region.kind,
            "box": list(region.box),
            "rows": rows,
            "columns": columns,
            "maps": [_map(each) for each in maps],
            "colours": palette.table(palette.EVEN).ravel().tolist(),
            "opacity": OPACITY,
            "words": {
                "picture": name,
                "region": _("The region that is explained"),
                "pick": _("Choose the region on the picture"),
                "hint": _(HINTS[region.kind]),
                "scale": _("stronger colour = more evidence"),
            },
        }
        return packed(header, picture, region.cells.astype(np.uint8).tobytes())

    shown = [(Itself(each.heat), each.title, each.note) for each in maps]
    given = (Itself(picture), name, region.kind, region.box, region.cells.tobytes(), shown, current())
    _component(held(CONTROLS.key("region_made"), given, encoded), VIEW, on_box_change=_take)


def _map(shown: HeatMap) -> dict[str, Any]:
    heat = None if shown.heat is None else np.round(shown.heat.astype(float), 4).tolist()
    return {"heat": heat, "title": shown.title, "note": shown.note}


BOX = CONTROLS.key("region_at")


def _take() -> None:
    """Keep what the browser has chosen, as the link writes it."""
    box = st.session_state[VIEW]["box"]
    st.session_state[BOX] = ".".join(str(int(number)) for number in box)

"""Sheets of 64 filters, side by side by depth; a click on one chooses it."""

from pathlib import Path

import streamlit as st

from cnnlab.core.filters.galleries import COLUMNS, COUNT, Gallery
from cnnlab.ui.lessons.filters.settings import CONTROLS, Settings
from cnnlab.ui.shell.held import held_by_all
from cnnlab.ui.shell.keys import HELD
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.component import component, packed

HERE = Path(__file__).parent
SHEETS = f"{HELD}{CONTROLS.prefix}sheets"
_component = component("filter_sheets", HERE / "sheets.js", HERE / "sheets.css")


def sheets(settings: Settings, found: list[Gallery]) -> None:
    """Draw the sheets of a network, the chosen filter framed."""
    given = (tuple(gallery.path.name for gallery in found), settings.layer, settings.index, current())
    data = held_by_all(CONTROLS.key("sheets_made"), given, lambda: _data(settings, found))
    _component(data, SHEETS, on_picked_change=_take)


def _data(settings: Settings, found: list[Gallery]) -> bytes:
    channels = {stage.convolution: stage.channels for stage in settings.card.stages}
    files = [gallery.path.read_bytes() for gallery in found]
    depths = [_("Early"), _("Middle"), _("Late")]
    header = {
        "made": [gallery.path.name for gallery in found],
        "sizes": [len(file) for file in files],
        "columns": COLUMNS,
        "rows": COUNT // COLUMNS,
        "layer": settings.stage.convolution if settings.stage else None,
        "index": settings.index,
        "sheets": [
            {
                "layer": gallery.layer,
                "depth": depth,
                "said": _("{shown} of {count} filters").format(
                    shown=gallery.count, count=f"{channels[gallery.layer]:,}"
                ),
                "count": gallery.count,
            }
            for gallery, depth in zip(found, depths, strict=False)
        ],
        "words": {
            "filter": _("Filter {number}"),
            "hint": _("Click a filter to see it form."),
            "keys": _("Filters of {layer}; the arrow keys choose one, Enter forms it."),
        },
    }
    return packed(header, *files)


def _take() -> None:
    """Choose the filter that was clicked."""
    picked = st.session_state[SHEETS]["picked"]
    layer, index = picked["layer"], picked["index"]
    st.session_state[CONTROLS.key("layer")] = layer
    st.session_state[CONTROLS.key("filter")] = index + 1

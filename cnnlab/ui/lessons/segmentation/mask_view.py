"""The picture with its mask: a component that makes every view of it in the browser, from the network's own output."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.requests import Segmented
from cnnlab.core.segmentation.seen import Seen
from cnnlab.figures import palette
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, LOOK
from cnnlab.ui.shell import keys, link
from cnnlab.ui.shell.held import Itself, held, held_by_all
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.component import CROSS, component, packed

HERE = Path(__file__).parent
_component = component("masks", HERE / "mask_view.js", CROSS, HERE / "mask_view.css")
VIEWS = {"picture": N_("Picture"), "overlay": N_("Overlay"), "mask": N_("Mask"), "beside": N_("Side by side")}
SHOWS = {
    "classes": N_("Classes"),
    "probability": N_("Probability"),
    "entropy": N_("Entropy"),
    "margin": N_("Margin"),
}


def mask_view(
    picture: bytes,
    name: str,
    found: Segmented,
    shares: list[float] | None,
    names: list[str],
    colours: list[tuple[int, ...]],
    seen: Seen | None,
) -> None:
    """Show a picture (a JPEG file) called `name` and what a network says of it.

    `shares` are those of the classes in the whole picture, None where they are not told; `names` and `colours` (red,
    green, blue) are the classes' own; `seen` is what the cells of the network's output see, where that is known.
    The network's output travels once, with 8 bits for each value; a run without a change sends nothing.
    """
    looked = f"{st.session_state.get(keys.TRIED, 0)}.{st.session_state.get(keys.TURNS, 0)}"
    look = held(CONTROLS.key("look"), looked, _in_link)

    def encoded() -> bytes:
        rows, columns, classes = found.probabilities.shape
        cells, scale = found.probabilities.tobytes(), palette.table(palette.EVEN).tobytes()
        header: dict[str, Any] = {
            "output": {"rows": rows, "columns": columns, "classes": classes},
            "size": list(found.size),
            "sizes": [len(picture), len(cells), len(scale)],
            "shares": shares,
            "names": names,
            "seen": seen and asdict(seen),
            "colours": colours,
            "look": look,
            "looked": looked,
            "start": LOOK,
            "prefix": CONTROLS.prefix,
            "tried": st.session_state.get(keys.TRIED, 0),
            "words": _words(name, shares is not None),
        }
        return packed(header, picture, cells, scale)

    given = (Itself(picture), name, Itself(found), shares, names, Itself(seen), look, looked, current())
    _component(held_by_all(CONTROLS.key("drawn"), given, encoded), CONTROLS.key("masks"))


def _in_link() -> dict[str, str]:
    """What the link says of the look; the browser takes no account of what makes no sense."""
    asked = {name: link.asked(CONTROLS.key(name)) for name in LOOK}
    return {name: value for name, value in asked.items() if value is not None}


def _words(name: str, tells: bool) -> dict[str, Any]:
    least, most = _("certain"), _("uncertain")
    return {
        "picture": name,
        "mask": _("The mask, one colour for each class"),
        "view": _("How the picture is shown"),
        "views": {view: _(title) for view, title in VIEWS.items()},
        "show": _("Colours show"),
        "shows": {show: _(title) for show, title in SHOWS.items()},
        "opacity": _("Opacity"),
        "only": _("Class"),
        "all": _("All"),
        "more": _("More"),
        "below": _("More below"),
        "belowWhat": _("Scores, two networks, how it works and other tabs"),
        "outline": _("Outline"),
        "dim": _("Dim the rest"),
        "shares": _("Share of the picture. Point at a pixel, or tap it.")
        if tells
        else _("Point at a pixel, or tap it."),
        "pixel": _("Row {row}, column {column}: {name}"),
        "sees": _("Receptive field: {height} × {width} pixels"),
        "seesAll": _("Receptive field: the whole picture"),
        "values": {"entropy": _("entropy {value} bits"), "margin": _("margin {value}")},
        "scales": {"probability": ["0", "1 · {name}"], "entropy": [least, most], "margin": [least, most]},
        "likeliest": _("likeliest class"),
        "keys": _("The arrow keys move from pixel to pixel."),
        "overlayOnly": _("Only for the overlay."),
        "notInPicture": _("Not in the view of the picture alone."),
        "chooseClass": _("Choose a class first."),
    }

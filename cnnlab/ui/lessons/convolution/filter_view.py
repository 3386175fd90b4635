"""A photograph beside its feature maps: a component that filters in the browser and shows each pixel's sum."""

from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.stepping.typed_kernel import checked_kernel
from cnnlab.figures import palette
from cnnlab.ui.lessons.convolution import LESSON
from cnnlab.ui.shell import keys
from cnnlab.ui.shell.cache import digest_of, small_png
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.component import CROSS, component, packed
from cnnlab.ui.widgets.pictures import Chosen

HERE = Path(__file__).parent
LARGEST = 512  # pixels a side of the picture that is filtered in the browser
KEY = f"{keys.HELD}{LESSON.prefix}filter"
_component = component("filter", HERE / "filter_view.js", CROSS, HERE / "filter_view.css")


def filter_view(picture: Chosen, kernels: dict[str, np.ndarray], on_typed: Any) -> None:
    """Show a picture and its map for each kernel (rows, columns), by title.

    When a visitor has changed a number of a kernel, `on_typed` is called; `typed` then returns the kernel.
    """
    given = (picture.digest, [(title, digest_of(kernel)) for title, kernel in kernels.items()], current())

    def encoded() -> bytes:
        made = small_png(picture.own, digest=picture.digest, _picture=picture.pixels, most=LARGEST)
        header = {
            "picture": f"{picture.digest}.{st.session_state.get(keys.TURNS, 0)}",
            "size": made.size,
            "titles": list(kernels),
            "kernels": [kernel.tolist() for kernel in kernels.values()],
            "colours": palette.signed(),
            "words": _words(picture.name),
        }
        return packed(header, made.file)

    drawn = held(f"{KEY}:drawn", (given, st.session_state.get(keys.TURNS, 0)), encoded)
    _component(drawn, KEY, on_weights_change=on_typed)


def typed() -> np.ndarray | None:
    """The kernel that the browser has just sent; None if it is none."""
    return checked_kernel(st.session_state[KEY]["weights"])


def _words(name: str) -> dict[str, str]:
    return {
        "picture": name,
        "window": _("Window: red + green + blue"),
        "kernel": _("Kernel: type a number"),
        "products": _("Products"),
        "outside": _("Outside the picture: 0"),
        "weight": _("Weight, row {row}, column {column}"),
        "keys": _("The arrow keys move from pixel to pixel."),
        "sum": _("Row {row}, column {column}: the products add up to {value}, shown as grey level {grey}."),
        "signed": _("Black = {black}, mid-grey = 0, white = {white}"),
        "unsigned": _("Black = {black}, white = {white}"),
    }

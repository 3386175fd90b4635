"""The bundled test images as a row of buttons."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from cnnlab.core.digits import BundledImage
from cnnlab.ui.shell.held import held_by_all
from cnnlab.ui.widgets.component import component
from cnnlab.ui.widgets.feature_maps import Group, Part, packed

HERE = Path(__file__).parent
_component = component("strip", HERE / "strip.js", HERE / "strip.css")


def digit_strip(
    images: Sequence[BundledImage], *, names: Sequence[str], chosen: str, on_picked: Callable[[], None], key: str
) -> None:
    """Show a button for each image, with `names` for screen readers; the one with the id `chosen` is pressed.

    A click calls `on_picked`, which finds {"id", "at"} in the session state, in `key`'s "picked": the image, and the
    time in milliseconds, to be compared with a drawing's number.
    """
    ids = [image.id for image in images]

    def drawn() -> bytes:
        pictures = np.stack([image.picture for image in images], axis=-1)
        group = Group("pieces", [Part(pictures, 0, 255, "greys")], (44, 44))
        return packed([group], ids=ids, names=list(names), chosen=chosen)

    _component(held_by_all(f"{key}:drawn", (ids, names, chosen), drawn), key, on_picked_change=on_picked)

"""The true mask of the picture: drawn by hand for a bundled one, or the visitor's own, whose values get classes."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from cnnlab.core.segmentation import MaskFile, MaskValue, assign, read_mask_file
from cnnlab.core.segmentation.known import known_classes
from cnnlab.core.segmentation.suggesting import suggestion
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.errors import errors_shown
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import counted_percent
from cnnlab.ui.widgets.pictures import kept

NOT_COUNTED_CHOICE = -1


@dataclass(frozen=True, eq=False)
class TrueMask:
    """The true class of each pixel, uint8 (height, width), and whether it was drawn for this project."""

    labels: np.ndarray
    drawn: bool


def bundled(settings: Settings) -> TrueMask | None:
    """The hand-drawn mask of a bundled picture, as classes 0 and 1; None without one."""
    found = known_classes(settings.picture.id)
    if found is None:
        return None
    return held(CONTROLS.key("bundled"), settings.picture.id, lambda: TrueMask(found, True))


def true_mask(settings: Settings) -> TrueMask | None:
    """Let the visitor give a mask of the picture; without one, that of a bundled picture counts."""
    height, width = settings.picture.pixels.shape[:2]
    key = CONTROLS.key(settings.picture.digest[:12])
    text = _("A PNG file of this picture, {height} × {width} pixels or a smaller version of it.")
    file = st.file_uploader(
        _("Your own mask or trimap (PNG)"), key=f"{key}_mask", help=text.format(height=height, width=width)
    )
    found: MaskFile | None = kept(f"{key}_opened_mask", file, lambda file: read_mask_file(file.getvalue()))
    if found is not None:
        _forget_others(f"{key}_opened_mask")
        classes = _assigned(settings, found, key)
        given = (Itself(found), classes, height, width)
        with errors_shown():
            return held(CONTROLS.key("own_mask"), given, lambda: TrueMask(assign(found, classes, height, width), False))
        return None
    if f"{key}_opened_mask" in st.session_state:  # it was refused, and the page says why
        return None
    return bundled(settings)


def _forget_others(key: str) -> None:
    """Keep the mask under this key alone: those of other pictures may have megabytes."""
    for other in [str(name) for name in st.session_state]:
        if other.startswith(CONTROLS.prefix) and other.endswith("_opened_mask") and other != key:
            del st.session_state[other]


def _assigned(settings: Settings, mask: MaskFile, key: str) -> dict[int, int | None]:
    """The class that the visitor gives to each value of the file."""
    suggested = suggestion(mask, tuple(settings.network.english))
    options = [*range(len(settings.names)), NOT_COUNTED_CHOICE]
    names = [*settings.names, _("not counted")]
    chosen: dict[int, int | None] = {}
    for value in mask.values:
        first = suggested.get(value.value)
        picked = st.selectbox(
            _value_words(value, mask.index.size),
            options,
            index=len(names) - 1 if first is None else first,
            format_func=names.__getitem__,
            key=f"{key}_value_{value.value}",
            persist_state="session",
        )
        chosen[value.value] = None if picked == NOT_COUNTED_CHOICE else picked
    return chosen


def _value_words(value: MaskValue, pixels: int) -> str:
    name = value.name or f"rgb{tuple(value.colour)}".replace(" ", "")
    return _("Value {value} ({name}): {share} of the pixels").format(
        value=value.value, name=name, share=counted_percent(value.pixels / pixels)
    )

"""The mask of the Segmentation page as a PNG file, at the picture's own size."""

import streamlit as st

from cnnlab.core.segmentation import indexed_png, labels
from cnnlab.core.segmentation.class_colours import class_colours
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _


def download(settings: Settings, answer: Answer) -> None:
    """The button; the file is made when it is clicked."""
    height, width = answer.found.size
    st.download_button(
        _("Download the mask (PNG, {width} pixels wide, {height} high)").format(width=width, height=height),
        data=lambda: mask_file(answer, settings.network.english),
        file_name=f"mask_{settings.card.id}.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=CONTROLS.key("download"),
        help=_("Every pixel holds the number of its class, from 0; the colours are in the file's palette."),
    )


def mask_file(answer: Answer, names: list[str]) -> bytes:
    """The class of each pixel, as an indexed PNG file."""
    found = answer.found.probabilities
    return indexed_png(labels(found, *answer.found.size), class_colours(len(names)), names)

"""The pipeline of the Augmentation page in Keras, inside a model and in tf.data, and the pictures that it reads."""

import streamlit as st

from cnnlab.core.augmentation.batches import repeated
from cnnlab.core.errors import N_
from cnnlab.core.snippets.augmentation import in_model, in_tf_data
from cnnlab.figures import encode
from cnnlab.ui.lessons.augmentation.answer import Answer, originals
from cnnlab.ui.lessons.augmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _

WRITERS = {"model": in_model, "data": in_tf_data}
TITLES = {"model": N_("In the model"), "data": N_("In tf.data")}


def text(settings: Settings, place: str = "model") -> str:
    """The code for the grid's pictures, with the layers inside a "model" or mapped over "data"."""
    count = 1 if settings.apart else settings.count
    return WRITERS[place](settings.layers, settings.seed, count, settings.several)


def code(settings: Settings, _answer: Answer | None) -> None:
    words = _(
        "Each layer has its own seed, derived from the page's seed {seed}, so adding another layer does not change its "
        "random values."
    )
    st.markdown(words.format(seed=settings.seed))
    if settings.apart:
        words = _("This code makes the first picture of the grid. The next ones have the seeds {second}, {third}, ...")
        st.markdown(words.format(second=settings.seed + 1, third=settings.seed + 2))
    for column, (place, title) in zip(st.columns(2), TITLES.items(), strict=True):
        column.markdown(f"**{_(title)}**")
        column.code(text(settings, place), language="python", wrap_lines=True)
    _download(settings)


def _download(settings: Settings) -> None:
    """The files that the code reads, encoded when they are asked for."""
    pictures, count = originals(settings), settings.count
    if settings.several:
        label, name = _("Download the pictures that the code reads (ZIP)"), "pictures.zip"
    else:
        label, name = _("Download the picture that the code reads (PNG)"), "picture.png"

    def file() -> bytes:
        return encode.png_archive(list(repeated(pictures, count))) if len(pictures) > 1 else encode.png(pictures[0])

    key = CONTROLS.key("download")
    st.download_button(label, file, name, icon=":material/download:", on_click="ignore", key=key)

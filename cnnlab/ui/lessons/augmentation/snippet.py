"""The pipeline of the Augmentation page in Keras, inside a model and in tf.data, and the pictures that it reads."""

import streamlit as st

from cnnlab.core.augmentation.batches import repeated
from cnnlab.core.snippets.augmentation import in_model, in_tf_data
from cnnlab.figures import encode
from cnnlab.ui.lessons.augmentation.answer import Answer, originals
from cnnlab.ui.lessons.augmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _


def text(settings: Settings, answer: Answer | None) -> str:
    """The code for the grid's pictures, with the layers inside a model."""
    return in_model(settings.layers, settings.seed, _count(settings), settings.several)


def text_in_tf_data(settings: Settings) -> str:
    """The code for the grid's pictures, with the layers mapped over a tf.data pipeline."""
    return in_tf_data(settings.layers, settings.seed, _count(settings), settings.several)


def _count(settings: Settings) -> int:
    return 1 if settings.apart else settings.count


def code(settings: Settings, answer: Answer | None) -> None:
    words = _(
        "Each layer has its own seed, derived from the page's seed {seed}, so adding another layer does not change its "
        "random values."
    )
    st.markdown(words.format(seed=settings.seed))
    if settings.apart:
        words = _("This code makes the first picture of the grid. The next ones have the seeds {second}, {third}, ...")
        st.markdown(words.format(second=settings.seed + 1, third=settings.seed + 2))
    texts = {_("In the model"): text(settings, answer), _("In tf.data"): text_in_tf_data(settings)}
    for column, (title, written) in zip(st.columns(2), texts.items(), strict=True):
        column.markdown(f"**{title}**")
        column.code(written, language="python", wrap_lines=True)
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

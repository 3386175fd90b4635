"""The grid of the Augmentation page, what was drawn for each picture, and the code."""

import io
import zipfile
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.augmentation import augmentation
from cnnlab.core.errors import N_
from cnnlab.core.pictures import samples
from cnnlab.core.snippets.augmentation import in_model, in_tf_data
from cnnlab.figures import encode
from cnnlab.ui.lessons.augmentation.masks import LABELS
from cnnlab.ui.lessons.augmentation.sampled import drawn_words
from cnnlab.ui.lessons.augmentation.settings import PREFIX, Settings
from cnnlab.ui.shell.ask import ask, say_where
from cnnlab.ui.shell.cache import Named, squared_samples
from cnnlab.ui.shell.language import _, listed
from cnnlab.ui.widgets.picture_grid import picture_grid

MOST_WITH_CAPTIONS = 4  # pictures in a row
PLACES = {"model": N_("In the model"), "data": N_("In tf.data")}


def batch(settings: Settings) -> np.ndarray:
    """The pictures that go in, uint8 (count, size, size, 3): the same again and again, or the examples in turn."""
    count = settings.side**2
    if not settings.several:
        return np.stack([settings.pixels] * count)
    others = squared_samples(settings.pixels.shape[0])
    different = [settings.pixels, *(others[each] for each in _other_samples(settings))]
    return np.stack([different[place % len(different)] for place in range(count)])


def _other_samples(settings: Settings) -> list[str]:
    return [each.id for each in samples() if each.id != settings.sample]


def _things(settings: Settings) -> list[str]:
    """What is on each picture of the batch, for the captions of layers that mix pictures."""
    first = _(LABELS[settings.sample]) if settings.sample else _("own picture")
    different = [first, *(_(LABELS[each]) for each in _other_samples(settings))]
    return [different[place % len(different)] for place in range(settings.side**2)]


def show_grid(settings: Settings) -> bool:
    """The pictures as they come out, with what was drawn; whether there are any."""
    answer = ask(
        "augment",
        lambda: st.image(settings.pixels, width=settings.pixels.shape[1]),
        own=not settings.sample,
        made=lambda value: _encoded(settings, value),
        pictures=named_batch(settings),
        layers=settings.layers,
        layers_seed=settings.seed,
        training=settings.training,
        apart=settings.apart,
    )
    if answer is None:
        return False
    say_where(answer.value)
    picture_grid(
        answer.value["tiles"], answer.value["originals"], _captions(settings, answer.value), settings.side,
        key=f"{PREFIX}grid", follows=True, told=settings.side > MOST_WITH_CAPTIONS,
    )  # fmt: skip
    _say(settings, answer.value["draws"])
    return True


def named_batch(settings: Settings) -> Named:
    """The batch by what decides its pixels."""
    return Named(f"{settings.picture.digest} {settings.side} {settings.several}", lambda: batch(settings))


def _encoded(settings: Settings, value: dict[str, Any]) -> dict[str, Any]:
    """What the grid shows: both sheets, and which pictures came out as they went in."""
    images = value["images"]
    originals = list(batch(settings)) if settings.several else [settings.pixels]
    kept = [np.array_equal(image, originals[place % len(originals)]) for place, image in enumerate(images)]
    shown = {"tiles": encode.sheet(list(images)), "originals": encode.sheet(originals), "kept": kept}
    return shown | {"draws": value["draws"], "on_cpu": value.get("on_cpu")}


def _captions(settings: Settings, answer: dict[str, Any]) -> list[str]:
    """What was drawn for each picture; that it is as it was only where its pixels are."""
    count = settings.side**2
    if not settings.training:
        return [""] * count
    things = _things(settings) if settings.several else []
    told = [(name, each) for name, each in zip(settings.names, answer["draws"], strict=True) if each is not None]
    captions = [
        " · ".join(filter(None, (drawn_words(name, each[place], things) for name, each in told)))
        for place in range(count)
    ]
    return [caption or (_("as it was") if kept else "") for caption, kept in zip(captions, answer["kept"], strict=True)]


def _say(settings: Settings, draws: list) -> None:
    """What the captions cannot say."""
    told = [_("Point at a picture, or tap it, to see the original.")]
    height, width = settings.picture.pixels.shape[:2]
    if not settings.picture.credit and height != width:
        told.append(_("Of your picture the grid shows the middle square."))
    st.caption(" ".join(told))
    if not settings.training:
        _say_what_rests(settings)
        return
    untold = [name for name, each in zip(settings.names, draws, strict=True) if each is None]
    if untold:
        text = _("What {layers} drew cannot be read from Keras, so it is not written below the pictures.")
        st.caption(text.format(layers=listed(untold)))


def _say_what_rests(settings: Settings) -> None:
    acting = [each for each in settings.names if not augmentation(each).rests]
    text = _("Inference: the random layers rest, as in predict() and evaluate(). The pictures go through as they are.")
    if acting:
        text = _("Inference: the random layers rest. {layers} draws nothing, and acts all the same.")
        text = text.format(layers=listed(acting))
    st.info(text, icon=":material/bedtime:")


def code(settings: Settings) -> None:
    """The pipeline that is on the page, in Keras, in both places where it can stand; the pictures that it reads."""
    count = 1 if settings.apart else settings.side**2
    text = _(
        "Each layer has a seed of its own, made of the page's {seed}: another layer does not change what it draws."
    )
    st.markdown(text.format(seed=settings.seed))
    if settings.apart:
        text = _("For the first picture of the grid. The next ones have the seeds {second}, {third}, ...")
        st.markdown(text.format(second=settings.seed + 1, third=settings.seed + 2))
    for column, title, write in zip(st.columns(2), PLACES.values(), (in_model, in_tf_data), strict=True):
        column.markdown(f"**{_(title)}**")
        code = write(settings.layers, settings.seed, count, settings.several)
        column.code(code, language="python", wrap_lines=True)
    _download(settings)


def _download(settings: Settings) -> None:
    if settings.several:
        label, name, made = _("The pictures that the code reads (ZIP)"), "pictures.zip", _zipped(batch(settings))
    else:
        label, name, made = _("The picture that the code reads (PNG)"), "picture.png", encode.png(settings.pixels)
    st.download_button(label, made, name, icon=":material/download:", on_click="ignore", key=f"{PREFIX}download")


def _zipped(pictures: np.ndarray) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for place, each in enumerate(pictures):
            archive.writestr(f"picture{place}.png", encode.png(each))
    return file.getvalue()

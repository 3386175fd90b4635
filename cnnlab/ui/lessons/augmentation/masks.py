"""A picture with its mask and its label on the Augmentation page: what moves along, and what Keras gets wrong."""

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.augmentation import augmentation
from cnnlab.core.errors import N_
from cnnlab.core.pictures.masks import mask_of, read_mask, square_mask
from cnnlab.figures.encode import Sheet, sheet
from cnnlab.figures.masked import framed, tinted
from cnnlab.ui.lessons.augmentation.settings import PREFIX, Settings
from cnnlab.ui.shell.ask import ask, say_where
from cnnlab.ui.shell.cache import Named, answers, key_of, own_answers
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.picture_grid import picture_grid
from cnnlab.ui.widgets.pictures import kept

SHOWN = 3  # draws beside the picture

LABELS = {
    "cat": N_("cat"),
    "coffee": N_("cup"),
    "flower": N_("flower"),
    "china": N_("palace"),
    "astronaut": N_("astronaut"),
    "rocket": N_("rocket"),
}
WAYS = {
    "moves": N_("the mask moves with the picture."),
    "stays": N_("the mask stays: only colours change, and every thing stays where it is."),
}
TOO_SMALL = N_("The piece is larger than the picture, and Keras 3.15 stretches the mask smoothly: fractions come out.")


def masks(settings: Settings) -> None:
    """The picture with its mask, three draws with theirs, and a line on each layer."""
    mask, given = _mask(settings)
    pictures, texts = st.columns([0.52, 0.48], gap="large")
    with texts:
        told = st.container()
        _label(settings)
    with pictures:
        wrong = _show(settings, mask, own=given or not settings.sample) if mask is not None else ()
    with told:
        _layers(settings, wrong)


def _mask(settings: Settings) -> tuple[np.ndarray | None, bool]:
    """The mask of the shown square, uint8 (size, size), and whether the reader gave it; else it is a bundled one."""
    drawn = mask_of(settings.sample)
    height, width = settings.picture.pixels.shape[:2]
    asks = _("A PNG file of {width} × {height} pixels. What is not 0 in it is the thing.")
    asks = asks.format(width=width, height=height)
    place = st.container()
    own = f"{PREFIX}{settings.picture.digest[:12]}"
    file = st.file_uploader(_("Your own mask (PNG)"), ["png"], key=f"{own}_mask", help=asks)
    mask = kept(f"{own}_opened_mask", file, lambda file: read_mask(file.getvalue(), height, width))
    if mask is not None:
        return square_mask(mask, len(settings.pixels)), True
    if f"{own}_opened_mask" in st.session_state:  # refused, which is said
        return None, True
    if drawn is not None:
        place.caption(_("The outline was drawn by hand for this lab. Inside is the thing, outside the background."))
        return square_mask(drawn, len(settings.pixels)), False
    place.markdown(_("There is no mask for this picture. You can give one.") + " " + asks)
    return None, False


def _show(settings: Settings, mask: np.ndarray, own: bool) -> tuple[str, ...]:
    """The pictures; the layers that left no mask. With `own` they stay in this visitor's session."""
    if settings.training and settings.mixes:
        _grid(settings, _only_the_picture(settings, mask, own), [])
        return tuple(settings.mixes)
    shown = _draws(settings, mask, own)
    if shown is None:
        _grid(settings, _only_the_picture(settings, mask, own), [])
        return ()
    text = _("Draw {number}: no mask") if shown["no_masks"] else _("Draw {number}")
    _grid(settings, shown["tiles"], [text.format(number=at) for at in range(1, shown["tiles"].count)])
    if shown["filled"]:
        text = _("Orange: here the mask has the number of `fill_value` as its class. A network would learn it as one.")
        st.caption(text)
    return tuple(shown["no_masks"])


def _grid(settings: Settings, tiles: Sheet, captions: list[str]) -> None:
    original = _remembered(settings, not settings.sample, "original", lambda: sheet([settings.pixels]))
    captions = [_("The picture and its mask"), *captions]
    picture_grid(tiles, original, captions, 2, f"{PREFIX}masks", widest=300)


def _only_the_picture(settings: Settings, mask: np.ndarray, own: bool) -> Sheet:
    return _remembered(
        settings, own, f"with {key_of('mask', {'': mask})}", lambda: sheet([tinted(settings.pixels, mask)])
    )


def _remembered(settings: Settings, own: bool, what: str, make: Callable[[], Sheet]) -> Sheet:
    """What needs no engine, but is too costly to be drawn at every run."""
    held = own_answers() if own else answers()
    key = f"{settings.picture.digest} {len(settings.pixels)} {what}"
    if (known := held.get(key)) is None:
        held.put(key, known := make())
    return known


def _draws(settings: Settings, mask: np.ndarray, own: bool) -> dict[str, Any] | None:
    """As many pictures as the grid has: Keras draws otherwise for a batch of another size."""
    count = SHOWN if settings.apart else max(SHOWN, settings.side**2)
    answer = ask(
        "augment",
        own=own,
        made=lambda value: _tiles(settings.pixels, mask, value),
        part="masks",
        pictures=Named(
            f"{settings.picture.digest} {len(settings.pixels)} {count}", lambda: np.stack([settings.pixels] * count)
        ),
        masks=Named(key_of("mask", {"": mask}), lambda: np.stack([mask] * count)),
        layers=settings.layers,
        layers_seed=settings.seed,
        training=settings.training,
        apart=settings.apart,
    )
    if answer is None:
        return None
    say_where(answer.value)
    return answer.value


def _tiles(pixels: np.ndarray, mask: np.ndarray, value: dict[str, Any]) -> dict[str, Any]:
    """The picture and the first draws, each in the tint of its mask where it has one."""
    moved, size = value["masks"], len(pixels)
    tiles = [tinted(pixels, mask)]
    tiles += [each if moved is None else tinted(each, moved[at]) for at, each in enumerate(value["images"][:SHOWN])]
    return {
        "tiles": sheet([framed(each, size) for each in tiles]),
        "no_masks": value["no_masks"],
        "filled": moved is not None and bool((moved[:SHOWN] > 1).any()),
        "on_cpu": value.get("on_cpu"),
    }


def _layers(settings: Settings, wrong: tuple[str, ...]) -> None:
    """A line for each layer that is on."""
    if not settings.layers:
        st.markdown(_("No layer is on: picture and mask stay as they are."))
        return
    if not settings.training:
        st.markdown(_("Inference: nothing moves, so the mask stays as it is."))
        return
    st.markdown("\n".join(f"- **{_(augmentation(each).title)}** · {_way(each, wrong)}" for each in settings.names))
    if wrong or any(augmentation(each).masks == "wrong" for each in settings.names):
        st.info(_("So no mask is shown here: a wrong one would teach a network something wrong."))


def _way(name: str, wrong: tuple[str, ...]) -> str:
    known = augmentation(name)
    if known.masks == "wrong":
        return _("no mask.") + " " + _(known.why_no_mask)
    if name in wrong:
        return _("no mask.") + " " + _(TOO_SMALL)
    return _(WAYS[known.masks])


def _label(settings: Settings) -> None:
    """What becomes of the label."""
    if settings.mixes and settings.training:
        names = ", ".join(_(augmentation(each).title) for each in settings.mixes)
        text = _("The label is mixed too: after {layers} a picture can be 70% cat and 30% flower, and so is its label.")
        st.markdown(text.format(layers=names))
    elif settings.sample in LABELS:
        text = _("The label stays **{label}**, whatever was drawn. So choose only what leaves the answer true.")
        st.markdown(text.format(label=_(LABELS[settings.sample])))
    else:
        st.markdown(_("The label stays, whatever was drawn. So choose only what leaves the answer true."))

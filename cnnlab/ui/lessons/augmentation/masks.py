"""Pictures with their masks and labels on the Augmentation page: which of them follow, and what Keras gets wrong."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from cnnlab.core.augmentation import augmentation
from cnnlab.core.augmentation.batches import repeated
from cnnlab.core.errors import N_
from cnnlab.core.pictures.masks import has_fill_class, mask_of, read_mask, square_mask
from cnnlab.core.requests import Augment, AugmentedBatch
from cnnlab.figures.encode import PictureStrip, picture_strip
from cnnlab.figures.masked import framed, tinted
from cnnlab.ui.lessons.augmentation.answer import Answer
from cnnlab.ui.lessons.augmentation.labels import label_words
from cnnlab.ui.lessons.augmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named, note_cpu_fallback
from cnnlab.ui.shell.cache import answers, key_of, own_answers
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.picture_grid import picture_grid
from cnnlab.ui.widgets.pictures import kept

TITLE = N_("A picture with its mask")
SHOWN = 3  # versions beside the original
MASKS = {
    "moves": N_("the mask moves with the picture."),
    "stays": N_("the mask stays the same: colours change, but nothing moves."),
}
TOO_SMALL = N_("The crop is larger than the picture, and Keras 3.15 interpolates the mask, which gives fractions.")


@dataclass(frozen=True)
class Masked:
    """The original and the first versions, tinted by their masks; the layers that left no mask, by class name."""

    tiles: PictureStrip
    no_masks: tuple[str, ...]
    filled: bool  # whether a layer filled some of the masks


def masks(settings: Settings, answer: Answer | None) -> None:
    """The picture with its mask, three versions with theirs, and a line on each layer."""
    if answer is None:
        return
    mask, is_own = _mask(settings)
    pictures, texts = st.columns([0.52, 0.48], gap="large")
    with texts:
        lines = st.container()
        st.markdown(label_words(settings))
    with pictures:
        no_masks = _show(settings, mask, own=is_own or not settings.sample) if mask is not None else ()
    with lines:
        _layers(settings, no_masks)


def _mask(settings: Settings) -> tuple[np.ndarray | None, bool]:
    """The mask of the picture in the grid, uint8 (size, size), or None; and whether the visitor provided it."""
    bundled = mask_of(settings.sample)
    height, width = settings.picture.pixels.shape[:2]
    text = _("A PNG file, {height} × {width} pixels. Every pixel that is not 0 belongs to the object.")
    needed = text.format(height=height, width=width)
    place = st.container()
    key = CONTROLS.key(settings.picture.digest[:12])
    file = st.file_uploader(_("Your own mask (PNG)"), key=f"{key}_mask", help=needed)
    mask = kept(f"{key}_opened_mask", file, lambda file: read_mask(file.getvalue(), height, width))
    if mask is not None:
        return square_mask(mask, len(settings.pixels)), True
    if f"{key}_opened_mask" in st.session_state:  # it was refused, and the page says why
        return None, True
    if bundled is not None:
        place.caption(_("The mask was outlined by hand: object inside, background outside."))
        return square_mask(bundled, len(settings.pixels)), False
    place.markdown(_("There is no mask for this picture. You can upload one.") + " " + needed)
    return None, False


def _show(settings: Settings, mask: np.ndarray, own: bool) -> tuple[str, ...]:
    """Show the pictures; return the layers that left no mask. With `own`, all stays in this visitor's session."""
    if settings.training and settings.mixing:
        _grid(settings, _picture_alone(settings, mask, own), [])
        return tuple(settings.mixing)
    shown = _versions(settings, mask, own)
    if shown is None:
        _grid(settings, _picture_alone(settings, mask, own), [])
        return ()
    text = _("Version {number}: no mask") if shown.no_masks else _("Version {number}")
    _grid(settings, shown.tiles, [text.format(number=number) for number in range(1, shown.tiles.count)])
    if shown.filled:
        text = _("Orange: here the mask's class is the value of `fill_value`. A network would learn it as a class.")
        st.caption(text)
    return shown.no_masks


def _grid(settings: Settings, tiles: PictureStrip, captions: list[str]) -> None:
    original = _remembered(settings, not settings.sample, "original", lambda: picture_strip([settings.pixels]))
    captions = [_("The picture and its mask"), *captions]
    picture_grid(tiles, original, captions, 2, CONTROLS.key("masks"), widest=300)


def _picture_alone(settings: Settings, mask: np.ndarray, own: bool) -> PictureStrip:
    name = f"with {key_of('mask', {'': mask})}"
    return _remembered(settings, own, name, lambda: picture_strip([tinted(settings.pixels, mask)]))


def _remembered(settings: Settings, own: bool, name: str, make: Callable[[], PictureStrip]) -> PictureStrip:
    """Remember a strip that needs no engine but is too costly to encode in every run."""
    remembered = own_answers() if own else answers()
    key = f"{settings.picture.digest} {len(settings.pixels)} {name}"
    if (known := remembered.get(key)) is None:
        remembered.put(key, known := make())
    return known


def _versions(settings: Settings, mask: np.ndarray, own: bool) -> Masked | None:
    """Augment as many pictures as the grid has: in a batch of another size, Keras would sample other values."""
    count = SHOWN if settings.apart else max(SHOWN, settings.count)
    name = f"{settings.picture.digest} {len(settings.pixels)} {count}"
    request = Augment(
        named(name, lambda: repeated([settings.pixels], count)),
        settings.layers,
        settings.seed,
        masks=named(key_of("mask", {"": mask}), lambda: repeated([mask], count)),
        training=settings.training,
        apart=settings.apart,
    )
    result = ask(request, own=own, convert=lambda batch: _masked(settings.pixels, mask, batch), part="masks")
    if result is None:
        return None
    note_cpu_fallback(result)
    return result.value


def _masked(pixels: np.ndarray, mask: np.ndarray, batch: AugmentedBatch) -> Masked:
    images, moved = batch.images[:SHOWN], None if batch.masks is None else batch.masks[:SHOWN]
    tiles = [tinted(pixels, mask)]
    tiles += list(images) if moved is None else [tinted(*pair) for pair in zip(images, moved, strict=True)]
    strip = picture_strip([framed(tile, len(pixels)) for tile in tiles])
    return Masked(strip, batch.no_masks, moved is not None and has_fill_class(moved))


def _layers(settings: Settings, no_masks: tuple[str, ...]) -> None:
    """A line for each layer that is on."""
    if not settings.layers:
        st.markdown(_("No layer is on, so picture and mask stay unchanged."))
        return
    if not settings.training:
        st.markdown(_("Inference: nothing moves, so the mask stays the same."))
        return
    st.markdown("\n".join(f"- **{_(augmentation(name).title)}** · {_line(name, no_masks)}" for name in settings.names))
    if no_masks or any(augmentation(name).masks == "wrong" for name in settings.names):
        st.info(_("That is why no mask is shown here: a wrong mask would teach a network the wrong thing."))


def _line(name: str, no_masks: tuple[str, ...]) -> str:
    layer = augmentation(name)
    if layer.masks == "wrong":
        return _("no mask.") + " " + _(layer.why_no_mask)
    if name in no_masks:
        return _("no mask.") + " " + _(TOO_SMALL)
    return _(MASKS[layer.masks])

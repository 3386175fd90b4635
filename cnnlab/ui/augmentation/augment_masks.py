"""A picture with its mask and its label on the Augmentation page: what moves along, and what Keras gets wrong."""

import numpy as np
import streamlit as st
from PIL import Image, ImageFilter

from cnnlab.core.augmentations import augmentation
from cnnlab.core.pictures import PictureError
from cnnlab.core.sample_masks import mask_of, read_mask, square_mask
from cnnlab.figures import palette
from cnnlab.ui.ask import ask, say_where
from cnnlab.ui.augmentation.augment import PREFIX, Settings
from cnnlab.ui.language import _, error_text, noted
from cnnlab.ui.picture_grid import picture_grid

SHOWN = 3  # draws beside the picture
THING, FILLING = palette.KINDS["DepthwiseConv2D"], palette.KINDS["MaxPooling2D"]  # blue and orange
TINT = 0.45
MARGIN = 127  # grey around a draw of another shape than the picture

LABELS = {
    "cat": noted("cat"),
    "coffee": noted("cup"),
    "flower": noted("flower"),
    "china": noted("palace"),
    "astronaut": noted("astronaut"),
    "rocket": noted("rocket"),
}
WAYS = {
    "moves": noted("the mask moves with the picture."),
    "stays": noted("the mask stays: only colours change, and every thing stays where it is."),
}
TOO_SMALL = noted(
    "The piece is larger than the picture, and Keras 3.15 stretches the mask smoothly: fractions come out."
)


def masks(settings: Settings) -> None:
    """The picture with its mask, three draws with theirs, and a line on each layer."""
    mask = _mask(settings)
    pictures, texts = st.columns([0.52, 0.48], gap="large")
    with texts:
        told = st.container()
        _label(settings)
    with pictures:
        wrong = _show(settings, mask) if mask is not None else ()
    with told:
        _layers(settings, wrong)


def _mask(settings: Settings) -> np.ndarray | None:
    """The mask of the shown square, uint8 (size, size); the lab's own, or one that the reader gives."""
    drawn = mask_of(settings.sample)
    height, width = settings.picture.pixels.shape[:2]
    asks = _("A PNG file of {width} × {height} pixels. What is not 0 in it is the thing.")
    asks = asks.format(width=width, height=height)
    place = st.container()
    file = st.file_uploader(
        _("Your own mask (PNG)"), ["png"], key=f"{PREFIX}mask_{settings.picture.digest[:12]}", help=asks
    )
    if file is None and drawn is not None:
        place.caption(_("The outline was drawn by hand for this lab. Inside is the thing, outside the background."))
        return square_mask(drawn, len(settings.pixels))
    if file is None:
        place.markdown(_("There is no mask for this picture. You can give one.") + " " + asks)
        return None
    try:
        return square_mask(read_mask(file.getvalue(), height, width), len(settings.pixels))
    except PictureError as error:
        st.warning(error_text(error), icon=":material/broken_image:")
        return None


def _show(settings: Settings, mask: np.ndarray) -> tuple[str, ...]:
    """The pictures; the layers that left no mask."""
    tiles, captions = [tinted(settings.pixels, mask)], [_("The picture and its mask")]
    wrong: tuple[str, ...] = tuple(settings.mixes) if settings.training else ()
    filled = False
    answer = None if wrong else _draws(settings, mask)
    if answer is not None:
        images, moved, wrong = answer["images"][:SHOWN], answer["masks"], tuple(answer["no_masks"])
        tiles += [each if moved is None else tinted(each, moved[at]) for at, each in enumerate(images)]
        text = _("Draw {number}") if moved is not None else _("Draw {number}: no mask")
        captions += [text.format(number=at + 1) for at in range(len(images))]
        filled = moved is not None and bool((moved[:SHOWN] > 1).any())
    size = len(settings.pixels)
    picture_grid([_fitting(each, size) for each in tiles], [settings.pixels], captions, 2, f"{PREFIX}masks", widest=300)
    if filled:
        text = _("Orange: here the mask has the number of `fill_value` as its class. A network would learn it as one.")
        st.caption(text)
    return wrong


def _draws(settings: Settings, mask: np.ndarray) -> dict | None:
    """As many pictures as the grid has: Keras draws otherwise for a batch of another size."""
    count = SHOWN if settings.apart else max(SHOWN, settings.side**2)
    answer = ask(
        "augment",
        remember=False,
        pictures=np.stack([settings.pixels] * count),
        masks=np.stack([mask] * count),
        layers=settings.layers,
        layers_seed=settings.seed,
        training=settings.training,
        apart=settings.apart,
    )
    if answer is None:
        return None
    say_where(answer.value)
    return answer.value


def tinted(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The picture (height, width, 3) with the thing, 1 in the mask (height, width), in a tint with an outline.

    Other numbers than 0 and 1 are what a layer has filled in; they have a tint of their own.
    """
    made = picture.astype(float)
    for inside, colour in ((mask == 1, THING), (mask > 1, FILLING)):
        made[inside] = (1 - TINT) * made[inside] + TINT * np.array(_rgb(colour))
    made[_rim(mask == 1, 7)] = 255
    made[_rim(mask == 1, 3)] = 0
    return made.round().astype(np.uint8)


def _rim(inside: np.ndarray, width: int) -> np.ndarray:
    """Where a window of so many pixels sees both inside and outside."""
    image = Image.fromarray((inside * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.MaxFilter(width))) != np.asarray(
        image.filter(ImageFilter.MinFilter(width))
    )


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _fitting(tile: np.ndarray, size: int) -> np.ndarray:
    """A draw that a crop has made smaller or larger, in the middle of a square of the picture's size."""
    if tile.shape[:2] == (size, size):
        return tile
    scale = min(1, size / max(tile.shape[:2]))
    height, width = (max(1, round(each * scale)) for each in tile.shape[:2])
    canvas = np.full((size, size, 3), MARGIN, np.uint8)
    top, left = (size - height) // 2, (size - width) // 2
    canvas[top : top + height, left : left + width] = np.asarray(Image.fromarray(tile).resize((width, height)))
    return canvas


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

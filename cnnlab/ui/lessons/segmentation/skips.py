"""Skip connections switched off, one by one or all: the mask falls apart beside the whole one."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from cnnlab.core.pictures.masks import mask_of
from cnnlab.core.requests import SegmentWithoutSkips, Stage
from cnnlab.core.segmentation.hand_drawn import object_iou
from cnnlab.figures.mask_pair import mask_pair
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.measured_skips import measured_skips
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.controls import switch
from cnnlab.ui.widgets.numbers import numbers, percent, size
from cnnlab.ui.widgets.picture_grid import picture_grid


def skips(settings: Settings, answer: Answer, connected: Sequence[Stage]) -> None:
    """A switch for each skip connection, and the masks with and without those that are off; at first all are off."""
    if not connected:
        st.markdown(lesson("segmentation_tabs", "no_skips"), width=840)
        return
    st.markdown(lesson("segmentation_tabs", "skips"), width=840)
    with st.container(horizontal=True):
        off = tuple(
            stage.name for stage in connected if not switch(_label(stage), CONTROLS.key(f"skip_{stage.name}"), False)
        )
    picture = settings.picture
    request = SegmentWithoutSkips(settings.card.id, named(picture.digest, lambda: picture.pixels), off)
    found = ask(request, own=picture.own, part="skips")
    if found is None:
        return
    outputs = [answer.found.probabilities, found.value.probabilities]
    pair = held(
        CONTROLS.key("skips_pair"), [Itself(output) for output in outputs], lambda: mask_pair(picture.pixels, outputs)
    )
    captions = [_("All skip connections on"), _("{count} off").format(count=len(off)), _("Orange: another class")]
    picture_grid(pair.tiles, pair.original, captions, 3, CONTROLS.key("skips_shown"), widest=420)
    numbers(
        [
            (_("Pixels with the same class"), percent(pair.equal)),
            *_overlap(_("IoU of {name} with the whole network's mask"), pair.overlap, settings),
            *_with_drawn(settings, len(off), outputs),
        ]
    )
    measured_skips(settings)


def _label(stage: Stage) -> str:
    return f"{size(stage.shape[:2])} · {stage.name}"


def _overlap(label: str, overlap: float | None, settings: Settings) -> list[tuple[str, ...]]:
    return [] if overlap is None else [(label.format(name=settings.network.names[0]), f"{overlap:.3f}")]


def _with_drawn(settings: Settings, off: int, outputs: Sequence[np.ndarray]) -> list[tuple[str, ...]]:
    """Where the example has a mask drawn by hand: the IoU of either mask with it."""
    drawn = mask_of(settings.picture.id)
    if drawn is None:
        return []
    given = [Itself(output) for output in outputs]
    made = held(CONTROLS.key("drawn_iou"), given, lambda: [object_iou(output, drawn) for output in outputs])
    labels = (_("IoU with the mask drawn by hand, all on"), _("The same, {count} off").format(count=off))
    return [(label, "\u2013" if iou is None else f"{iou:.3f}") for label, iou in zip(labels, made, strict=True)]

"""Skip connections switched off, one by one or all: what becomes of the mask, beside the whole network's."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from cnnlab.core.requests import Segmented, SegmentWithoutSkips, Stage
from cnnlab.core.segmentation.hand_drawn import object_iou
from cnnlab.core.segmentation.known import ANIMAL, known_classes
from cnnlab.core.segmentation.report import border_of
from cnnlab.figures.mask_pair import mask_pair
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.measured_skips import measured_skips, skip_name
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.controls import switch
from cnnlab.ui.widgets.numbers import counted_percent, numbers, size
from cnnlab.ui.widgets.picture_grid import picture_grid


def skips(settings: Settings, answer: Answer, connected: Sequence[Stage]) -> None:
    """A switch for each skip connection, and the masks with and without those that are off; at first all are on."""
    if not connected:
        st.markdown(lesson("segmentation_tabs", "no_skips"), width=840)
        return
    st.markdown(lesson("segmentation_tabs", "skips"), width=840)
    with st.container(horizontal=True):
        off = [stage for stage in connected if not switch(skip_name(stage), CONTROLS.key(f"skip_{stage.name}"), True)]
    found = _without(settings, answer, off)
    if found is None:
        return
    picture, outputs = settings.picture, [answer.found.probabilities, found.probabilities]
    pair = held(
        CONTROLS.key("skips_pair"), [Itself(output) for output in outputs], lambda: mask_pair(picture.pixels, outputs)
    )
    captions = [_("All skip connections on"), _named(off), _("Orange: another class")]
    picture_grid(pair.tiles, pair.original, captions, 3, CONTROLS.key("skips_shown"), widest=420)
    drawn = _with_drawn(settings, len(off), outputs)
    numbers(
        [
            (_("Pixels with the same class"), counted_percent(pair.equal)),
            *_overlap(_("IoU of {name} with the whole network's mask"), pair.overlap, settings),
            *drawn,
        ]
    )
    if drawn and border_of(settings.network.english) is not None:
        st.caption(
            _(
                "Compared with the mask drawn by hand, a pixel that the network calls border counts as the likelier "
                "of its other classes."
            )
        )
    measured_skips(settings, connected)


def _without(settings: Settings, answer: Answer, off: Sequence[Stage]) -> Segmented | None:
    """What the network finds with zeros from these skip connections; None if the engine fails or is stopped."""
    if not off:
        return answer.found
    picture = settings.picture
    pixels = named(picture.digest, lambda: picture.pixels)
    request = SegmentWithoutSkips(settings.card.id, pixels, tuple(stage.name for stage in off))
    found = ask(request, own=picture.own, part="skips")
    return None if found is None else found.value


def _named(off: Sequence[Stage]) -> str:
    if not off:
        return _("None is off")
    return _("Off: {names}").format(names=", ".join(size(stage.shape[:2]) for stage in off))


def _overlap(label: str, overlap: float | None, settings: Settings) -> list[tuple[str, ...]]:
    return [] if overlap is None else [(label.format(name=settings.names[0]), f"{overlap:.3f}")]


def _with_drawn(settings: Settings, off: int, outputs: Sequence[np.ndarray]) -> list[tuple[str, ...]]:
    """Where an animal in the example was drawn by hand: the IoU of either mask with it."""
    known = known_classes(settings.picture.id)
    if known is None or not (known == ANIMAL).any():
        return []
    given = [Itself(output) for output in outputs]
    made = held(CONTROLS.key("drawn_iou"), given, lambda: [object_iou(output, known == ANIMAL) for output in outputs])
    labels = (_("IoU with the mask drawn by hand, all on"), _("The same, {count} off").format(count=off))
    return [(label, "\u2013" if iou is None else f"{iou:.3f}") for label, iou in zip(labels, made, strict=True)]

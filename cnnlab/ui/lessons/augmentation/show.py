"""What the Augmentation page shows of its answer: the grid with its captions, a remark above it, the notes."""

import streamlit as st

from cnnlab.core.augmentation import FIRST, augmentation, degrees, fraction_of_turn
from cnnlab.ui.lessons.augmentation.answer import Answer
from cnnlab.ui.lessons.augmentation.labels import labels_of_batch
from cnnlab.ui.lessons.augmentation.sampled import sampled_words
from cnnlab.ui.lessons.augmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell import view
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson, listed
from cnnlab.ui.widgets.picture_grid import picture_grid

MOST_WITH_CAPTIONS = 4  # pictures per row; with more, one caption at a time is shown below the grid
MOST_UNBROKEN = 14  # characters, which fit below a picture on a phone
OLDER_RANGE = 40  # degrees of `rotation_range` in older Keras code


def remark(settings: Settings, answer: Answer | None) -> None:
    """What the grid shows that its captions cannot say; one line, so that the grid keeps its place."""
    if answer is None:
        return
    words = [] if settings.training else [_inference(settings)]
    if settings.training or _active(settings):
        words.append(_("Point at a picture, or tap it, to see the original."))
    height, width = settings.picture.pixels.shape[:2]
    if settings.picture.own and height != width:
        words.append(_("The grid shows the central square of your picture."))
    unknown = [name for name, values in zip(settings.names, answer.sampled, strict=True) if values is None]
    if settings.training and unknown:
        text = _("Keras does not reveal the values sampled by {layers}, so the captions leave them out.")
        words.append(text.format(layers=listed(unknown)))
    st.caption(" ".join(words))


def _active(settings: Settings) -> list[str]:
    """The layers that are active in inference too."""
    return [name for name in settings.names if not augmentation(name).training_only]


def _inference(settings: Settings) -> str:
    if active := _active(settings):
        text = _("Inference: only the layers without randomness are active: {layers}.")
        return text.format(layers=listed(active))
    return _("Inference: the random layers are inactive, as in predict() and evaluate().")


def figure(settings: Settings, answer: Answer | None) -> None:
    """The grid of augmented pictures."""
    if answer is None:
        return
    picture_grid(
        answer.tiles, answer.originals, _captions(settings, answer), settings.side,
        key=CONTROLS.key("grid"), follows=True, told=settings.side > MOST_WITH_CAPTIONS,
    )  # fmt: skip


def _captions(settings: Settings, answer: Answer) -> list[str]:
    """The values that were sampled for each picture, or that its pixels are unchanged."""
    if not settings.training or view.hides(view.NUMBERS):
        return [""] * settings.count
    labels = labels_of_batch(settings)
    given = Itself(answer), settings.names, labels, current()
    return held(CONTROLS.key("captions"), given, lambda: _sampled(settings, answer, labels))


def _sampled(settings: Settings, answer: Answer, labels: list[str]) -> list[str]:
    known = [(name, values) for name, values in zip(settings.names, answer.sampled, strict=True) if values is not None]
    captions = []
    for place, is_unchanged in enumerate(answer.unchanged):
        words = [_unbroken(sampled_words(name, values[place], labels, place)) for name, values in known]
        captions.append(", ".join(filter(None, words)) or (_("unchanged") if is_unchanged else ""))
    return captions


def _unbroken(words: str) -> str:
    """A few words with spaces at which a caption does not break."""
    return words.replace(" ", "\u00a0") if len(words) <= MOST_UNBROKEN else words


def notes(_settings: Settings, _answer: Answer | None) -> None:
    """What to notice, with the ranges of the layers that the page starts with."""
    rotation, zoom = (augmentation(name).settings[0].default[1] for name in FIRST[1:])
    older = fraction_of_turn(OLDER_RANGE)
    values = {"turn": rotation, "degrees": degrees(rotation), "zoom": zoom, "older": older}
    st.markdown(lesson("augmentation", "notice", **values))

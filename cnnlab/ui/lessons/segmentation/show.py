"""What the Segmentation page shows of its answer: the numbers, the picture with its mask, the notes."""

import streamlit as st

from cnnlab.core.segmentation.class_colours import class_colours
from cnnlab.core.segmentation.seen import seen_by
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.download import download
from cnnlab.ui.lessons.segmentation.mask_view import mask_view
from cnnlab.ui.lessons.segmentation.settings import Settings
from cnnlab.ui.shell import view
from cnnlab.ui.shell.ask import device_line, note_cpu_fallback
from cnnlab.ui.shell.language import _, current, in_language, lesson
from cnnlab.ui.widgets.networks import title_of
from cnnlab.ui.widgets.numbers import counted_percent, percent
from cnnlab.ui.widgets.numbers import numbers as show_numbers

NOTICEABLE = 0.05  # seconds of a stage that are worth mentioning


def numbers(settings: Settings, answer: Answer) -> None:
    """The share of the first class, how certain the network is, and how long it took."""
    made = answer.summary
    show_numbers(
        [
            (_("Pixels that are {name}").format(name=settings.names[0]), counted_percent(made.shares[0])),
            (_("Mean certainty"), percent(made.certainty)),
            (_("Time"), _("{milliseconds:,.0f} ms").format(milliseconds=answer.found.milliseconds)),
        ]
    )


def figure(settings: Settings, answer: Answer) -> None:
    """The picture with its mask."""
    names, found = settings.names, answer.found
    seen = seen_by(settings.card)
    if seen and (len(seen.rows), len(seen.columns)) != found.probabilities.shape[:2]:
        seen = None
    colours = class_colours(len(names))
    shares = None if view.hides(view.NUMBERS) else answer.summary.shares
    mask_view(answer.picture, settings.picture.name, found, shares, names, colours, seen)


def below(settings: Settings, answer: Answer) -> None:
    """The download, and how the answer was computed."""
    download(settings, answer)
    _computed(answer)


def _computed(answer: Answer) -> None:
    """Which device computed it, and what came before."""
    note_cpu_fallback(answer.result)
    seconds = answer.result.seconds
    parts = [device_line(), _("pictures a second: {count:.1f}").format(count=1000 / answer.found.milliseconds)]
    if seconds.get("loading", 0) > NOTICEABLE:
        parts.append(_("{seconds:.1f} s to load the model").format(seconds=seconds["loading"]))
    if seconds.get("compiling", 0) > NOTICEABLE:
        parts.append(_("{seconds:.1f} s to compile it").format(seconds=seconds["compiling"]))
    st.caption(" · ".join(parts))


def notes(settings: Settings, answer: Answer | None) -> None:
    """What to notice, and what the network's card says of pictures unlike those that it was trained on."""
    st.markdown(lesson("segmentation", "notice", **facts(settings)))
    for note in settings.card.notes:
        st.markdown(f"- {in_language(note, current())}")


def facts(settings: Settings) -> dict[str, object]:
    """The values for the gaps in the notes."""
    card = settings.card
    return {"rows": card.input.height, "columns": card.input.width, "title": title_of(card)}

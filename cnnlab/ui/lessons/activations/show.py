"""What the Activations page shows of its answer: the numbers, the maps, how they were computed, the notes."""

import streamlit as st

from cnnlab.core.segmentation.seen import Seen, seen_by
from cnnlab.ui.lessons.activations.answer import Answer
from cnnlab.ui.lessons.activations.maps_view import maps_view
from cnnlab.ui.lessons.activations.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import device_line, note_cpu_fallback
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current, in_language, lesson
from cnnlab.ui.widgets.numbers import counted_percent, signed, size
from cnnlab.ui.widgets.numbers import numbers as show_numbers

NOTICEABLE = 0.05  # seconds of a stage that are worth mentioning


def numbers(settings: Settings, answer: Answer) -> None:
    """The layer's size, how many of its values are 0, its dead channels and its largest value."""
    depth = answer.depth
    channels = settings.layer.shape[2]
    show_numbers(
        [
            (f"{settings.layer.name} · {settings.layer.kind}", size(settings.layer.shape)),
            (_("Cells that are 0"), counted_percent(depth.zeros[0])),
            (_("Dead channels"), _("{dead} of {all}").format(dead=f"{depth.dead[0]:,}", all=f"{channels:,}")),
            (_("Largest absolute value"), signed(depth.largest[0], ",.3g")),
        ]
    )


def figure(settings: Settings, answer: Answer) -> None:
    """The picture, a channel of the layer and all of them."""
    maps_view(answer.picture, settings.picture.name, settings.layer.name, answer.found, seen_in(settings))


def seen_in(settings: Settings) -> Seen | None:
    """What the cells of the chosen layer see, where that is known."""
    layer = settings.layer
    given = settings.card.id, settings.card.sha256, layer.name
    seen = held(CONTROLS.key("seen"), given, lambda: seen_by(settings.card, layer.path))
    return seen if seen and (len(seen.rows), len(seen.columns)) == layer.shape[:2] else None


def below(settings: Settings, answer: Answer) -> None:
    """Where the layer's values are read, which device computed them, and in what time."""
    note_cpu_fallback(answer.result)
    seconds, layer = answer.result.seconds, settings.layer
    parts = [device_line()]
    if layer.output != layer.name:
        parts.insert(0, _("read after `{output}`").format(output=layer.output))
    text = _("{milliseconds:.0f} ms for {count} layers")
    parts.append(text.format(milliseconds=answer.found.milliseconds, count=len(settings.layers)))
    if seconds.get("loading", 0) > NOTICEABLE:
        parts.append(_("{seconds:.1f} s to load the model").format(seconds=seconds["loading"]))
    if seconds.get("compiling", 0) > NOTICEABLE:
        parts.append(_("{seconds:.1f} s to compile it").format(seconds=seconds["compiling"]))
    st.caption(" · ".join(parts))


def notes(settings: Settings, answer: Answer | None) -> None:
    """What to notice, and what the network's card says of pictures unlike those that it was trained on."""
    st.markdown(lesson("activations", "notice", **_facts(settings)), width=840)
    for note in settings.card.notes:
        st.markdown(f"- {in_language(note, current())}")


def _facts(settings: Settings) -> dict[str, object]:
    """The values for the gaps in the notes."""
    first, last = settings.layers[0], settings.layers[-1]
    return {"first": first.name, "first_size": size(first.shape), "last": last.name, "last_size": size(last.shape)}

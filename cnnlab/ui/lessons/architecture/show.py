"""What the Architecture page shows of its answer: the numbers, the network, what to notice."""

import streamlit as st

from cnnlab.core.network import Row, Total
from cnnlab.core.network.glance import last_map, most
from cnnlab.core.network.typed_size import written
from cnnlab.core.pictures import sample
from cnnlab.ui.lessons.architecture.answer import Answer
from cnnlab.ui.lessons.architecture.network_view import network_view
from cnnlab.ui.lessons.architecture.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.numbers import counted_percent, in_bytes, short_count
from cnnlab.ui.widgets.numbers import numbers as show_numbers

MOST_NAMED = 6  # layers that tie


def numbers(settings: Settings, answer: Answer) -> None:
    """Parameters, multiply-adds, the memory of a training step, and what the last feature map sees."""
    memory, batch = answer.memory, _("{optimizer}, batch of {batch}")
    show_numbers(
        [
            (_("Parameters"), _known(answer.parameters), _about(answer)),
            (_("Multiply-adds"), _short(answer.multiply_adds), _("× and + counted as one")),
            (
                _("Memory to train"),
                in_bytes(memory.total) + (" + ?" if memory.left_out else ""),
                batch.format(optimizer=settings.optimizer, batch=f"{settings.batch:,}"),
            ),
            *_seen(answer),
        ]
    )


def _about(answer: Answer) -> str:
    """What is said of the parameters: that another size has changed their number, or how many are not trained."""
    if answer.parameters.known != answer.own_parameters:
        return _("{count} at its own size").format(count=f"{answer.own_parameters:,}")
    fixed = answer.parameters.known - answer.trainable.known
    return _("{count} not trained").format(count=f"{fixed:,}") if fixed else _("all trained")


def _seen(answer: Answer) -> list[tuple[str, str, str]]:
    row = last_map(answer.rows)
    if row is None or row.receptive_field is None:
        return []
    note = _("of {layer}; by gates, all") if row.gated else _("of {layer}")
    return [(_("Receptive field"), written(row.receptive_field.size), note.format(layer=row.name))]


def _known(total: Total) -> str:
    return f"{total.known:,}" + (" + ?" if total.left_out else "")


def _short(total: Total) -> str:
    return short_count(total.known) + (" + ?" if total.left_out else "")


def figure(settings: Settings, answer: Answer) -> None:
    """The network: drawn, as a table, and what its units see of a photograph."""
    picture = sample(settings.picture)
    network_view(answer.network, answer.input_shape, picture=picture, key=CONTROLS.key("network_view"), follows=True)


def notes(_settings: Settings, answer: Answer | None) -> None:
    """What to notice, and which layers of this network have most parameters and do most of the work."""
    st.markdown(lesson("architecture", "notice"))
    if answer and answer.parameters.known and answer.multiply_adds.known:
        largest, busiest = most(answer.rows, "parameters"), most(answer.rows, "multiply_adds")
        shares = [
            counted_percent((largest[0].parameters or 0) / answer.parameters.known),
            counted_percent((busiest[0].multiply_adds or 0) / answer.multiply_adds.known),
        ]
        one = _("**Most parameters:** {layer}, {share} of them.")
        several = _("**Most parameters:** {count} layers tie, with {share} of them each: {layers}.")
        first = _told(largest, shares[0], one, several)
        one = _("**Most work:** {layer}, {share} of the multiply-adds.")
        several = _("**Most work:** {count} layers tie, with {share} of the multiply-adds each: {layers}.")
        st.markdown(f"{first} {_told(busiest, shares[1], one, several)}")


def _told(rows: tuple[Row, ...], share: str, one: str, several: str) -> str:
    """Which layer has most of something, or which ones tie; many are cut short."""
    names = [row.name for row in rows]
    listed = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    return (
        one.format(layer=names[0], share=share)
        if len(names) == 1
        else several.format(count=len(names), share=share, layers=listed)
    )

"""The part of the page that follows the hand: the paper with its bars, and every map of the network."""

import numpy as np
import streamlit as st

from cnnlab.core.digits import SIDE, Piece
from cnnlab.figures import palette
from cnnlab.ui.lessons.digit import settings as digit
from cnnlab.ui.lessons.digit.draw_pad import draw_pad
from cnnlab.ui.lessons.digit.network import network_in_browser
from cnnlab.ui.lessons.digit.network_view import network_view, read_cell
from cnnlab.ui.lessons.digit.opened import open_cell, opened
from cnnlab.ui.lessons.digit.settings import PREFIX, TURN, Shown, Values
from cnnlab.ui.lessons.digit.way import Station, way
from cnnlab.ui.shell.ask import ask, say_where
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import HELD, TURNS
from cnnlab.ui.widgets.feature_maps import Group, Part, amounts

PAD, VIEW, ANSWERED = f"{HELD}{PREFIX}pad", f"{HELD}{PREFIX}view", f"{HELD}{PREFIX}answered"
TILES = ((12, 32), (4, 23), (1, 18))  # from so many rows on, a map is drawn so wide


def live(left, right) -> tuple[Shown, Values | None]:
    """The paper in the left column, the network in the right one; what is shown, and every layer's output for it.

    While one draws, only the browser is at work; when the hand is lifted, the page runs.
    """
    shown = digit.shown()
    answered = st.session_state.get(ANSWERED, 0)
    with right:
        values = look(shown)
    with left:
        draw_pad(
            ink=shown.ink,
            picture=shown.piece.picture if shown.piece else None,
            like_mnist=st.session_state[digit.LIKE_MNIST],
            turn=st.session_state.get(TURN, 0) + st.session_state.get(TURNS, 0),
            answered=answered,
            probabilities=values[way(shown.card)[-1].name] if values else None,
            labels=shown.labels,
            note="" if shown.fits or shown.piece is None else _none_of_the_ten(shown.piece),
            on_drawn=_take_drawing,
            key=PAD,
        )
    if values:
        with right:
            show_network(shown, values, answered)
            network_in_browser(shown.card)
    return shown, values


def _none_of_the_ten(piece: Piece) -> str:
    return _("Here is: {thing}. None of the ten, and still it has to answer.").format(thing=digit.name_of_piece(piece))


def look(shown: Shown) -> Values | None:
    """Every layer's output for the picture, by the layer's name, and the logits."""
    answer = ask(
        "activations",
        lambda: st.image(shown.picture, width=10 * SIDE),
        own=shown.piece is None,
        model=shown.card.id,
        picture=shown.picture[..., None],
    )
    if answer is None:
        return None
    say_where(answer.value)
    return answer.value


def show_network(shown: Shown, values: Values, answered: int) -> None:
    stations = way(shown.card)
    network_view(
        [_picture(shown), *(_group(each, values, shown.labels) for each in stations)],
        fields={each.name: each.row.receptive_field for each in stations if each.row.receptive_field},
        opened=opened(shown.card),
        answered=answered,
        below="digit_sum",
        on_open=_take_cell,
        key=VIEW,
    )


def _picture(shown: Shown) -> Group:
    part = Part(shown.picture[..., None], 0, 255, "greys")
    return Group("picture", [part], (144, 144), title=_("Input picture"), facts=f"{SIDE} × {SIDE} × 1")


def _group(station: Station, values: Values, labels: list[str]) -> Group:
    output = values[station.name]
    if station.has_maps:
        side = next(width for rows, width in TILES if output.shape[0] >= rows)
        part, tile, names = amounts(output), (side, side), None
    elif station.kind == "Flatten":
        part, tile, names = amounts(_as_rows(output, values[station.before].shape)), (0, 40), None
    elif output.shape[0] == len(labels):
        wide = 30 if max(map(len, labels)) < 3 else 88  # a word needs more room than a digit
        part, tile, names = Part(output[None, None], 0.0, 1.0), (wide, 26), labels
    else:
        part, tile, names = amounts(output[None, :, None]), (0, 24), None
    return Group(
        station.name,
        [part],
        tile,
        title=station.name,
        facts=_facts(station),
        zero=float(np.mean(output == 0)) if station.has_maps else None,
        colour=palette.KINDS.get(station.kind, palette.GREY),
        names=names,
        cells=station.has_maps,
        fill=station.has_maps,
    )


def _as_rows(output: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """A flattened map with a row for each of its places and a column for each channel: the order of its numbers."""
    return output.reshape(shape[0] * shape[1], shape[2], 1)


def _facts(station: Station) -> str:
    """The shape, the parameters, what a cell sees."""
    parts = [" × ".join(map(str, station.shape))]
    if station.row.parameters:
        parts.append(_("{count} parameters").format(count=f"{station.row.parameters:,}"))
    if station.sees:
        rows, columns = station.sees
        parts.append(_("sees {rows} × {columns}").format(rows=rows, columns=columns))
    return " · ".join(parts)


def _take_drawing() -> None:
    told = st.session_state[PAD]["drawn"]
    digit.put_on_paper(told["ink"])
    st.session_state[ANSWERED] = told["number"]


def _take_cell() -> None:
    cell = read_cell(st.session_state[VIEW]["cell"])
    if cell is not None:
        open_cell(cell)

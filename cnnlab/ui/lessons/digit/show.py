"""What the page says of the network and of its answer: numbers, why it is sure, the code."""

from importlib.resources import files

import numpy as np
import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.cards.scores import best, denominator, softmax
from cnnlab.figures import encode
from cnnlab.ui.lessons.digit.settings import DIGITS, PREFIX, Shown, Values, name_of_piece
from cnnlab.ui.lessons.digit.way import parameters, reaching_dense, way
from cnnlab.ui.lessons.grad_cam.formula import percent
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.table import table

CODE = files("cnnlab.text").joinpath("digit_snippet.txt").read_text(encoding="utf-8")


def numbers(shown: Shown) -> None:
    """What the network is made of."""
    counts = parameters(shown.card)
    last = [each for each in way(shown.card) if each.has_maps][-1]
    rows, columns = last.sees or (0, 0)
    with st.container(horizontal=True, gap="large"):
        st.metric(_("Parameters"), f"{sum(counts):,}")
        st.metric(_("Numbers that reach the dense layer"), f"{reaching_dense(shown.card):,}")
        st.metric(
            _("A cell of {layer} sees").format(layer=last.name),
            _("{rows} × {columns} pixels").format(rows=rows, columns=columns),
        )
    formula = " + ".join(f"{each:,}" for each in counts) + f" = {sum(counts):,}"
    st.markdown(f"${formula}$".replace(",", "{,}"))


def notice(shown: Shown) -> None:
    """What the network is made of, and what the reader can see on the way through it."""
    numbers(shown)
    st.markdown(lesson("digit", "notice" if shown.card.id == DIGITS else "notice_clothes", **_facts(shown.card)))


def _facts(card: ModelCard) -> dict[str, object]:
    """The numbers in the lesson's words."""
    stations = way(card)
    convolutions = [each for each in stations if each.kind == "Conv2D"]
    return {
        "first": convolutions[0].name,
        "last": convolutions[-1].name,
        "sees_first": (convolutions[0].sees or (0,))[0],
        "sees_last": (convolutions[-1].sees or (0,))[0],
        "dense": next(each.name for each in stations if each.kind == "Dense"),
        "values": reaching_dense(card),
    }


def why_sure(shown: Shown, values: Values) -> None:
    """The ten logits, what softmax makes of them, and what that means for a picture that is none of the ten."""
    logits = values["logits"].astype(float)
    shares = softmax(logits)
    names, first = shown.labels, best(logits, 1)[0]
    said = {"share": percent(float(shares[first])), "label": names[first]}
    if shown.fits or shown.piece is None:
        st.markdown(_("The network gives **{share}** to **{label}**.").format(**said))
    else:
        text = _(
            "This is {thing}, none of the ten classes. The network shares out 100 % all the same: "
            "**{share}** to **{label}**."
        )
        st.markdown(text.format(thing=name_of_piece(shown.piece), **said))
    filled = rf"\dfrac{{e^{{{logits[first]:.2f}}}}}{{{_power(denominator(logits))}}}"
    st.markdown(rf"$p = \dfrac{{e^{{z}}}}{{\sum_j e^{{z_j}}}} = {filled} = {_share(logits, first)}$")
    head = [_("Class"), _("Logit") + " $z$", "$e^z$", _("Share")]
    rows = [
        [name, f"{logits[at]:.2f}", f"${_power(float(np.exp(logits[at])))}$", percent(float(shares[at]))]
        for at, name in enumerate(names)
    ]
    numbers_column, words_column = st.columns(2, gap="large")
    numbers_column.markdown(table(head, rows))
    words_column.markdown(lesson("digit", "sure" if shown.card.id == DIGITS else "sure_clothes"))


def _share(logits: np.ndarray, at: int) -> str:
    """A probability as TeX, as what it lacks to 1 where four digits would say that it is 1."""
    share = float(softmax(logits)[at])
    lacking = float(softmax(logits)[np.arange(len(logits)) != at].sum())
    return f"{share:.4f}" if lacking > 0.00005 else f"1 - {_power(lacking)}"


def _power(value: float) -> str:
    """A number of any size, as TeX."""
    digits, _e, power = f"{value:.2e}".partition("e")
    return f"{value:.2f}" if 0.1 <= value < 1000 else rf"{digits} \times 10^{{{int(power)}}}"


def code(shown: Shown) -> None:
    """The same in Keras, for the picture on the page."""
    st.markdown(lesson("digit", "code"))
    st.download_button(
        _("Download the picture as PNG"),
        data=lambda: encode.png(shown.picture),
        file_name="digit.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=f"{PREFIX}download",
    )
    st.code(
        CODE.format(model=shown.card.id, layer=way(shown.card)[0].name, last=way(shown.card)[-1].name),
        language="python",
    )

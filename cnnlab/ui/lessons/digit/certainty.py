"""Why the network is so sure: the ten logits, what softmax makes of them, and what that means."""

import streamlit as st

from cnnlab.core.cards.scores import best, numerators, softmax
from cnnlab.core.errors import N_
from cnnlab.core.requests import LayerOutputs
from cnnlab.ui.lessons.digit.settings import DIGITS, Settings, name_of
from cnnlab.ui.lessons.digit.waiting import no_answer
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.numbers import percent, signed
from cnnlab.ui.widgets.table import table
from cnnlab.ui.widgets.tex import power_of_ten, softmax_formula

TITLE = N_("Why it is so sure")


def certainty(settings: Settings, answer: LayerOutputs | None) -> None:
    """The formula for the most likely class, the table of all classes, and the notes beside it."""
    if answer is None:
        no_answer()
        return
    logits = answer.logits.astype(float)
    shares, first = softmax(logits), best(logits, 1)[0]
    st.markdown(_sentence(settings, percent(float(shares[first])), settings.labels[first]))
    st.markdown(softmax_formula(logits, first))
    rows = [
        [name, signed(logit, ".4f"), f"${power_of_ten(numerator)}$", percent(float(share))]
        for name, logit, numerator, share in zip(settings.labels, logits, numerators(logits), shares, strict=True)
    ]
    calculation, reading = st.columns(2, gap="large")
    calculation.markdown(table([_("Class"), _("Logit") + " $z$", "$e^z$", _("Share")], rows))
    reading.markdown(lesson("digit", "sure" if settings.card.id == DIGITS else "sure_clothes"))


def _sentence(settings: Settings, share: str, label: str) -> str:
    if settings.image is None or settings.in_domain:
        return _("The network gives **{share}** to **{label}**.").format(share=share, label=label)
    text = _(
        "This is {thing}, which is in none of the ten classes. The network still divides 100% among them and gives "
        "**{share}** to **{label}**."
    )
    return text.format(thing=name_of(settings.image), share=share, label=label)

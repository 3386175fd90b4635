"""Three ways to call a model, timed on this page's network: predict(x), model(x), and a compiled call."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.requests import CallTimes, TimeCalls
from cnnlab.ui.lessons.filters.answer import Answer
from cnnlab.ui.lessons.filters.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, device_line, recalled
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.table import table

TITLE = N_("model(x) or predict(x)")
WANTED = CONTROLS.key("held_timed")  # the network that the visitor has asked to time


def calls(settings: Settings, _answer: Answer | None) -> None:
    """What tells the three apart, and how long each takes for one picture here."""
    st.markdown(lesson("filters", "calls"), width=840)
    request = TimeCalls(settings.card.id)
    if recalled(request) is None and st.session_state.get(WANTED) != settings.card.id:
        st.button(
            _("Time the three on this network"),
            key=CONTROLS.key("time"), icon=":material/timer:", on_click=_want, args=(settings.card.id,),
        )  # fmt: skip
        return
    found = ask(request, part="calls")
    if found is not None:
        _show(found.value)


def _want(card_id: str) -> None:
    st.session_state[WANTED] = card_id


def _show(times: CallTimes) -> None:
    rows = [
        ["`model.predict(x)`", _milliseconds(times.predict), f"{times.predict_ratio:.1f} ×", _("No")],
        ["`model(x)`", _milliseconds(times.call), f"{times.call_ratio:.1f} ×", _("Yes")],
        ["`tf.function(model)(x)`", _milliseconds(times.compiled), "1 ×", _("Yes")],
    ]
    head = [_("Call"), _("For one picture"), _("Relative to the compiled call"), _("Gradients pass through")]
    st.markdown(table(head, rows))
    text = _(
        "Medians of 7 calls each, taken in turn, on {device}. `model(x)` runs {parts} layers and operations one by one "
        "from Python. The three outputs differ by at most {difference}."
    )
    st.caption(text.format(device=device_line(), parts=times.parts, difference=f"{times.largest_difference:.1g}"))


def _milliseconds(value: float) -> str:
    return _("{milliseconds:.1f} ms").format(milliseconds=value)

"""Predict before you see: a question, the visitor's answer, and the mistake behind a wrong one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

import streamlit as st

from cnnlab.core.layers import LayerError
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.window import Choice, Rows
from cnnlab.ui.shell import link, view
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.controls import Controls
from cnnlab.ui.widgets.numbers import signed

Questions = Mapping[str, Callable[[Any], Exercise | Choice]]  # by label, made from the settings


def ask_one(lesson: Controls, questions: Questions, settings: object, renamed: Mapping[str, str] | None = None) -> str:
    """Ask one of the questions, by the label that the visitor chooses, which is returned.

    The answer to an exercise can be set in the page's controls; `renamed` gives the control's name for an argument of
    the layer where they differ. A question about a layer that Keras would refuse is not asked; the page says why.
    """
    prefix = lesson.key("predict_")
    labels = list(questions)
    at = controls.one_of(
        st.segmented_control, _("Question about"), list(range(len(labels))), f"{prefix}about", 0,
        lambda index: _(labels[index]), required=True, wrap=True,
    )  # fmt: skip
    if told := _told(prefix, at, settings):
        _say_told(told, prefix)
        return labels[at]
    try:
        question = held(f"{prefix}question", (at, settings), lambda: questions[labels[at]](settings))
    except LayerError as error:
        st.caption(_("Not with these settings: {reason}").format(reason=error_text(error)))
        return labels[at]
    st.markdown(_(question.question).format(**question.values))
    if isinstance(question, Choice):
        _choose(question, f"{prefix}rows_{at}")
    else:
        names = renamed or {}
        answered = {
            lesson.key(names.get(name, name)): link.InLink(value) if name in lesson.depending else value
            for name, value in question.change.items()
        }
        _number(question, prefix, at, answered)
    return labels[at]


def right(answer: str, reason: str = "") -> None:
    """What is said of a right answer."""
    st.success(" ".join(filter(None, (_("Right: {answer}.").format(answer=answer), reason))), icon=":material/check:")


def wrong(answer: str, hint: str) -> None:
    """What is said of a wrong answer: the hint helps with another try."""
    st.warning(_("Not {answer}.").format(answer=answer) + " " + hint, icon=":material/lightbulb:")


def another(label: str, key: str, number: str) -> None:
    """A button for the next question; `number` is where the session keeps which one is asked."""
    st.button(label, key=key, icon=":material/casino:", on_click=_count_up, args=(number,))


def _count_up(number: str) -> None:
    st.session_state[number] = st.session_state.get(number, 0) + 1


def _choose(choice: Choice, prefix: str) -> None:
    """One of a few options; another answer makes another set of buttons."""
    outside = _("cut off") if choice.reversed else _("padding")

    def written(rows: Rows | str) -> str:
        if isinstance(rows, str):
            return _(rows)
        return ", ".join(outside if row is None else str(row + 1) for row in rows)

    options = list(choice.options)
    if len(options) == 1:
        text = _("With these settings there is only one possible answer: {answer}.")
        st.caption(text.format(answer=written(options[0])))
        return
    key = f"{prefix}_{_digest(choice.values, choice.answer, options)}"
    picked = st.radio(
        _("Your answer"), options, format_func=written, index=None, horizontal=not isinstance(options[0], str), key=key,
        persist_state="session",
    )  # fmt: skip
    if picked is None:
        return
    slip = choice.options[picked]
    if slip is None:
        right(written(picked), error_text(choice.reason) if choice.reason else "")
    else:
        wrong(written(picked), error_text(slip))


def _digest(*asked: object) -> str:
    """For a field's key: another question, or another answer to it, has another field. Keys are in the page's HTML."""
    return sha1(repr(asked).encode(), usedforsecurity=False).hexdigest()[:12]


def _number(exercise: Exercise, prefix: str, at: int, answered: dict[str, object]) -> None:
    """A number to be typed, and a button that shows the answer in the figure; `answered` sets the controls for it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        field = f"{prefix}answer_{at}_{_digest(exercise.values, exercise.answer)}"
        answer = st.number_input(
            _("Your answer"),
            value=None,
            step=1.0 if exercise.whole else 0.5,  # no integer: the browser would cut 2.5 to 2
            format="%.10g",
            key=field,
            width=180,
            persist_state="session",
        )
        if answered and not view.hides(view.ANSWERS):
            st.button(
                _("Show the answer"),
                key=f"{prefix}show",
                icon=":material/visibility:",
                on_click=controls.show,
                args=({**answered, f"{prefix}told": _Told(at, exercise)},),
            )
    if answer is not None:
        _judge(exercise, answer)


@dataclass
class _Told:
    """A question whose answer the visitor has had shown. It stays with its answer until the settings change, from which
    the next question is made."""

    at: int
    exercise: Exercise
    settings: object = None  # of the figure that shows the answer


def _told(prefix: str, at: int, settings: object) -> _Told | None:
    told: _Told | None = st.session_state.get(f"{prefix}told")
    if told and told.settings is None:
        told.settings = settings
        st.toast(_said(told), icon=":material/visibility:")  # in sight of the figure too
    if told and (told.at, told.settings) == (at, settings):
        return told
    st.session_state.pop(f"{prefix}told", None)
    return None


def _said(told: _Told) -> str:
    return _("Answer: {answer}. The figure now shows it.").format(answer=f"{told.exercise.answer:,}")


def _say_told(told: _Told, prefix: str) -> None:
    st.markdown(_(told.exercise.question).format(**told.exercise.values))
    st.info(_said(told), icon=":material/visibility:")
    st.button(_("Next question"), key=f"{prefix}next", icon=":material/arrow_forward:", on_click=_go_on, args=(prefix,))


def _go_on(prefix: str) -> None:
    st.session_state.pop(f"{prefix}told", None)  # a second click may come before the first one is shown


def _judge(exercise: Exercise, answer: float) -> None:
    given = signed(answer, ",.10g")
    if answer == exercise.answer:
        right(given, error_text(exercise.reason) if exercise.reason else "")
        return
    if exercise.whole and answer != int(answer):
        wrong(given, _("The answer is a whole number."))
        return
    slip = exercise.slip_for(answer)
    wrong(given, error_text(slip) if slip else _("Try again."))

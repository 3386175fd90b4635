"""Predict before you see: a question, the visitor's answer, and the mistake behind a wrong one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from cnnlab.ui.widgets.verdicts import digest, is_shown, judge_number, judge_option, number_field, reason_of

Questions = Mapping[str, Callable[[Any], Exercise | Choice]]  # by label, made from the settings


def ask_one(lesson: Controls, questions: Questions, settings: object, renamed: Mapping[str, str] | None = None) -> str:
    """Ask one of the questions, by the label that the visitor chooses, which is returned.

    The answer to an exercise can be set in the page's controls; `renamed` gives the control's name for an argument of
    the layer where they differ. A question about a layer that Keras would refuse is not asked; the page says why.
    On paper all of them are asked.
    """
    prefix = lesson.key("predict_")
    labels = list(questions)
    if view.printing():
        _print(questions, settings)
        return labels[0]
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


def asked(lesson: Controls, questions: Questions) -> list[int]:
    """The places of the questions that are asked: the chosen one, on paper all."""
    return list(range(len(questions))) if view.printing() else [st.session_state[lesson.key("predict_about")]]


def is_asked(lesson: Controls, at: int, count: int) -> bool:
    """Whether the question in this place, of so many, is asked now; on paper all are.

    For a page that shows the answer elsewhere. The open section is that of `waiting_screen`.
    """
    if view.printing():
        return "predict" not in view.hidden()
    about = lesson.key("predict_about")
    linked = link.asked(about) or ""
    first = int(linked) if linked.isdecimal() and int(linked) < count else 0  # in the first run of a page
    return st.session_state.get(lesson.key("tab")) == "predict" and st.session_state.get(about, first) == at


def is_open(lesson: Controls, questions: Questions, at: int, exercise: Exercise) -> bool:
    """Whether the exercise in this place is asked now and the visitor does not know its answer yet."""
    key = _field(lesson.key("predict_"), at, exercise)
    is_known = st.session_state.get(key) == exercise.answer or is_shown(key)
    return is_asked(lesson, at, len(questions)) and not is_known


def _field(prefix: str, at: int, exercise: Exercise) -> str:
    return f"{prefix}answer_{at}_{digest(exercise.values, exercise.answer)}"


def _print(questions: Questions, settings: Any) -> None:
    for at, make in enumerate(questions.values(), 1):
        try:
            question = make(settings)
        except LayerError:
            continue
        options = list(map(_writer(question), question.options)) if isinstance(question, Choice) else []
        if len(options) == 1:  # which is no question
            continue
        on_paper(at, _(question.question).format(**question.values), options)


def on_paper(at: int, question: str, options: Sequence[str] = ()) -> None:
    """A question with its number, and room for the answer."""
    room = [f"   - \u2610 {option}" for option in options] or [f"\n   {_('Your answer')}: " + "\\_" * 24]
    st.markdown("\n".join([f"{at}. {question}", *room]))


def _writer(choice: Choice) -> Callable[[Rows | str], str]:
    """How an option is written."""
    outside = _("cut off") if choice.reversed else _("padding")

    def written(rows: Rows | str) -> str:
        if isinstance(rows, str):
            return _(rows)
        return ", ".join(outside if row is None else str(row + 1) for row in rows)

    return written


def _choose(choice: Choice, prefix: str) -> None:
    """One of a few options; another answer makes another set of buttons."""
    written = _writer(choice)
    options = list(choice.options)
    if len(options) == 1:
        text = _("With these settings there is only one possible answer: {answer}.")
        st.caption(text.format(answer=written(options[0])))
        return
    key = f"{prefix}_{digest(choice.values, choice.answer, options)}"
    picked = st.radio(
        _("Your answer"), options, format_func=written, index=None, horizontal=not isinstance(options[0], str), key=key,
        persist_state="session",
    )  # fmt: skip
    judge_option(picked, choice.options, choice.reason, key, written)


def _number(exercise: Exercise, prefix: str, at: int, answered: dict[str, object]) -> None:
    """A number to be typed, and a button that shows the answer: in the figure if `answered` sets its controls."""
    field = _field(prefix, at, exercise)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        answer = number_field(field, whole=exercise.whole)
        if answered and not view.hides(view.ANSWERS):
            is_known = answer == exercise.answer
            st.button(
                _("Show it in the figure") if is_known else _("Show the answer"),
                key=f"{prefix}show",
                icon=":material/visibility:",
                on_click=controls.show,
                args=({**answered, f"{prefix}told": _Told(at, exercise)},),
            )
    judge_number(exercise, answer, None if answered else field)


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
    text = _("Answer: {answer}. The figure now shows it.").format(answer=f"{told.exercise.answer:,}")
    return " ".join(filter(None, (text, reason_of(told.exercise))))


def _say_told(told: _Told, prefix: str) -> None:
    st.markdown(_(told.exercise.question).format(**told.exercise.values))
    st.info(_said(told), icon=":material/visibility:")
    st.button(_("Next question"), key=f"{prefix}next", icon=":material/arrow_forward:", on_click=_go_on, args=(prefix,))


def _go_on(prefix: str) -> None:
    st.session_state.pop(f"{prefix}told", None)  # a second click may come before the first one is shown

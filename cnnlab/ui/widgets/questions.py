"""Predict before you see: a question, the reader's number, and what was forgotten where it is wrong."""

from collections.abc import Callable

import streamlit as st

from cnnlab.core.layers import LayerError
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.window import Choice, Rows
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets import controls


def predict(
    questions: dict[str, Callable[[], Exercise | Choice]],
    prefix: str,
    settings: Callable[[Exercise], dict[str, object]],
) -> None:
    """Ask one of the questions, by the label that the reader chooses; `settings` are the controls that answer it.

    A question about a layer that Keras would refuse is not asked, and the page says why.
    """
    label = controls.one_of(
        st.segmented_control, _("Question about"), list(range(len(questions))), f"{prefix}about", 0,
        list(questions).__getitem__, required=True, wrap=True,
    )  # fmt: skip
    try:
        exercise = list(questions.values())[label]()
    except LayerError as error:
        st.caption(_("Not with these settings: {reason}").format(reason=error_text(error)))
        return
    question = _(exercise.question).format(**exercise.values)
    st.markdown(question)
    if isinstance(exercise, Choice):
        _choose(exercise, f"{prefix}rows_{label}")
    else:
        _number(exercise, question, prefix, label, settings)


def _choose(choice: Choice, prefix: str) -> None:
    """One of a few; another answer makes another set of buttons."""

    outside = _("cut off") if choice.reversed else _("padding")

    def written(rows: Rows) -> str:
        return ", ".join(outside if each is None else str(each + 1) for each in rows)

    options = list(choice.options)
    if len(options) == 1:
        st.caption(
            _("With these settings nothing else is left to choose: {answer}.").format(answer=written(options[0]))
        )
        return
    key = f"{prefix}_{choice.values['row']}_{'_'.join(map(written, [choice.answer, *options]))}"
    picked = st.radio(
        _("Your answer"), options, format_func=written, index=None, horizontal=True, key=key, persist_state="session"
    )
    if picked is None:
        return
    slip = choice.options[picked]
    if slip is None:
        st.success(_("Right: {answer}.").format(answer=written(picked)), icon=":material/check:")
    else:
        text = _("Not {answer}.").format(answer=written(picked)) + " " + error_text(slip)
        st.warning(text, icon=":material/lightbulb:")


def _number(
    exercise: Exercise, question: str, prefix: str, label: int, settings: Callable[[Exercise], dict[str, object]]
) -> None:
    """A number to be typed, and a button that shows the answer in the grid."""
    told = f"{prefix}told"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        field = f"{prefix}answer_{label}_{'_'.join(map(str, exercise.values.values()))}".replace("`", "")
        step = 1 if exercise.whole else 0.5
        answer = st.number_input(
            _("Your answer"),
            value=None,
            step=step,
            format="%d" if exercise.whole else "%g",
            key=field,
            width=180,
            persist_state="session",
        )
        to_be_set = settings(exercise)
        if to_be_set:
            words = {"question": question, "answer": f"{exercise.answer:,}"}
            st.button(
                _("Show it"),
                key=f"{prefix}show",
                icon=":material/visibility:",
                on_click=controls.show,
                args=({**to_be_set, told: words},),
            )
    if answer is not None:
        _say(exercise, answer)
    _say_what_is_shown(told)


def _say_what_is_shown(told: str) -> None:
    """Once, after the reader had the answer shown."""
    if told in st.session_state:
        shown = st.session_state.pop(told)
        text = _("{question} {answer}. The grid shows it now.")
        st.info(text.format(**shown), icon=":material/visibility:")


def _say(exercise: Exercise, answer: float) -> None:
    given = f"{answer:,}" if exercise.whole else f"{answer:g}"
    if answer == exercise.answer:
        st.success(_("Right: {answer}.").format(answer=given), icon=":material/check:")
        return
    slip = exercise.said_of(answer)
    again = _("Count it in the grid, or put the numbers into the formula, and try once more.")
    hint = error_text(slip) if slip else again
    st.warning(_("Not {answer}.").format(answer=given) + " " + hint, icon=":material/lightbulb:")

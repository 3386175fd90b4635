"""What is said of an answer to a question: that it is right and why, the mistake behind a wrong one, or the answer."""

from collections.abc import Callable, Mapping
from hashlib import sha1
from typing import Any

import streamlit as st

from cnnlab.core.questions.exercises import Exercise, Slip
from cnnlab.ui.shell import view
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets.numbers import signed


def digest(*asked: object) -> str:
    """For a field's key: another question, or another answer to it, has another field. Keys are in the page's HTML."""
    return sha1(repr(asked).encode(), usedforsecurity=False).hexdigest()[:12]


def right(answer: str, reason: str = "") -> None:
    """What is said of a right answer."""
    st.success(" ".join(filter(None, (_("Right: {answer}.").format(answer=answer), reason))), icon=":material/check:")


def wrong(answer: str, hint: str) -> None:
    """What is said of a wrong answer: the hint helps with another try."""
    st.warning(_("Not {answer}.").format(answer=answer) + " " + hint, icon=":material/lightbulb:")


def answer_shown(key: str) -> bool:
    """Whether the visitor has had the answer to the question of this key shown; if not, draw the button for it.

    There is no button where a link hides answers.
    """
    if is_shown(key):
        return True
    if not view.hides(view.ANSWERS):
        st.button(
            _("Show the answer"),
            key=f"{key}_show",
            icon=":material/visibility:",
            on_click=_remember,
            args=(_shown(key),),
        )
    return False


def is_shown(key: str) -> bool:
    """Whether the visitor has had the answer to the question of this key shown."""
    return bool(st.session_state.get(_shown(key)))


def _shown(key: str) -> str:
    return f"{key}_shown"


def _remember(shown: str) -> None:
    st.session_state[shown] = True


def tell(answer: str, reason: str = "") -> None:
    """What is said of an answer that was shown."""
    text = _("The answer is {answer}.").format(answer=answer)
    st.info(" ".join(filter(None, (text, reason))), icon=":material/visibility:")


def judge_option(
    picked: Any, options: Mapping[Any, Slip | None], reason: Slip | None, key: str, written: Callable[[Any], str]
) -> bool:
    """Say whether the picked option is right and why, or show the answer; whether the visitor knows it now.

    The right option has no slip; `picked` is None before the visitor picks one.
    """
    why = _why(reason)
    answer = next(option for option, slip in options.items() if slip is None)
    if picked is not None and options[picked] is None:
        right(written(picked), why)
        return True
    slip = options[picked] if picked is not None else None
    if slip and not is_shown(key):
        wrong(_quoted(written(picked)), error_text(slip))
    if not answer_shown(key):
        return False
    tell(_quoted(written(answer)), why)
    return True


def _quoted(option: str) -> str:
    """An option of several words, within a sentence."""
    return f'"{option}"' if " " in option else option


def number_field(key: str, *, whole: bool = True) -> float | None:
    """The field for a number; for a `whole` one it takes 2.5 too, to say that it is wrong."""
    return st.number_input(
        _("Your answer"),
        value=None,
        step=1.0 if whole else 0.5,  # no integer: the browser would cut 2.5 to 2
        format="%.10g",
        key=key,
        width=180,
        persist_state="session",
    )


def judge_number(exercise: Exercise, answer: float | None, key: str | None = None) -> None:
    """Say whether a typed number is right and why, or what is wrong; with the field's `key` a button tells it."""
    if answer is not None and (answer == exercise.answer or not (key and is_shown(key))):
        _judge(exercise, answer)
    if key and answer != exercise.answer and answer_shown(key):
        tell(f"{exercise.answer:,}", reason_of(exercise))


def _judge(exercise: Exercise, answer: float) -> None:
    given = signed(answer, ",.10g")
    if answer == exercise.answer:
        right(given, reason_of(exercise))
        return
    if exercise.whole and answer != int(answer):
        wrong(given, _("The answer is a whole number."))
        return
    wrong(given, error_text(exercise.slip_for(answer) or exercise.hint))


def reason_of(exercise: Exercise) -> str:
    """Why the answer is right, in the reader's language."""
    return _why(exercise.reason)


def _why(reason: Slip | None) -> str:
    return error_text(reason) if reason else ""


def another(label: str, key: str, number: str) -> None:
    """A button for the next question; `number` is where the session keeps which one is asked."""
    st.button(label, key=key, icon=":material/casino:", on_click=_count_up, args=(number,))


def _count_up(number: str) -> None:
    st.session_state[number] = st.session_state.get(number, 0) + 1

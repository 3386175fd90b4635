"""The skeleton of a lesson with a figure: cause and effect on one screen, the other sections in tabs below."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.ui.shell import keys, view
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.held import held, memory
from cnnlab.ui.shell.language import _
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets.contrasts import Changes, contrasts
from cnnlab.ui.widgets.controls import Controls
from cnnlab.ui.widgets.pictures import opened
from cnnlab.ui.widgets.tabs import open_section, tabs

SettingsT = TypeVar("SettingsT")
AnswerT = TypeVar("AnswerT")
Part = Callable[[SettingsT, AnswerT | None], object]  # draws a part of the page

PREDICT, NOTES, CODE = N_("Predict"), N_("Notes"), N_("Code")
DIMMED = N_("The dimmed figure is for the last settings that had an answer.")


def waiting_screen(
    lesson: Controls,
    *,
    controls: Callable[[], SettingsT],
    find: Callable[[SettingsT], AnswerT],
    numbers: Callable[[SettingsT, AnswerT], object],
    figure: Callable[[SettingsT, AnswerT], object],
    tries: Mapping[str, Changes],
    predict: Part,
    notes: Part,
    code: Part,
    further: Mapping[str, tuple[str, Part]],
    opened_by: Mapping[str, str] | None = None,
    hideable: Sequence[str] = (),
) -> None:
    """Everything of a page below its title, for a page that waits for the engine: any control interrupts the waiting.

    `controls` draws the controls and returns the settings; `find` turns them into the answer. An error that it raises
    is shown instead of the numbers, beside the last figure. `numbers` and `figure` draw the answer; `tries` are the
    contrasts. The other parts are tabs below, which get None if there is no answer. `hideable` are names that a link's
    `hide` knows on this page besides those of every page. The containers are always there (see style.css).
    """
    parts = {"predict": (PREDICT, predict), "notes": (NOTES, notes), "code": (CODE, code), **further}
    open_section(lesson.prefix, list(parts), opened_by)  # known above it too
    with st.container(key="screen"):
        cause, said, shown = controls_place(), place("answer"), place("figure")
        lesson.keep_in_link()
        with cause:
            settings = controls()
        with said:
            answer, kept = _found(lesson, find, settings)
        drawn_for = (settings, answer) if answer is not None else kept
        if answer is not None:  # also where it is hidden: a head is trained while its figure is drawn
            with view.nowhere() if view.hides(view.NUMBERS) else said:
                numbers(settings, answer)
        if drawn_for is not None:
            with view.nowhere() if view.hides(view.FIGURE) else shown:
                figure(*drawn_for)
        contrasts(lesson, tries)
    tabs(
        lesson.prefix,
        {name: (_(label), partial(part, settings, answer)) for name, (label, part) in parts.items()},
        opened_by,
        hideable,
    )


def asking_screen(
    *,
    controls: Callable[[], SettingsT],
    tries: Callable[[SettingsT], tuple[Controls, Mapping[str, Changes]]],
    find: Callable[[SettingsT], AnswerT | None],
    numbers: Callable[
        [SettingsT, Any], object
    ],  # Any: mypy takes the answer of the page's find, with None, for AnswerT
    figure: Callable[[SettingsT, Any], object],
    below: Callable[[SettingsT, Any], object],
) -> tuple[SettingsT, AnswerT | None]:
    """The first screen of a page whose figure is what the engine answers: `find` shows its progress in its place.

    Where it has none, the last figure stays below what it says, dimmed. `tries` are the controls that a contrast sets,
    and the contrasts; `below` draws what stands under them. The tabs are the page's own.
    """
    with st.container(key="screen"):  # no fragment: a change of a control has to interrupt the engine's task
        cause, said, shown = controls_place(), place("answer"), place("figure")
        under = st.container(gap="small")
    with cause:
        settings = controls()
    lesson, offered = tries(settings)
    with under:
        contrasts(lesson, offered)
    last = lesson.key("last_answered")
    own = _own_pictures(lesson)
    _forget_removed(last, own)
    with shown:
        answer = find(settings)
    if answer is None:
        with shown:
            _dimmed(figure, memory().get(last))
        return settings, None
    memory()[last] = settings, answer, own
    if not view.hides(view.NUMBERS):
        with said:
            numbers(settings, answer)
    if not view.hides(view.FIGURE):
        with shown:
            figure(settings, answer)
        with under:  # what can be downloaded shows the figure too
            below(settings, answer)
    return settings, answer


def _own_pictures(lesson: Controls) -> list[object]:
    """What the session holds of a page's own pictures, each None where there is none."""
    return [opened(lesson.key(end)) for end in keys.OWN]


def _forget_removed(last: str, own: Sequence[object]) -> None:
    """Drop the last answer where a visitor has since removed or replaced an own picture: it may show that one."""
    before = memory().get(last, (None, None, own))[2]
    if any(was is not None and was is not now for was, now in zip(before, own, strict=True)):
        del memory()[last]


def _dimmed(figure: Callable[[Any, Any], object], last: tuple[Any, Any, object] | None) -> None:
    """The figure of the last settings that had an answer, below what went wrong (style.css)."""
    if last is None or view.hides(view.FIGURE):
        return
    st.caption(_(DIMMED))
    settings, answer, _own = last
    with st.container(key="dimmed"):
        figure(settings, answer)


def place(key: str) -> DeltaGenerator:
    """A container of the first screen."""
    return st.container(key=key, gap="small")


def controls_place() -> DeltaGenerator:
    """Where the essential controls of a page are drawn: behind a button in presenter mode, nowhere if they are hidden.

    Controls behind the button are in the browser while it is open only.
    """
    if view.hides(view.CONTROLS):
        return view.nowhere()
    if not view.presenting():
        return place("controls")
    with st.popover(_("Controls"), icon=":material/tune:", key="controls_button"):
        return place("controls")


# For a page that does not wait: a change of a control runs this part of the page alone, once its last run has ended.
one_screen = fragment(waiting_screen)


def _found(
    lesson: Controls, find: Callable[[SettingsT], AnswerT], settings: SettingsT
) -> tuple[AnswerT | None, tuple[SettingsT, AnswerT] | None]:
    """The answer; or, where the settings are refused, which is said here, the last settings that had one, with it.

    The figure of these stays on the page, dimmed (style.css), so that one sees what was refused.
    """
    key = lesson.key("found")
    try:
        return held(key, settings, lambda: find(settings)), None
    except CnnLabError as error:
        kept = memory().get(key)
        with st.container(key="refused", gap="small"):
            show_error(error)
            if kept is not None and not view.hides(view.FIGURE):
                st.caption(_(DIMMED))
        return None, kept

"""What the Filters page shows of its answer: the numbers, the sheets and the picture that forms, what to notice."""

import streamlit as st

from cnnlab.ui.lessons.filters.answer import Answer
from cnnlab.ui.lessons.filters.ascent_view import ascent_html
from cnnlab.ui.lessons.filters.live import climb
from cnnlab.ui.lessons.filters.settings import CONTROLS, Settings
from cnnlab.ui.lessons.filters.sheets import sheets
from cnnlab.ui.shell import view
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.numbers import numbers as show_numbers
from cnnlab.ui.widgets.numbers import signed

MISSING = "–"


def numbers(settings: Settings, answer: Answer) -> None:
    """The place for the numbers, which change while the picture forms."""
    answer.said = st.empty()
    _say(answer)


def figure(settings: Settings, answer: Answer) -> None:
    """The sheets, and beside them the picture; what is not climbed yet is climbed now."""
    with st.container(key=CONTROLS.key("figure" if answer.sheets else "figure_alone")):
        if answer.sheets:
            sheets(settings, answer.sheets)
        place = st.empty()
        progress = st.container(key=CONTROLS.key("progress"))

    def draw() -> None:
        given = (Itself(answer.run), settings.name, settings.stage, settings.ascent.steps, current(), view.hidden())
        place.html(
            held(
                CONTROLS.key("ascent_made"),
                given,
                lambda: ascent_html(settings.name, answer.run, settings.ascent.steps, settings.stage is None),
            )
        )
        _say(answer)

    draw()
    with progress:
        climb(answer, draw)
    _silent(settings, answer)


def _say(answer: Answer) -> None:
    if view.hides(view.NUMBERS):
        return
    with answer.said.container():
        show_numbers(_numbers(answer))


def _numbers(answer: Answer) -> list[tuple[str, ...]]:
    settings, run = answer.settings, answer.run
    what = _("Mean of the map") if settings.stage else _("Logit")
    labels = (what, _("Steps taken"), _("Time for a step"))
    if run is None:
        return [(label, MISSING) for label in labels]
    steps = _("{step} of {steps}").format(step=run.steps, steps=settings.ascent.steps)
    milliseconds = _("{milliseconds:.0f} ms").format(milliseconds=1000 * run.seconds / run.steps)
    values = (signed(float(run.scores[-1]), ".3g"), steps, milliseconds)
    return list(zip(labels, values, strict=True))


def _silent(settings: Settings, answer: Answer) -> None:
    """Say that a filter stays 0, and why."""
    run = answer.run
    if run is None or run.peak is None or not answer.finished:
        return
    text = _(
        "Silent: {name} is still 0 everywhere. Before the ReLU its largest value is {peak}, and the ReLU sets all that "
        "is negative to 0. A filter that no picture activates is dead. This one may be, or the ascent has not found "
        "the picture that activates it: try pixels, another seed or longer steps."
    )
    st.warning(text.format(name=settings.name, peak=signed(run.peak, ".3g")), icon=":material/brightness_empty:")


def notes(settings: Settings, _answer: Answer | None) -> None:
    """What to notice, what each choice does."""
    st.markdown("\n\n".join(lesson("filters", section) for section in ("notice", "choices")), width=840)

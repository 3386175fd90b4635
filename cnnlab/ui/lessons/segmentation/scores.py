"""How good the mask is, where a true one is known: overlap of each class, confusion, where it errs."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.segmentation.files import NOT_COUNTED
from cnnlab.core.segmentation.report import Report, border_of, counted_errors, report
from cnnlab.figures.segmented_sheets import INVENTED, MISSED, RIGHT, UNCOUNTED, error_picture
from cnnlab.ui.lessons.segmentation import LESSON
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.score_words import border_rule, confusion_table, formulas, remarks, scores_table
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.lessons.segmentation.true_mask import TrueMask, true_mask
from cnnlab.ui.shell.errors import errors_shown
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.controls import Controls
from cnnlab.ui.widgets.numbers import counted_percent, numbers

TITLE = N_("Scores")
CHOICES = Controls(LESSON.prefix, {"count_border": False, "scored": 0})


def scores(settings: Settings, answer: Answer | None) -> None:
    """The true mask, the scores against it, and a picture of the errors."""
    if answer is None:
        return
    left, right = st.columns([0.3, 0.7], gap="large")
    with left:
        truth = true_mask(settings)
        has_border = border_of(settings.network.english) is not None
        counts_border = CHOICES.switch("count_border", _("Count border pixels")) if has_border else True
        st.markdown(lesson("segmentation", "border"))
    if truth is None:
        right.info(_("No true mask is known for this picture. Choose another example, or upload one."))
        return
    with right, errors_shown():
        found = report_of(settings, answer, truth, counts_border)
        _numbers(found, truth)
        st.markdown(scores_table(found, settings.names))
        st.caption(remarks(found, settings.names))
        if not counts_border:
            st.caption(border_rule())
        _one_class(settings, answer, found)
        title = _("Confusion matrix, in pixels. Rows: true class. Columns: predicted class.")
        st.markdown(f"**{title}**")
        st.markdown(confusion_table(found.counts, settings.names))


def report_of(settings: Settings, answer: Answer, truth: TrueMask, counts_border: bool, name: str = "report") -> Report:
    """The scores, computed once for a mask and a true mask."""
    border = border_of(settings.network.english)
    output, given = answer.found.probabilities, (Itself(answer.found), Itself(truth), counts_border)
    return held(CONTROLS.key(name), given, lambda: report(truth.labels, output, border, counts_border))


def _numbers(found: Report, truth: TrueMask) -> None:
    drawn = _("mask drawn by hand") if truth.drawn else _("your mask")
    numbers(
        [
            (_("Pixel accuracy"), counted_percent(found.accuracy), drawn),
            (_("Mean IoU"), f"{found.mean_iou:.3f}", _("over the classes that are there")),
            (_("Pixels counted"), counted_percent(found.counted)),
        ]
    )


def _one_class(settings: Settings, answer: Answer, found: Report) -> None:
    """The formulas with the numbers of one class in them, and its errors in the picture."""
    there = [index for index in range(len(settings.names)) if found.overlaps[index].is_there]
    index = CHOICES.segments("scored", _("Errors of the class"), there, settings.names.__getitem__, width="content")
    st.markdown(formulas(found.overlaps[index]))
    given = (Itself(answer.found), Itself(found), index)

    def drawn() -> bytes:
        errors = counted_errors(found, index)
        return error_picture(settings.picture.pixels, errors, found.truth != NOT_COUNTED)

    words = {RIGHT: _("right"), MISSED: _("missed"), INVENTED: _("invented")}
    if found.counted < 1:
        words[UNCOUNTED] = _("not counted")
    keys = " ".join(
        f"<span style='color:{colour}' aria-hidden='true'>■</span> {word}&emsp;" for colour, word in words.items()
    )
    st.html(f"<p style='margin:0'>{keys}</p>")
    alt = _("Right, missed and invented pixels of the class {name}").format(name=settings.names[index])
    st.image(held(CONTROLS.key("errors"), given, drawn), width=520, alt=alt)

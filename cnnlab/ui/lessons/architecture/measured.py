"""What networks are said to do, measured by the engine: one subject at a time."""

from collections.abc import Callable

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.ui.lessons.architecture.answer import Answer
from cnnlab.ui.lessons.architecture.measured_depth import depth
from cnnlab.ui.lessons.architecture.measured_fields import fields
from cnnlab.ui.lessons.architecture.measured_response import response
from cnnlab.ui.lessons.architecture.measured_statistics import statistics
from cnnlab.ui.lessons.architecture.measured_times import times
from cnnlab.ui.lessons.architecture.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.controls import one_of, translated

TITLE = N_("Measured")
SUBJECTS: dict[str, tuple[str, Callable[[], None]]] = {
    "depth": (N_("Gradients by depth"), depth),
    "fields": (N_("Effective receptive field"), fields),
    "times": (N_("Time and multiply-adds"), times),
    "statistics": (N_("Batch normalization"), statistics),
    "response": (N_("Local response normalization"), response),
}


def measured(_settings: Settings, _answer: Answer | None) -> None:
    """The chosen subject: what it is about, and its measurement."""
    words = translated({name: title for name, (title, _part) in SUBJECTS.items()})
    name = one_of(
        st.segmented_control, _("Subject"), list(SUBJECTS), CONTROLS.key("measured"), "depth", words, required=True
    )
    st.markdown(lesson("architecture_measured", name), width=840)
    SUBJECTS[name][1]()

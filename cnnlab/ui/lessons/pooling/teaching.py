"""What the Pooling page teaches beside the stepper: contrasts, questions, the shift, why one downsamples."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network import Row
from cnnlab.core.network.downsampling import compared
from cnnlab.core.questions.exercises import Exercise, size_exercise
from cnnlab.core.questions.window import Choice, window_question
from cnnlab.core.stepping.pooled import SCENES, average_exercise, shift_experiment
from cnnlab.ui.lessons.pooling.settings import PREFIX, Settings
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.questions import predict as ask_exercise
from cnnlab.ui.widgets.stepper.grids import Grid, grids

OPERATIONS = {
    "max": N_("Max pooling, 2 × 2"),
    "average": N_("Average pooling, 2 × 2"),
    "strides": N_("Convolution, 3 × 3, stride 2"),
}
SCENE_NAMES = {
    "photo": N_("The cat's eye, grey in tenths"),
    "dots": N_("Single dots"),
    "numbers": N_("Whole numbers"),
}
DIRECTIONS = {"across": N_("To the right"), "down": N_("Down"), "both": N_("Both")}


def contrasts() -> None:
    """One-click settings: each sets what it names and puts the rest back to where the lesson starts."""
    start: dict[str, Any] = {
        "layer": "MaxPooling2D", "height": 6, "width": 6, "channels": 1, "pool_size": 2, "strides": "None",
        "padding": "valid", "input": "numbers", "edits": {},
    }  # fmt: skip
    settings: dict[str, dict[str, Any]] = {
        _("Max"): {},
        _("Average"): {"layer": "AveragePooling2D"},
        _("Overlapping: 3 × 3, step 2"): {"pool_size": 3, "strides": "2", "height": 7, "width": 7},
        _("Padding is not counted"): {"layer": "AveragePooling2D", "padding": "same", "height": 5, "width": 5},
        _("The last row is dropped"): {"height": 5, "width": 5},
        _("Global average: one number a channel"): {"layer": "GlobalAveragePooling2D", "channels": 3, "input": "photo"},
        _("Like the course's: 26 × 26 × 32"): {"height": 26, "width": 26, "channels": 32},
    }
    wanted = {
        label: {f"{PREFIX}{name}": value for name, value in (start | values).items()}
        for label, values in settings.items()
    }
    controls.contrasts(PREFIX, wanted)


def predict(settings: Settings) -> None:
    """How many rows after a change; which rows a window covers; the mean of a corner window with padding in it."""
    if not settings.layer["config"]:
        st.markdown(_("A global pooling gives one number for each channel, whatever the size."))
        return
    layer, shape = settings.layer, settings.input_shape
    other = "valid" if layer["config"]["padding"] == "same" else "same"
    questions: dict[str, Callable[[], Exercise | Choice]] = {
        _("Rows"): lambda: size_exercise(layer, shape, {"padding": other}),
        _("Which cells"): lambda: window_question(layer, shape),
        _("A corner's mean"): average_exercise,
    }

    def to_be_set(exercise):
        return {f"{PREFIX}{name}": value for name, value in exercise.change.items()}

    ask_exercise(questions, f"{PREFIX}predict_", to_be_set)


@st.fragment
def shift() -> None:
    """One input, moved by a cell; how many outputs change in max pooling, average pooling and a strided convolution."""
    left, right = st.columns([0.27, 0.73], gap="large")
    with left:
        scene = controls.one_of(
            st.selectbox, _("Input"), list(SCENES), f"{PREFIX}scene", SCENES[0], lambda each: _(SCENE_NAMES[each])
        )
        way = controls.one_of(
            st.segmented_control,
            _("Moved by one cell"),
            list(DIRECTIONS),
            f"{PREFIX}way",
            "across",
            lambda each: _(DIRECTIONS[each]),
            required=True,
            wrap=True,
        )
        st.markdown(lesson("pooling", "shift"))
    found = shift_experiment(scene, int(way != "across"), int(way != "down"))
    with right:
        with st.container(horizontal=True, gap="medium"):
            for name, each in found.outputs.items():
                changed = f"{int(each.changed.sum())} / {each.changed.size}"
                st.metric(_("{operation}: changed").format(operation=_(OPERATIONS[name])), changed, width="content")
        moved = found.before != found.after
        shown = [Grid(_("Before"), found.before), Grid(_("After, what differs framed"), found.after, moved)]
        grids(shown, f"{PREFIX}shift_inputs", 205)
        outputs = [Grid(_(OPERATIONS[name]), each.after, each.changed) for name, each in found.outputs.items()]
        grids(outputs, f"{PREFIX}shift_outputs", 205)


def downsampling() -> None:
    """The course's digit network with its two poolings and without them, layer by layer."""
    both = compared()
    columns = st.columns(2, gap="large")
    for column, title, rows in zip(columns, (_("With pooling"), _("Without pooling")), both, strict=True):
        with column:
            st.subheader(title, anchor=False)
            st.markdown(_table(rows))
    pooled, plain = both
    values = {
        "few": f"{pooled[-2].output_shape[0]:,}", "many": f"{plain[-2].output_shape[0]:,}",
        "dense_few": f"{pooled[-1].parameters:,}", "dense_many": f"{plain[-1].parameters:,}",
        "seen": _seen(pooled[-3]), "seen_plain": _seen(plain[-3]),
    }  # fmt: skip
    st.markdown(lesson("pooling", "downsampling", **values))


def _table(rows: tuple[Row, ...]) -> str:
    head = f"| {_('Layer')} | {_('Output')} | {_('Parameters')} | {_('Receptive field')} |\n|---|---|---:|---|\n"
    lines = []
    for row in rows:
        seen = _seen(row)
        shape = " × ".join(f"{each:,}" for each in row.output_shape)
        lines.append(f"| {row.name} · {row.class_name} | {shape} | {row.parameters:,} | {seen} |")
    return head + "\n".join(lines)


def _seen(row: Row) -> str:
    """The receptive field, height × width; a dash where a unit sees all."""
    return " × ".join(map(str, row.receptive_field.size)) if row.receptive_field else "–"

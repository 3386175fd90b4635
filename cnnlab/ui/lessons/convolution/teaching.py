"""What the Convolution page teaches beside the stepper: contrasts, questions, comparisons."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from cnnlab.core.layers import describe
from cnnlab.core.questions.exercises import Exercise, parameters_exercise, reach_exercise, size_exercise
from cnnlab.core.questions.window import Choice, window_question
from cnnlab.core.stepping.shifting import glyph, recognize
from cnnlab.ui.lessons.convolution.settings import PREFIX, Settings
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.questions import predict as ask_exercise
from cnnlab.ui.widgets.stepper.grids import Grid, grids

CONTROL = {"strides": "strides", "padding": "padding", "dilation_rate": "dilation", "filters": "filters"}
CHANNELS = 64  # on both sides, in the comparison of one large kernel with three small ones


def contrasts() -> None:
    """One-click settings: each sets what it names and puts the rest back to where a lesson starts."""
    start: dict[str, Any] = {
        "layer": "Conv2D", "height": 7, "width": 7, "channels": 1, "filters": 1, "kernel_size": "3", "strides": 1,
        "padding": "valid", "dilation": 1, "groups": 1, "input": "shape", "kernel": "sobel_x", "edits": {},
    }  # fmt: skip
    settings: dict[str, dict[str, Any]] = {
        _("`valid`: the window stays inside"): {},
        _("`same`: a border of zeros"): {"padding": "same"},
        _("Stride 2"): {"strides": 2},
        _("Dilation 2"): {"dilation": 2, "height": 9, "width": 9},
        _("The last column is never seen"): {"strides": 2, "height": 8, "width": 8},
        _("More padding on one side"): {"strides": 2, "padding": "same", "height": 8, "width": 8},
        _("Three channels, two filters"): {"channels": 3, "filters": 2, "input": "photo"},
        _("One large kernel: 7 × 7"): {"kernel_size": "7", "height": 13, "width": 13},
        _("The first of three: 3 × 3"): {"kernel_size": "3", "height": 13, "width": 13},
        _("Separable, 64 to 64 channels"): {
            "layer": "SeparableConv2D",
            "channels": 64,
            "filters": 64,
            "padding": "same",
        },
        _("Transposed: the map grows"): {"layer": "Conv2DTranspose", "height": 4, "width": 4, "strides": 2},
    }
    wanted = {
        label: {f"{PREFIX}{name}": value for name, value in (start | values).items()}
        for label, values in settings.items()
    }
    controls.contrasts(PREFIX, wanted)


def predict(settings: Settings) -> None:
    """Four questions about a setting that is not on the page yet, or about a cell."""
    layer, shape = settings.layer, settings.input_shape
    config = layer["config"]
    change: dict[str, Any] = {"strides": 2} if config["strides"] != 2 else {"strides": 1}
    if config["dilation_rate"] > 1:
        change = {"padding": "valid" if config["padding"] == "same" else "same"}
    filters = config.get("filters", config.get("depth_multiplier", 1))
    questions: dict[str, Callable[[], Exercise | Choice]] = {
        _("Rows"): lambda: size_exercise(layer, shape, change),
        _("Parameters"): lambda: parameters_exercise(layer, shape, 8 if filters != 8 else 4),
        _("Which cells"): lambda: window_question(layer, shape),
        _("A cell's reach"): lambda: reach_exercise(layer, shape),
    }

    def to_be_set(exercise):
        keys = CONTROL | {"depth_multiplier": "multiplier"}
        return {f"{PREFIX}{keys[name]}": value for name, value in exercise.change.items()}

    ask_exercise(questions, f"{PREFIX}predict_", to_be_set)


def against_an_ordinary_one(settings: Settings) -> None:
    """What a depthwise separable convolution saves: the weights of both, without their biases."""
    if settings.layer["class_name"] != "SeparableConv2D":
        return
    config = settings.layer["config"] | {"use_bias": False}
    ordinary = {name: value for name, value in config.items() if name != "depth_multiplier"}
    separable, whole = (
        describe({"class_name": kind, "config": each}, settings.input_shape)
        for kind, each in (("SeparableConv2D", config), ("Conv2D", ordinary))
    )
    st.markdown(
        _("Weights without biases: **{few}** here, **{many}** in an ordinary convolution of the same size.").format(
            few=f"{separable.parameters:,}", many=f"{whole.parameters:,}"
        )
    )


def one_against_three() -> None:
    """One 7 x 7 kernel sees what three 3 x 3 kernels in a row see, and has more weights."""
    shape = (32, 32, CHANNELS)
    large, small = (
        describe(
            {"class_name": "Conv2D", "config": {"filters": CHANNELS, "kernel_size": size, "use_bias": False}}, shape
        )
        for size in (7, 3)
    )
    one, three = (each.windows[0].effective_size if each.windows else 0 for each in (large, small))
    seen = 1 + 3 * (three - 1)
    values = {
        "channels": CHANNELS, "large": f"{large.parameters:,}", "small": f"{3 * small.parameters:,}",
        "one": one, "three": seen, "share": small.parameters * 3 / large.parameters,
    }  # fmt: skip
    st.markdown(lesson("convolution", "one_against_three", **values))


@st.fragment
def shift() -> None:
    """The glyph moves; the convolution's map moves along, the dense unit loses it."""
    left, right = st.columns([0.27, 0.73], gap="large")
    rows, columns = glyph().shape
    with left:
        across = controls.amount(_("Shift to the right"), 0, 12 - columns, f"{PREFIX}shift_across", 0)
        down = controls.amount(_("Shift down"), 0, 12 - rows, f"{PREFIX}shift_down", 0)
        st.markdown(lesson("convolution", "shift"))
    seen = recognize(int(down), int(across))
    with right:
        with st.container(horizontal=True, gap="medium"):
            st.metric(_("Convolution: largest value of the map"), f"{seen.found:g}", width="content")
            st.metric(_("Dense unit"), f"{seen.dense:g}", width="content")
        largest = seen.response == seen.response.max()
        caption = _("Map of the convolution, its largest value framed")
        grids([Grid(_("Input"), seen.field), Grid(caption, seen.response, largest)], f"{PREFIX}shift_grids", 330)

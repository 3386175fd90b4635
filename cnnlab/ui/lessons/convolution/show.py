"""What the Convolution page shows of its answer: the numbers, the grid that is stepped through, the notes."""

import streamlit as st

from cnnlab.core.layers.comparisons import separable_and_ordinary, stacked
from cnnlab.core.stepping.stepped import Stepped
from cnnlab.ui.lessons.convolution.answer import Answer
from cnnlab.ui.lessons.convolution.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets import layer_notes
from cnnlab.ui.widgets.edits import editable_stepper
from cnnlab.ui.widgets.numbers import numbers as show_numbers
from cnnlab.ui.widgets.numbers import size

CHANNELS = 64  # of the layers that are compared


def numbers(_settings: Settings, answer: Answer) -> None:
    """The output's shape, and what the layer costs."""
    facts = answer.facts
    show_numbers(
        [
            (_("Output: height × width × channels"), size(facts.output_shape)),
            (_("Parameters"), f"{facts.parameters:,}"),
            (_("Multiply-adds"), f"{facts.multiply_adds:,}"),
            (_("Receptive field"), size(facts.receptive_field_size)),
        ]
    )


def figure(settings: Settings, answer: Answer) -> None:
    """The stepper."""
    if answer.drawn is None:
        layer_notes.too_large()
        return
    if answer.drawn.is_stand_in:
        layer_notes.drawn_smaller(*_sizes(settings, answer.drawn))
    editable_stepper(CONTROLS, answer.drawn, settings.edits)


def _sizes(settings: Settings, drawn: Stepped) -> tuple[str, str]:
    """The size of what is drawn and of what was asked for, with the numbers of filters where they differ."""
    layers, shapes = (drawn.layer, settings.layer), (drawn.inputs.shape, settings.input_shape)
    filters = [layer["config"].get("filters") for layer in layers]
    if filters[0] == filters[1]:
        return size(shapes[0]), size(shapes[1])
    text = _("{size}, filters: {filters}")
    shown, whole = (text.format(size=size(shape), filters=count) for shape, count in zip(shapes, filters, strict=True))
    return shown, whole


def notes(settings: Settings, _answer: Answer | None) -> None:
    """What to notice, and one large kernel against three small ones."""
    reading, comparing = st.columns(2, gap="large")
    grows = settings.layer["class_name"] == "Conv2DTranspose"
    reading.markdown(lesson("convolution", "notice_transposed" if grows else "notice"))
    with comparing:
        st.header(_("One 7 × 7 against three 3 × 3"), anchor=False)
        one, three = stacked(7, 1, CHANNELS), stacked(3, 3, CHANNELS)
        values = {
            "channels": CHANNELS,
            "large": f"{one.parameters:,}",
            "small": f"{three.parameters:,}",
            "one": one.receptive_field,
            "three": three.receptive_field,
            "share": three.parameters / one.parameters,
        }
        st.markdown(lesson("convolution", "one_against_three", **values))


def saving(settings: Settings) -> None:
    """What a depthwise separable convolution saves against an ordinary one."""
    if settings.layer["class_name"] != "SeparableConv2D":
        return
    few, many = separable_and_ordinary(settings.layer, settings.input_shape)
    text = _("Weights without biases: **{few}** here, **{many}** in an ordinary convolution of the same size.")
    st.markdown(text.format(few=f"{few:,}", many=f"{many:,}"))

"""The controls of the Convolution page: from words to a Keras layer config and an input shape."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.stepping.inputs import INPUTS, NUMBERS, kernels_for
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls

PREFIX = "conv_"
KINDS = {
    "Conv2D": N_("Convolution"),
    "DepthwiseConv2D": N_("Depthwise convolution"),
    "SeparableConv2D": N_("Depthwise separable convolution"),
    "Conv2DTranspose": N_("Transposed convolution"),
}
SIZES = ("1", "2", "3", "4", "5", "6", "7", "1x3", "3x1", "1x7", "7x1")
CONTENTS = {
    "shape": N_("Drawn shapes"),
    "glyph": N_("Figures and letters"),
    "gradient": N_("Gradients"),
    "numbers": N_("Whole numbers"),
    "photo": N_("The cat's eye, from a photograph"),
}
LARGEST, MOST_CHANNELS = 1024, 2048
ACTIVATIONS = {"linear": N_("None"), "relu": "ReLU"}


@dataclass(frozen=True)
class Settings:
    """What the controls say: a Keras layer config, the input's shape, and what is in input and kernel."""

    layer: dict[str, Any]
    input_shape: tuple[int, int, int]
    content: str
    kernel: str


def controls_of_the_page() -> Settings:
    """The left column from top to bottom."""
    kind = controls.one_of(
        st.selectbox, _("Layer"), list(KINDS), f"{PREFIX}layer", "Conv2D", lambda each: f"{_(KINDS[each])} · {each}"
    )
    shape, config = _shape(kind)
    config |= _sliding()
    with st.expander(_("More: dilation, groups, bias, activation"), key=f"{PREFIX}more"):
        config |= _more(kind)
    content = controls.one_of(
        st.selectbox, _("Numbers of the input"), list(INPUTS), f"{PREFIX}input", "shape", lambda each: _(CONTENTS[each])
    )
    return Settings({"class_name": kind, "config": config}, shape, content, _kernel(config["kernel_size"]))


def _shape(kind: str) -> tuple[tuple[int, int, int], dict[str, Any]]:
    """The input's shape and how many filters there are."""
    left, right = st.container(key=f"{PREFIX}pair").columns(2, gap="small")
    with left:
        height = controls.whole(_("Input height"), 1, LARGEST, f"{PREFIX}height", 7)
        channels = controls.whole(_("Input channels"), 1, MOST_CHANNELS, f"{PREFIX}channels", 1)
    with right:
        width = controls.whole(_("Input width"), 1, LARGEST, f"{PREFIX}width", 7)
        if kind == "DepthwiseConv2D":
            filters = {"depth_multiplier": controls.whole(_("Filters a channel"), 1, 8, f"{PREFIX}multiplier", 1)}
        else:
            filters = {"filters": controls.whole(_("Filters"), 1, MOST_CHANNELS, f"{PREFIX}filters", 1)}
    return (height, width, channels), filters


def _sliding() -> dict[str, Any]:
    size = controls.one_of(st.selectbox, _("Window · `kernel_size`"), list(SIZES), f"{PREFIX}kernel_size", "3", _by_by)
    strides = controls.one_of(
        st.segmented_control,
        _("Step between windows · `strides`"),
        [1, 2, 3, 4],
        f"{PREFIX}strides",
        1,
        str,
        required=True,
        width="stretch",
    )
    padding = controls.one_of(
        st.segmented_control,
        _("Border · `padding`"),
        ["valid", "same"],
        f"{PREFIX}padding",
        "valid",
        str,
        required=True,
        width="stretch",
    )
    return {"kernel_size": _pair(size), "strides": strides, "padding": padding}


def _more(kind: str) -> dict[str, Any]:
    """What applies to this kind of layer; what does not is absent."""
    more: dict[str, Any] = {
        "dilation_rate": controls.one_of(
            st.segmented_control,
            _("Gaps in the window · `dilation_rate`"),
            [1, 2, 3],
            f"{PREFIX}dilation",
            1,
            str,
            required=True,
            width="stretch",
        )
    }
    if kind == "Conv2D":
        label = _("Groups of channels · `groups`")
        more["groups"] = controls.whole(label, 1, MOST_CHANNELS, f"{PREFIX}groups", 1)
    if kind == "SeparableConv2D":
        label = _("Filters for each channel · `depth_multiplier`")
        more["depth_multiplier"] = controls.whole(label, 1, 8, f"{PREFIX}multiplier", 1)
    if kind == "Conv2DTranspose":
        more["output_padding"] = _output_padding()
    more["use_bias"] = controls.switch(_("Add a bias · `use_bias`"), f"{PREFIX}bias", True)
    more["activation"] = controls.one_of(
        st.segmented_control,
        _("Activation · `activation`"),
        list(ACTIVATIONS),
        f"{PREFIX}activation",
        "linear",
        lambda each: _(ACTIVATIONS[each]),
        required=True,
        width="stretch",
    )
    return more


def _output_padding() -> int | None:
    label, options = _("Cells added at the end · `output_padding`"), ["None", "0", "1", "2", "3"]
    chosen = controls.one_of(st.selectbox, label, options, f"{PREFIX}output_padding", "None", str)
    return None if chosen == "None" else int(chosen)


def _kernel(kernel_size: tuple[int, int]) -> str:
    """Which kernel the first filter has; the further ones have the next of the list."""
    ids = kernels_for(kernel_size)
    label = _("Numbers of the kernel")
    return controls.one_of(st.selectbox, label, ids, f"{PREFIX}kernel", ids[min(3, len(ids) - 1)], kernel_title)


def kernel_title(kernel: str) -> str:
    return _("Whole numbers") if kernel == NUMBERS else _(KERNELS[kernel].title)


def _by_by(size: str) -> str:
    height, width = _pair(size)
    return f"{height} × {width}"


def _pair(size: str) -> tuple[int, int]:
    height, __, width = size.partition("x")
    return int(height), int(width or height)

"""The settings of the Convolution page: a convolution layer, its input's size, and what is in input and kernel."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.stepping.edits import Edits
from cnnlab.core.stepping.inputs import NUMBERS, kernels_for
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.ui.lessons.convolution import LESSON
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls, translated
from cnnlab.ui.widgets.edits import edits_of
from cnnlab.ui.widgets.layer_controls import MOST_CHANNELS, contents, input_size, padding

DEFAULTS: dict[str, Any] = {
    "layer": "Conv2D",
    "kernel_size": "3",
    "strides": 1,
    "padding": "valid",
    "filters": 1,
    "multiplier": 1,
    "dilation": 1,
    "groups": 1,
    "output_padding": "None",
    "bias": True,
    "activation": "linear",
    "height": 7,
    "width": 7,
    "channels": 1,
    "input": "shape",
    "kernel": "sobel_x",
    "edits": {},
}
CONTROLS = Controls(LESSON.prefix, DEFAULTS, depending=("at",))
KINDS = {
    "Conv2D": N_("Convolution"),
    "DepthwiseConv2D": N_("Depthwise convolution"),
    "SeparableConv2D": N_("Depthwise separable convolution"),
    "Conv2DTranspose": N_("Transposed convolution"),
}
SIZES = ("1", "2", "3", "4", "5", "6", "7", "1x3", "3x1", "1x7", "7x1")
ACTIVATIONS = {"linear": N_("None"), "relu": "ReLU"}


@dataclass(frozen=True)
class Settings:
    """A Keras layer config, the input's shape (height, width, channels), what is in input and kernel, edited cells."""

    layer: dict[str, Any]
    input_shape: tuple[int, int, int]
    content: str
    kernel: str
    edits: Edits


def controls() -> Settings:
    """The controls of the layer; its rarer arguments and those of its input are folded away."""
    kind = CONTROLS.select("layer", _("Layer"), list(KINDS), lambda name: f"{_(KINDS[name])} · {name}")
    config = _window()
    with CONTROLS.box("more", _("More: channels, dilation, bias, activation")):
        channels = CONTROLS.whole("channels", _("Input channels"), 1, MOST_CHANNELS)
        config |= _more(kind)
    with CONTROLS.box("more_input", _("More: the input and the kernel")) as is_open:
        height, width = input_size(CONTROLS)
        content = contents(CONTROLS)
        kernel = CONTROLS.select("kernel", _("Kernel values"), kernels_for(config["kernel_size"]), _kernel_title)
        if is_open and kernel != NUMBERS:
            st.caption(_(KERNELS[kernel].reason))
    layer = {"class_name": kind, "config": config}
    return Settings(layer, (height, width, channels), content, kernel, edits_of(CONTROLS))


def _window() -> dict[str, Any]:
    size = CONTROLS.select("kernel_size", _("Kernel · `kernel_size`"), list(SIZES), _size_words)
    strides = CONTROLS.segments("strides", _("Stride · `strides`"), [1, 2, 3, 4])
    return {"kernel_size": _pair(size), "strides": strides, "padding": padding(CONTROLS)}


def _more(kind: str) -> dict[str, Any]:
    """The arguments that this kind of layer has; the others are absent."""
    more: dict[str, Any] = {}
    if kind == "DepthwiseConv2D":
        more["depth_multiplier"] = _multiplier()
    else:
        more["filters"] = CONTROLS.whole("filters", _("Filters · `filters`"), 1, MOST_CHANNELS)
    if kind == "SeparableConv2D":
        more["depth_multiplier"] = _multiplier()
    if kind == "Conv2D":
        more["groups"] = CONTROLS.whole("groups", _("Groups of channels · `groups`"), 1, MOST_CHANNELS)
    if kind == "Conv2DTranspose":
        more["output_padding"] = _output_padding()
    more["dilation_rate"] = CONTROLS.segments("dilation", _("Dilation · `dilation_rate`"), [1, 2, 3])
    more["use_bias"] = CONTROLS.switch("bias", _("Add a bias · `use_bias`"))
    label = _("Activation · `activation`")
    more["activation"] = CONTROLS.segments("activation", label, list(ACTIVATIONS), translated(ACTIVATIONS))
    return more


def _multiplier() -> int:
    return CONTROLS.whole("multiplier", _("Filters per channel · `depth_multiplier`"), 1, 8)


def _output_padding() -> int | None:
    label = _("Cells added at the end · `output_padding`")
    chosen = CONTROLS.select("output_padding", label, ["None", "0", "1", "2", "3"])
    return None if chosen == "None" else int(chosen)


def _kernel_title(kernel: str) -> str:
    """The name of the first filter's kernel; the other filters have the next kernels of the list."""
    return _("Whole numbers") if kernel == NUMBERS else _(KERNELS[kernel].title)


def _size_words(size: str) -> str:
    height, width = _pair(size)
    return f"{height} × {width}"


def _pair(size: str) -> tuple[int, int]:
    height, _x, width = size.partition("x")
    return int(height), int(width or height)

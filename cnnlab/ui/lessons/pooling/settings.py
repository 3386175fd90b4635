"""The settings of the Pooling page: a pooling layer, its input's size, and what is in the input."""

from dataclasses import dataclass
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.stepping.edits import Edits
from cnnlab.ui.lessons.pooling import LESSON
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls, by
from cnnlab.ui.widgets.edits import edits_of
from cnnlab.ui.widgets.layer_controls import MOST_CHANNELS, contents, input_size, padding

DEFAULTS: dict[str, Any] = {
    "layer": "MaxPooling2D",
    "pool_size": 2,
    "strides": "None",
    "padding": "valid",
    "height": 6,
    "width": 6,
    "channels": 1,
    "input": "numbers",
    "edits": {},
}
CONTROLS = Controls(LESSON.prefix, DEFAULTS, depending=("at",))
KINDS = {
    "MaxPooling2D": N_("Max pooling"),
    "AveragePooling2D": N_("Average pooling"),
    "GlobalMaxPooling2D": N_("Global max pooling"),
    "GlobalAveragePooling2D": N_("Global average pooling"),
}


@dataclass(frozen=True)
class Settings:
    """A Keras layer config, the input's shape (height, width, channels), what is in the input, and edited cells."""

    layer: dict[str, Any]
    input_shape: tuple[int, int, int]
    content: str
    edits: Edits

    @property
    def takes_maximum(self) -> bool:
        return self.layer["class_name"].endswith("MaxPooling2D")


def controls() -> Settings:
    """The controls of the layer; those of its input are folded away."""
    kind = CONTROLS.select("layer", _("Layer"), list(KINDS), lambda name: f"{_(KINDS[name])} · {name}")
    config = {} if kind.startswith("Global") else _window()
    with CONTROLS.box("more", _("More: the input")):
        height, width = input_size(CONTROLS)
        channels = CONTROLS.whole("channels", _("Input channels"), 1, MOST_CHANNELS)
        content = contents(CONTROLS)
    return Settings({"class_name": kind, "config": config}, (height, width, channels), content, edits_of(CONTROLS))


def _window() -> dict[str, Any]:
    """The arguments of a pooling layer whose window moves."""
    size = CONTROLS.segments("pool_size", _("Window · `pool_size`"), [2, 3, 4, 5], by)
    text = _("`None`: the stride is the window's size, so the windows lie side by side.")
    strides = CONTROLS.segments("strides", _("Stride · `strides`"), ["None", "1", "2", "3", "4"], help=text)
    return {"pool_size": size, "strides": None if strides == "None" else int(strides), "padding": padding(CONTROLS)}

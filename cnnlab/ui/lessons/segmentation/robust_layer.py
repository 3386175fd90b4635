"""The augmentation layer that tries the mask, and how strong it is: in the link as a short text."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cnnlab.core.augmentation import AUGMENTATIONS, Augmentation, AugmentationError, Setting, degrees, layer_config
from cnnlab.core.augmentation.pipelines import format_pipeline, read_pipeline
from cnnlab.core.errors import N_
from cnnlab.ui.lessons.segmentation.settings import CONTROLS
from cnnlab.ui.shell import link
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import one_of
from cnnlab.ui.widgets.numbers import signed

CHANGE, LAYER = CONTROLS.key("change"), CONTROLS.key("change_layer")
DEFAULT = "RandomRotation(factor=-0.1_0.1)"
FIXED = {  # what always does the same
    "RandomRotation(factor=0.5_0.5)": N_("Upside down"),
    "RandomRotation(factor=0.25_0.25)": N_("A quarter turn"),
    "RandomBrightness(factor=-0.5_-0.4)": N_("Night"),
    "RandomGrayscale(factor=1)": N_("Without colour"),
    "RandomInvert(factor=1)": N_("Negative"),
    "RandomZoom(height_factor=0.9_1)": N_("Far away"),
}
STRENGTHS = {"RandomPerspective": "scale", "RandomGaussianBlur": "sigma", "Solarization": "threshold_factor"}
LEFT_OUT = ("RandomCrop", "RandAugment")  # a crop is as large as one says, RandAugment chooses layers


def strength_of(layer: Augmentation) -> Setting | None:
    """The setting that says how strong a layer is: the first one, but for those in STRENGTHS."""
    if layer.name in STRENGTHS:
        return layer.setting(STRENGTHS[layer.name])
    return layer.settings[0] if layer.settings else None


def offered() -> list[str]:
    """The layers whose masks are right, or stay, in the catalogue's order."""
    return [
        layer.name
        for layer in AUGMENTATIONS.values()
        if layer.masks != "wrong" and not layer.several and layer.name not in LEFT_OUT
    ]


def layer_controls() -> tuple[dict[str, Any], DeltaGenerator]:
    """Draw the choice of a layer and its strength; return the layer as a Keras config, and a place beside them."""
    _take_over()
    with st.container(horizontal=True, gap="small"):
        for text, title in FIXED.items():
            st.button(_(title), key=CONTROLS.key(f"fixed_{text.lower()}"), on_click=_set, args=(text,))
    left, middle, right = st.columns([0.36, 0.4, 0.24], gap="medium", vertical_alignment="center")
    with left:
        name = one_of(st.selectbox, _("Augmentation layer"), offered(), LAYER, "RandomRotation", _title)
    layer = AUGMENTATIONS[name]
    values = {}
    with middle:
        if setting := strength_of(layer):
            values = {setting.name: _strength(layer, setting)}
        else:
            st.caption(_("This layer has no strength; it does the same each time."))
    link.keep(CHANGE, format_pipeline([(name, values)]), format_pipeline(read_pipeline(DEFAULT)))
    return layer_config(name, values), right


def _title(name: str) -> str:
    return f"{_(AUGMENTATIONS[name].title)} · {name}"


def _key(layer: Augmentation, setting: Setting) -> str:
    return CONTROLS.key(f"change_{layer.name}_{setting.name}")


def _take_over() -> None:
    """At first the layer and the strength of the link."""
    if LAYER in st.session_state:
        return
    try:
        _set(link.asked(CHANGE) or DEFAULT)
    except AugmentationError:  # an invalid link
        _set(DEFAULT)


def _set(text: str) -> None:
    """Hold the layer of a text, and its strength; raises AugmentationError."""
    read = read_pipeline(text)
    if len(read) != 1 or read[0][0] not in offered():
        return _set(DEFAULT)
    name, values = read[0]
    layer = AUGMENTATIONS[name]
    st.session_state[LAYER] = name
    if setting := strength_of(layer):
        value = values.get(setting.name)
        st.session_state[_key(layer, setting)] = setting.default if value is None else value
    return None


def _strength(layer: Augmentation, setting: Setting) -> Any:
    """The control of the strength, in Keras's units; the layer's name and the setting's stand for it in the code."""
    key, label = _key(layer, setting), f"{_(setting.title)} · `{setting.name}`"
    if setting.kind == "choice":
        titles = dict(zip(setting.choices, map(_, setting.choice_titles), strict=True))
        return one_of(st.selectbox, label, list(titles), key, setting.default, titles.__getitem__)
    number: Any = int if isinstance(setting.step, int) else float
    value = st.session_state.get(key, setting.default)
    st.session_state[key] = tuple(map(number, value)) if setting.kind == "range" else number(value)
    low, high, step = (number(end) for end in (setting.low, setting.high, setting.step))
    more: Any = {"key": key, "persist_state": "session", "help": _(setting.help) if setting.help else None}
    chosen: Any = st.slider(label, low, high, step=step, **more)
    if setting.unit == "turns":
        first, last = (signed(degrees(end), "+.0f") for end in chosen)
        st.caption(_("That is {low}° to {high}°.").format(low=first, high=last))
    return tuple(round(end, 4) for end in chosen) if setting.kind == "range" else chosen

"""The pipeline of the Augmentation page: which layers are on, in which order, with which settings."""

from typing import Any

import streamlit as st

from cnnlab.core.augmentation import (
    AUGMENTATIONS,
    Augmentation,
    AugmentationError,
    Setting,
    augmentation,
    layer_config,
)
from cnnlab.core.augmentation.pipelines import Layer, format_pipeline, read_pipeline
from cnnlab.core.errors import N_
from cnnlab.core.pictures import samples
from cnnlab.ui.lessons.augmentation import LESSON
from cnnlab.ui.lessons.augmentation.values import held, setting_control, summary, value_of
from cnnlab.ui.shell import link
from cnnlab.ui.shell.language import _, segment
from cnnlab.ui.widgets import contrasts
from cnnlab.ui.widgets.controls import Controls

LAYERS = f"{LESSON.prefix}layers"  # the pipeline as text: in the link, and in the session when a contrast asks for one
ORDER = f"{LESSON.prefix}order"  # the class names of the layers that are on
NO_LAYERS = "-"  # in the link
KINDS = {
    "geometry": (N_("Geometry"), ("geometry",)),
    "colour": (N_("Colour"), ("colour",)),
    "others": (N_("Erase and mix"), ("erasing", "mixing", "policies")),
}


def pipeline(lesson: Controls) -> list[dict[str, Any]]:
    """Draw the controls and put the pipeline into the link; return its layers as Keras configs, in order."""
    default = lesson.defaults["layers"]
    _take_over(default)
    _switches(lesson)
    with st.container(key=f"{LESSON.prefix}pipeline", gap="xsmall"):  # a grid (style.css)
        layers = [(name, _layer(name, place)) for place, name in enumerate(st.session_state[ORDER])]
    if not layers:
        st.info(_("No layer is on: the pictures stay unchanged."), icon=":material/info:")
    link.keep(LAYERS, format_pipeline(layers) or NO_LAYERS, default)
    return [layer_config(name, values) for name, values in layers]


def _take_over(default: str) -> None:
    """Set the controls to the pipeline that a contrast asks for, or at first to the link's."""
    asked = st.session_state.pop(LAYERS, None)
    if asked is None and ORDER in st.session_state:
        return
    layers = _read(asked or link.asked(LAYERS) or default, default)
    st.session_state[ORDER] = [name for name, _values in layers]
    for name, values in layers:
        for setting in augmentation(name).settings:
            value = values.get(setting.name, setting.default)
            st.session_state.update(held(setting, _key_of(name, setting), value))


def _read(text: str, default: str) -> list[Layer]:
    try:
        return read_pipeline("" if text == NO_LAYERS else text)
    except AugmentationError:  # an invalid link
        return read_pipeline(default)


def _key_of(layer: str, setting: Setting) -> str:
    """The session's key of a setting, which is also that of its control."""
    return f"{LESSON.prefix}value_{layer}_{setting.name}"


def _switches(lesson: Controls) -> None:
    """A pill for each layer of the chosen kind; a selected one is on."""
    kind = lesson.segments("kind", _("Layers"), list(KINDS), lambda name: _(KINDS[name][0]), width="content")
    offered = [layer.name for layer in AUGMENTATIONS.values() if layer.group in KINDS[kind][1]]
    key = lesson.key(f"on_{kind}")
    st.session_state[key] = [name for name in offered if name in st.session_state[ORDER]]
    st.pills(
        _("On or off"),
        offered,
        selection_mode="multi",
        format_func=lambda name: segment(_(AUGMENTATIONS[name].title)),
        key=key,
        label_visibility="collapsed",
        wrap=True,
        on_change=_switch,
        args=(key, offered),
    )


def _switch(key: str, offered: list[str]) -> None:
    """Append the layers that were switched on; those that were switched off keep their settings."""
    chosen, order = st.session_state[key], st.session_state[ORDER]
    still_on = [name for name in order if name in chosen or name not in offered]
    st.session_state[ORDER] = still_on + [name for name in chosen if name not in order]


def _layer(name: str, place: int) -> dict[str, Any]:
    """A layer that is on: its box with the settings, a summary, and its position; return the settings' values."""
    layer = augmentation(name)
    values = {setting.name: value_of(setting, _key_of(name, setting)) for setting in layer.settings}
    # The summary is outside the label: with another label it would be another expander, closed and without focus.
    box = st.expander(f"{place + 1}. **{_(layer.title)}**", key=f"{LESSON.prefix}box_{name}", on_change="rerun")
    if box.open:
        with box:
            _settings(layer, values)
    words = "" if box.open else summary(layer, values)  # an open box shows its values and needs the width
    st.html(f'<div class="layer-summary">{words}</div>', width="content")
    if len(st.session_state[ORDER]) > 1:
        label = _("Move {layer} up").format(layer=_(layer.title))
        st.button(
            label,  # for screen readers (style.css)
            key=f"{LESSON.prefix}up_{name}",
            icon=":material/arrow_upward:",
            help=label,
            disabled=place == 0,
            on_click=_move_up,
            args=(place,),
        )
    return values


def _settings(layer: Augmentation, values: dict[str, Any]) -> None:
    """The content of a layer's open box; while it is closed, the session holds the values."""
    st.markdown(f"`{layer.name}` · " + _(layer.does))
    _better_picture(layer)
    for setting in layer.settings:
        setting_control(setting, _key_of(layer.name, setting), values)
    key = f"{LESSON.prefix}off_{layer.name}"
    st.button(_("Switch off"), key=key, icon=":material/close:", on_click=_switch_off, args=(layer.name,))


def _better_picture(layer: Augmentation) -> None:
    """A button that chooses the picture on which the layer's effect shows best, unless it is chosen."""
    if st.session_state.get(f"{LESSON.prefix}picture", "cat") != layer.sample:
        title = next(picture.title for picture in samples() if picture.id == layer.sample)
        settings = {f"{LESSON.prefix}source": "example", f"{LESSON.prefix}picture": layer.sample}
        label = _("Shows best on: {picture}").format(picture=_(title))
        contrasts.button(label, settings, f"{LESSON.prefix}on_{layer.name}")


def _switch_off(name: str) -> None:
    st.session_state[ORDER] = [other for other in st.session_state[ORDER] if other != name]


def _move_up(place: int) -> None:
    order = list(st.session_state[ORDER])
    order[place - 1], order[place] = order[place], order[place - 1]
    st.session_state[ORDER] = order

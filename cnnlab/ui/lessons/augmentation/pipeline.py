"""The pipeline of the Augmentation page: which layers are on, in which order, with which settings."""

from typing import Any

import streamlit as st

from cnnlab.core.augmentation import (
    AUGMENTATIONS,
    FIRST,
    Augmentation,
    AugmentationError,
    Setting,
    augmentation,
    layer_config,
)
from cnnlab.core.augmentation.pipelines import Layer, read_pipeline, written
from cnnlab.core.errors import N_
from cnnlab.core.pictures import samples
from cnnlab.ui.lessons.augmentation.values import held, setting_control, summary, value_of
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls

PREFIX = "aug_"
LAYERS = f"{PREFIX}layers"  # in the link, and the order in the session
KINDS = {
    "geometry": (N_("Geometry"), ("geometry",)),
    "colour": (N_("Colour"), ("colour",)),
    "others": (N_("Erase and mix"), ("erasing", "mixing", "policies")),
}
START: list[Layer] = [(each, {}) for each in FIRST]


def pipeline() -> list[dict]:
    """Draw the controls, keep them in the link; the layers as Keras configs, in their order."""
    if LAYERS not in st.session_state:
        st.session_state.update(settings_for(_from_link()))
    _switches()
    order = st.session_state[LAYERS]
    found: list[Layer] = []
    for place, name in enumerate(order):
        found.append((name, _layer(name, place)))
    if not order:
        st.info(_("No layer is on: the pictures stay as they are."), icon=":material/info:")
    text = written(found)
    if text != written(START):
        st.query_params[LAYERS] = text or "-"
    elif LAYERS in st.query_params:
        del st.query_params[LAYERS]
    return [layer_config(name, values) for name, values in found]


def settings_for(layers: list[Layer], **more: Any) -> dict[str, Any]:
    """What the session has to hold so that these layers are on, in this order, with these settings and defaults."""
    found: dict[str, Any] = {LAYERS: [name for name, _values in layers]}
    for name, values in layers:
        for each in augmentation(name).settings:
            found |= held(each, key_of(name, each), values.get(each.name, each.default))
    return found | {f"{PREFIX}{key}": value for key, value in more.items()}


def key_of(layer: str, setting: Setting) -> str:
    """The session's key of a setting, and that of its control."""
    return f"{PREFIX}value_{layer}_{setting.name}"


def _from_link() -> list[Layer]:
    text = st.query_params.get(LAYERS)
    if text is None:
        return START
    try:
        return read_pipeline("" if text == "-" else text)
    except AugmentationError:
        return START


def _switches() -> None:
    """A pill for each layer of the chosen kind; pressed ones are on."""
    kind = controls.one_of(
        st.segmented_control, _("Layers"), list(KINDS), f"{PREFIX}kind", "geometry", lambda each: _(KINDS[each][0]),
        required=True,
    )  # fmt: skip
    offered = [each.name for each in AUGMENTATIONS.values() if each.group in KINDS[kind][1]]
    key = f"{PREFIX}on_{kind}"
    st.session_state[key] = [each for each in offered if each in st.session_state[LAYERS]]
    st.pills(
        _("On or off"),
        offered,
        selection_mode="multi",
        format_func=lambda each: _(AUGMENTATIONS[each].title),
        key=key,
        label_visibility="collapsed",
        wrap=True,
        on_change=_switch,
        args=(key, offered),
    )


def _switch(key: str, offered: list[str]) -> None:
    """New layers come last; what is switched off keeps its settings."""
    chosen, order = st.session_state[key], st.session_state[LAYERS]
    kept = [each for each in order if each in chosen or each not in offered]
    st.session_state[LAYERS] = kept + [each for each in chosen if each not in order]


def _layer(name: str, place: int) -> dict[str, Any]:
    """A layer that is on: what it does, its settings, its place; the values."""
    known = augmentation(name)
    values = {each.name: value_of(each, key_of(name, each)) for each in known.settings}
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="top"):
        # What changes stands outside the label: with another label it would be another box, closed and out of focus.
        box = st.expander(f"{place + 1}. **{_(known.title)}**", key=f"{PREFIX}box_{name}", on_change="rerun")
        if box.open:
            with box:
                _settings(known, values)
        words = "" if box.open else summary(known, values)  # an open box shows its values, and needs the width
        st.html(f'<div class="layer-summary">{words}</div>', width="content")
        if len(st.session_state[LAYERS]) > 1:
            st.button(
                "",
                key=f"{PREFIX}up_{name}",
                icon=":material/arrow_upward:",
                help=_("Earlier"),
                disabled=place == 0,
                on_click=_earlier,
                args=(place,),
            )
    return values


def _settings(layer: Augmentation, values: dict[str, Any]) -> None:
    """What is in a layer's box while it is open; the session holds the values while it is closed."""
    st.markdown(f"`{layer.name}` · " + _(layer.does))
    _see_it_on(layer)
    for each in layer.settings:
        setting_control(each, key_of(layer.name, each), values)
    key = f"{PREFIX}off_{layer.name}"
    st.button(_("Switch it off"), key=key, icon=":material/close:", on_click=_off, args=(layer.name,))


def _see_it_on(layer: Augmentation) -> None:
    """A way to the picture on which the layer shows best, where another one is there now."""
    if st.session_state.get(f"{PREFIX}picture", "cat") != layer.sample:
        title = next(each.title for each in samples() if each.id == layer.sample)
        settings = {f"{PREFIX}source": "example", f"{PREFIX}picture": layer.sample}
        controls.try_this(_("Shows best on: {picture}").format(picture=_(title)), settings, f"{PREFIX}on_{layer.name}")


def _off(name: str) -> None:
    st.session_state[LAYERS] = [each for each in st.session_state[LAYERS] if each != name]


def _earlier(place: int) -> None:
    order = list(st.session_state[LAYERS])
    order[place - 1], order[place] = order[place], order[place - 1]
    st.session_state[LAYERS] = order

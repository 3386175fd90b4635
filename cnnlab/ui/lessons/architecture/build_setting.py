"""The controls of one layer of a network that is put together, and of the size of its input."""

from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network.building import Item, Number, Plan
from cnnlab.core.network.building.kinds import Setting
from cnnlab.core.network.building.plan import LARGEST
from cnnlab.ui.lessons.architecture import LESSON, build_state
from cnnlab.ui.shell.language import _

LABELS = {
    "filters": N_("Filters · `filters`"),
    "kernel_size": N_("Kernel · `kernel_size`"),
    "strides": N_("Stride · `strides`"),
    "padding": N_("Padding · `padding`"),
    "dilation_rate": N_("Dilation · `dilation_rate`"),
    "use_bias": N_("Add a bias · `use_bias`"),
    "activation": N_("Activation · `activation`"),
    "depth_multiplier": N_("Filters per channel · `depth_multiplier`"),
    "pool_size": N_("Window · `pool_size`"),
    "units": N_("Units · `units`"),
    "percent": N_("Dropped, in % · `rate`"),
    "projection": N_("Projection on the shortcut"),
}
AXES = (N_("Input height"), N_("Input width"), N_("Input channels"))
WIDTH, NARROW = 165, 105  # pixels of a control


def setting_control(setting: Setting, item: Item, place: int) -> None:
    """The control of one setting; a change is a step that can be undone."""
    key = f"{LESSON.prefix}built_{place}_{item.kind}_{setting.name}"
    value, label = item.by_name[setting.name], _(LABELS[setting.name])
    more: dict[str, Any] = {"key": key, "width": WIDTH, "on_change": build_state.edit}
    if isinstance(setting, Number):
        _hold(key, value)
        st.number_input(label, setting.lowest, setting.highest, args=(place, item.kind, setting.name, key), **more)
        return
    _hold(key, setting.word(value))  # Streamlit takes None for no choice at all
    words = {word: str(option) for word, option in setting.options.items()}
    more["args"] = (place, item.kind, setting.name, key, setting.options)
    st.selectbox(label, list(words), format_func=words.__getitem__, **more)


def size_controls(plan: Plan) -> None:
    """Height, width and channels of the input."""
    with st.container(horizontal=True, gap="small"):
        for axis, (label, length, most) in enumerate(zip(AXES, plan.input_shape, LARGEST, strict=True)):
            key = f"{LESSON.prefix}built_input_{axis}"
            _hold(key, length)
            st.number_input(
                _(label), 1, most, key=key, width=NARROW, on_change=build_state.resize, args=(axis, key)
            )  # fmt: skip


def _hold(key: str, value: object) -> None:
    """Let a control show what the list says, which an undone step may have changed."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value

"""The control of an augmentation layer's setting, and its values in a reader's units."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from cnnlab.core.augmentation import Augmentation, Setting, degrees
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import send_again
from cnnlab.ui.widgets.numbers import signed


def held(setting: Setting, key: str, value: Any) -> dict[str, Any]:
    """What the session holds for a value: under `key` what the control shows, under `key`:none whether it is None."""
    found = {f"{key}:none": value is None} if setting.none else {}
    if value is None and setting.kind != "choice":
        return found
    return found | {key: str(value) if setting.kind == "choice" else value}


def value_of(setting: Setting, key: str) -> Any:
    """The value that the session holds, or the page's default."""
    if setting.none and st.session_state.get(f"{key}:none", setting.default is None):
        return None
    value = st.session_state.get(key, _start(setting))
    if setting.kind == "choice":
        return next(choice for choice in setting.choices if str(choice) == value)
    return tuple(round(end, 4) for end in value) if setting.kind == "range" else value


def setting_control(setting: Setting, key: str, values: dict[str, Any]) -> None:
    """Draw the control of a setting, unless the layer's other `values` make it useless."""
    if setting.name == "fill_value" and setting.kind == "number" and values.get("fill_mode", "constant") != "constant":
        return
    st.session_state.setdefault(key, _start(setting))
    if setting.none:
        st.session_state.setdefault(f"{key}:none", setting.default is None)
        if st.toggle(f"{_(setting.title)}: {_(setting.none)}", key=f"{key}:none", persist_state="session"):
            return
    label = f"{_(setting.title)} · `{setting.name}`"
    _CONTROLS[setting.kind](setting, label, key=key, help=_(setting.help) if setting.help else None)
    if setting.unit == "turns":
        low, high = (signed(degrees(end), "+.0f") for end in st.session_state[key])
        st.caption(_("That is {low}° to {high}°.").format(low=low, high=high))


def _start(setting: Setting) -> Any:
    """What the control shows at first."""
    if setting.kind == "choice":
        return str(setting.default)
    if setting.default is not None:
        return setting.default
    low, high = setting.low or 0, setting.high or 1
    return max(low, -0.2) if low < 0 else low, min(high, 0.2)


def _slider(setting: Setting, label: str, **more: Any) -> None:
    number: Callable = int if isinstance(setting.step, int) else float
    low, high, step = number(setting.low), number(setting.high), number(setting.step)
    form = "%d" if number is int else "%.2f"
    value = st.session_state[more["key"]]
    st.session_state[more["key"]] = tuple(map(number, value)) if setting.kind == "range" else number(value)
    st.slider(label, low, high, step=step, format=form, persist_state="session", **more)


def _choice(setting: Setting, label: str, **more: Any) -> None:
    titles = {str(choice): _(title) for choice, title in zip(setting.choices, setting.choice_titles, strict=True)}
    send_again(more["key"], list(titles.values()))
    st.selectbox(label, list(titles), format_func=titles.__getitem__, persist_state="session", **more)


def _toggle(setting: Setting, label: str, **more: Any) -> None:
    st.toggle(label, persist_state="session", **more)


_CONTROLS: dict[str, Callable] = {
    "range": _slider,
    "number": _slider,
    "whole": _slider,
    "twice": _slider,
    "choice": _choice,
    "switch": _toggle,
}


def summary(layer: Augmentation, values: dict[str, Any]) -> str:
    """The first setting in a few characters, in a reader's units; "" where there is nothing to summarize."""
    if not layer.settings:
        return ""
    first = layer.settings[0]
    value = values[first.name]
    if first.kind == "choice":
        return _(dict(zip(first.choices, first.choice_titles, strict=True))[value]).lower()
    if first.kind == "switch" or value is None:
        return ""
    ends = value if first.kind == "range" else (value,)
    return " … ".join(dict.fromkeys(_number(first, end) for end in ends))


def _number(setting: Setting, value: float) -> str:
    if setting.unit == "turns":
        return signed(degrees(value), "+.0f") + "°"
    if setting.unit == "share":
        sign = "+" if (setting.low or 0) < 0 else ""
        return signed(100 * value, f"{sign}.0f") + "%"
    return signed(value)

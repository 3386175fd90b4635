"""A network put together layer by layer: the list and its edits, the chosen layer's settings, and what it makes."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network.building import KINDS, Built, Choice, Edits, Item, Plan, built, read_plan
from cnnlab.core.network.building.kinds import RESIDUAL
from cnnlab.core.network.building.presets import PRESETS
from cnnlab.ui.lessons.architecture import LESSON, build_state
from cnnlab.ui.lessons.architecture.build_result import link_to_network, result, totals
from cnnlab.ui.lessons.architecture.build_setting import setting_control, size_controls
from cnnlab.ui.lessons.architecture.build_state import CHOSEN, INPUT
from cnnlab.ui.lessons.architecture.settings import Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, error_text, lesson, segment
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets.controls import one_of
from cnnlab.ui.widgets.numbers import size

TITLE = N_("Build")
TITLES = {
    "digits": N_("The digit network"),
    "lenet5": "LeNet-5",
    "vgg16": "VGG16",
    "resnet18": "ResNet-18",
    "separable": N_("Separable convolutions"),
    "input": N_("Nothing but the input"),
    "above": N_("The network above"),
}
KIND_TITLES = {RESIDUAL: N_("Residual block")}
START, ADD = f"{LESSON.prefix}built_start", f"{LESSON.prefix}built_add"


@fragment
def build_part(settings: Settings, _answer: object) -> None:
    """The totals, the list on the left, the chosen layer and what can be added on the right, the network below."""
    st.markdown(lesson("architecture_tabs", "build"), width=840)
    edits = build_state.edits(settings.given, settings.size)
    if build_state.untouched():
        _tell_start(settings)
    found = held(f"{build_state.NET}:built", edits.plan, lambda: built(edits.plan))
    totals(found, settings)
    listing, chosen = st.columns(2, gap="large")
    with listing:
        with st.container(key=f"{LESSON.prefix}built_list"):  # on a phone it scrolls (style.css)
            place = _layers(found)
        build_state.tell_refused()
        _tell_misfit(found)
        _steps(edits, place)
        link_to_network()
    with chosen:
        if place == INPUT:
            size_controls(edits.plan)
        else:
            _chosen(edits.plan.items[place], place)
        _add()
        _start(settings)
    result(found, settings, place)


def _tell_start(settings: Settings) -> None:
    """Which network the list starts with."""
    _text, reason = build_state.start(settings.given, settings.size)
    if reason is None:
        st.caption(_("It starts with {network}, the network of this page.").format(network=settings.given.title))
    else:
        st.caption(_("It starts with the digit network. {reason}").format(reason=error_text(reason)))


def _start(settings: Settings) -> None:
    """A strip of networks to start from; the choice is taken back at once, as the network is edited afterwards."""
    st.pills(
        _("Start from"), list(TITLES), format_func=lambda name: segment(_(TITLES[name])), key=START, wrap=True,
        on_change=_take_start, args=(settings,),
    )  # fmt: skip


def _take_start(settings: Settings) -> None:
    if name := st.session_state[START]:
        build_state.change(lambda _plan: _from(name, settings), 0)
        st.session_state[START] = None


def _from(name: str, settings: Settings) -> Plan:
    """The list to start from. Raises NetworkError for a network above that no list can have."""
    if name in PRESETS:
        return read_plan(PRESETS[name])
    return build_state.above(settings.given, settings.size)


def _layers(found: Built) -> int:
    """The input and the layers, of which one is chosen; each with the shape that it makes. Returns its place."""
    items = found.plan.items
    places = range(INPUT, len(items))
    words = [f"**{_('Input')}** → {size(found.plan.input_shape)}"]
    words += [_line(found, place, item) for place, item in enumerate(items)]
    first = 0 if items else INPUT
    return one_of(st.radio, _("Layers"), places, CHOSEN, first, lambda place: words[place - INPUT])


def _line(found: Built, place: int, item: Item) -> str:
    name = f"{place + 1}. **{_kind_title(item.kind)}**"
    said = " · ".join([name, *_values(item)])
    if place < len(found.shapes):
        return f"{said} → {size(found.shapes[place])}"
    if found.refused and place == found.refused.place:
        return ":red[" + _("{layer} → does not fit").format(layer=said) + "]"
    return f":gray[{said}]"


def _kind_title(kind: str) -> str:
    """The name of Keras's class, or of a block in the reader's language."""
    return _(KIND_TITLES[kind]) if kind in KIND_TITLES else kind


def _values(item: Item) -> list[str]:
    """The numbers of an item, and what differs from the default."""
    values, kind = item.by_name, KINDS[item.kind]
    numbers = [_number(number.name, values[number.name]) for number in kind.numbers]
    return numbers + [_word(choice, values[choice.name]) for choice in kind.choices if _matters(choice, values)]


def _matters(choice: Choice, values: dict[str, Any]) -> bool:
    return values[choice.name] != choice.default or len(values) == 1  # an Activation layer is its only setting


def _number(name: str, value: int) -> str:
    return f"{value} × {value}" if name.endswith("_size") else f"{value}%" if name == "percent" else f"{value:,}"


def _word(choice: Choice, value: Any) -> str:
    if choice.name == "projection":
        return _("with projection")
    return value if isinstance(value, str) else f"{choice.name} {value}"


def _add() -> None:
    """A strip of kinds; a click adds a layer of that kind after the chosen one."""
    st.pills(
        _("Add after the chosen layer"), list(KINDS), format_func=lambda kind: segment(_kind_title(kind)), key=ADD,
        wrap=True, on_change=_take_kind,
    )  # fmt: skip


def _take_kind() -> None:
    if kind := st.session_state[ADD]:
        build_state.add(kind)
        st.session_state[ADD] = None


def _tell_misfit(found: Built) -> None:
    """Why the first layer that does not fit does not, and that the network ends before it."""
    if found.refused:
        text = _("**Layer {number} does not fit.** {reason} The network is shown up to the layer before it.")
        st.error(
            text.format(number=found.refused.place + 1, reason=error_text(found.refused.error)),
            icon=":material/error:",
        )


def _steps(edits: Edits, place: int) -> None:
    """What can be done with the chosen layer, and with the last step."""
    last = len(edits.plan.items) - 1
    shown: list[tuple[str, str, str, bool, Callable[..., None], tuple[int, ...]]] = [
        ("up", _("Up"), ":material/arrow_upward:", place <= 0, build_state.move, (-1,)),
        ("down", _("Down"), ":material/arrow_downward:", place in (INPUT, last), build_state.move, (1,)),
        ("remove", _("Remove"), ":material/delete:", place == INPUT, build_state.remove, ()),
        ("undo", _("Undo"), ":material/undo:", not edits.before, build_state.undo, ()),
        ("redo", _("Redo"), ":material/redo:", not edits.undone, build_state.redo, ()),
    ]
    with st.container(horizontal=True, gap="xsmall"):
        for name, label, icon, disabled, act, args in shown:
            key = f"{LESSON.prefix}built_{name}"
            st.button(label, key=key, icon=icon, disabled=disabled, on_click=act, args=args)


def _chosen(item: Item, place: int) -> None:
    """The settings of the chosen layer."""
    kind = KINDS[item.kind]
    title = _("Layer {number}: {kind}").format(number=place + 1, kind=_kind_title(item.kind))
    st.markdown(f"**{title}**")
    if not kind.settings:
        st.caption(_("This layer has no settings."))
        return
    with st.container(horizontal=True, gap="small"):
        for setting in kind.settings:
            setting_control(setting, item, place)

"""The pairs of networks that are compared: listed ones, and any two."""

from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network import Network
from cnnlab.core.network.building import built, read_plan
from cnnlab.core.network.famous import FAMOUS, famous
from cnnlab.core.network.typed_size import typed_shape
from cnnlab.ui.lessons.architecture import LESSON, build_state
from cnnlab.ui.lessons.architecture.settings import Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls, side_by_side

ABOVE, BUILT = "above", "built"
CONTROLS = Controls(LESSON.prefix, {"pair": "pooling", "pair_all": False, "pair_left": ABOVE, "pair_right": BUILT})
CHOSEN = "chosen"
SOURCES = {ABOVE: N_("The network above"), BUILT: N_("The network from Build"), **FAMOUS}
_DIGITS = "i28x28x1.c32-3-relu{0}.c64-3-relu{0}.f.d10-softmax"
_BLOCK, _MAPS = "i32x32x64", "i7x7x512"


@dataclass(frozen=True)
class Listed:
    """Two networks to compare, each as a text of `read_plan` or the name of a famous one, and what they are called."""

    title: str
    left: tuple[str, str]
    right: tuple[str, str]


PAIRS = {
    "pooling": Listed(
        N_("With and without pooling"),
        (N_("With pooling"), _DIGITS.format(".p2")),
        (N_("Without pooling"), _DIGITS.format("")),
    ),
    "separable": Listed(
        N_("An ordinary and a separable convolution"),
        ("Conv2D", f"{_BLOCK}.c64-3-same-nobias"),
        ("SeparableConv2D", f"{_BLOCK}.s64-3-same-nobias"),
    ),
    "kernels": Listed(
        N_("One 7 × 7 convolution and three of 3 × 3"),
        (N_("One 7 × 7"), f"{_BLOCK}.c64-7-same-nobias"),
        (N_("Three 3 × 3"), _BLOCK + ".c64-3-same-nobias" * 3),
    ),
    "flatten": Listed(
        N_("Flatten and global pooling"),
        ("Flatten", f"{_MAPS}.f.d1000-softmax"),
        ("GlobalAveragePooling2D", f"{_MAPS}.g.d1000-softmax"),
    ),
    "residual": Listed(
        N_("A residual block without and with projection"),
        (N_("Without projection"), f"{_BLOCK}.b64"),
        (N_("With projection"), f"{_BLOCK}.b64-project"),
    ),
    "resnet": Listed(
        N_("ResNet-50 of Keras and v1.5"), (N_("ResNet50 of Keras"), "ResNet50"), ("v1.5", "resnet50_v1_5")
    ),
    CHOSEN: Listed(N_("Two networks of your choice"), ("", ""), ("", "")),
}


class Side(NamedTuple):
    """A network, the shape of its input, None for that in its config, and what it is called."""

    network: Network
    shape: tuple[int, ...] | None
    title: str


def sides(listed: Listed) -> tuple[Side, Side]:
    """The networks of a listed pair."""
    return _side(*listed.left), _side(*listed.right)


def _side(title: str, source: str) -> Side:
    if "." not in source:
        return Side(famous(source), None, _(title))
    found = held(f"{LESSON.prefix}pair:{source}", source, lambda: built(read_plan(source)))
    return Side(found.network, None, _(title))


def chosen_sides(settings: Settings) -> tuple[Side, Side]:
    """Any two networks: famous ones, that of the page's controls, and the one that the visitor has put together."""
    with side_by_side():
        names = [
            CONTROLS.select(name, label, list(SOURCES), lambda source: _(SOURCES[source]), width=320)
            for name, label in (("pair_left", _("First network")), ("pair_right", _("Second network")))
        ]
    left, right = (_source(name, settings) for name in names)
    return left, right


def _source(name: str, settings: Settings) -> Side:
    if name == ABOVE:
        given = settings.given
        return Side(given.network, typed_shape(given.network, settings.size), given.title)
    if name == BUILT:
        return _built(settings)
    return Side(famous(name), None, _(FAMOUS[name]))


def _built(settings: Settings) -> Side:
    """The network from the tab Build, as far as it fits."""
    plan = build_state.edits(settings.given, settings.size).plan
    found = held(f"{build_state.NET}:built", plan, lambda: built(plan))
    if found.refused:
        text = _("Layer {number} of the network from Build does not fit; it is compared up to the layer before it.")
        st.info(text.format(number=found.refused.place + 1), icon=":material/info:")
    if build_state.untouched():
        st.caption(_("The network from Build has not been changed yet."))
    return Side(found.network, None, _(SOURCES[BUILT]))

"""Two networks side by side: their numbers, and their layers with what differs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network import Row, Total, total
from cnnlab.core.network.difference import Pair, idle_biases, paired
from cnnlab.core.network.glance import last_map
from cnnlab.core.network.memory import training_memory
from cnnlab.ui.lessons.architecture.settings import Settings
from cnnlab.ui.lessons.architecture.side_by_side_pairs import CHOSEN, CONTROLS, PAIRS, Side, chosen_sides, sides
from cnnlab.ui.lessons.architecture.side_by_side_table import cell, layer_table
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets.numbers import in_bytes, size
from cnnlab.ui.widgets.table import table

TITLE = N_("Side by side")


@dataclass(frozen=True)
class _Found:
    """The pairs of layers of two networks, and the table of their numbers."""

    pairs: tuple[Pair, ...]
    totals: str


@fragment
def side_by_side_part(settings: Settings, _answer: object) -> None:
    """Two networks, chosen in a list: what they cost, and layer by layer what differs."""
    name = CONTROLS.select("pair", _("Compare"), list(PAIRS), lambda pair: _(PAIRS[pair].title), width=480)
    both = chosen_sides(settings) if name == CHOSEN else sides(PAIRS[name])
    how = settings.batch, settings.optimizer, settings.mixed
    asked = [(Itself(side.network), side.shape, side.title) for side in both], how, current()
    found = held(CONTROLS.key("pair_found"), asked, lambda: _compare(settings, both))
    if name != CHOSEN:
        _explain(name, both)
    st.markdown(found.totals)
    everything = CONTROLS.switch("pair_all", _("Layers that are the same too"))
    st.markdown(held(CONTROLS.key("pair_table"), (asked, everything), lambda: _layers(found.pairs, everything)))


def _layers(pairs: Sequence[Pair], everything: bool) -> str:
    """The table of the layers, of those that differ or of all."""
    shown = [pair for pair in pairs if everything or pair.differing]
    return layer_table(shown) if shown else _("All layers are the same.")


def _explain(name: str, both: tuple[Side, Side]) -> None:
    """What the difference between the two networks of a pair does."""
    idle = {}
    if name == "resnet":
        left, right = held(CONTROLS.key("pair_idle"), None, lambda: [idle_biases(side.network) for side in both])
        idle = {"left_idle": f"{left:,}", "right_idle": f"{right:,}"}
    st.markdown(lesson("architecture_tabs", f"side_{name}", **idle), width=840)


def _compare(settings: Settings, both: tuple[Side, Side]) -> _Found:
    rows = [side.network.table(side.shape, expand_nested=True) for side in both]
    head = ["", *(side.title for side in both), _("Second / first")]
    how = settings.batch, settings.optimizer, settings.mixed
    memory = [training_memory(side.network, *how, side.shape) for side in both]
    lines = [
        _numbers(_("Parameters"), [total(of) for of in rows], lambda count: f"{count:,}"),
        _numbers(_("Multiply-adds"), [total(of, "multiply_adds") for of in rows], lambda count: f"{count:,}"),
        _numbers(
            _("Memory to train"),
            [Total(of.total, of.left_out) for of in memory],
            in_bytes,
        ),
    ]
    lines.append([_("Receptive field of the last feature map"), *map(_field, rows), ""])
    return _Found(tuple(paired(*rows)), table(head, lines))


def _numbers(label: str, both: list[Total], words: Callable[[int], str]) -> list[str]:
    """A number of each network, and the second as a multiple of the first; "+ ?" where a layer is unknown."""
    left, right = both
    whole = left.known and not left.left_out and not right.left_out
    ratio = f"{right.known / left.known:.3g}" if whole else cell(None)
    return [label, *(words(of.known) + (" + ?" if of.left_out else "") for of in both), ratio]


def _field(rows: list[Row]) -> str:
    row = last_map(rows)
    return size(row.receptive_field.size) if row and row.receptive_field else cell(None)

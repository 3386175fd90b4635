"""Why these pixels: Seg-Grad-CAM for a class over a region of the mask, at any layer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.cards import Stage
from cnnlab.core.errors import N_
from cnnlab.core.requests import ExplainRegion, RegionExplanation, RegionMethod
from cnnlab.core.segmentation import MaskError, labels
from cnnlab.core.segmentation.regions import MIDDLE, Place, RegionKind, box_text, read_box, region_of, share_inside
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.region_view import BOX, HeatMap, Region, region_view
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell import link
from cnnlab.ui.shell.ask import ask, named, note_cpu_fallback
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.controls import one_of, translated
from cnnlab.ui.widgets.numbers import percent, size

TITLE = N_("Why these pixels?")
KINDS: dict[RegionKind, str] = {
    "pixel": N_("Pixel"),
    "box": N_("Box"),
    "piece": N_("Connected piece"),
    "class": N_("Whole class"),
}
METHODS = {"seg-grad-cam": "Seg-Grad-CAM", "seg-eigen-cam": "Seg-Eigen-CAM"}
BOTTOM = "bottleneck"
HALF = 0.5  # of the evidence: with less inside the region the note warns
REPEATS = 0.9  # share of the evidence on pixels of the class from which a map repeats the mask


@dataclass(frozen=True)
class Asked:
    """What is explained: a class over a region of the mask `labels`, by a method at a layer; None: the bottleneck."""

    labels: np.ndarray  # (rows, columns) of the network's output
    explained: int
    region: Region
    method: RegionMethod
    layer: str | None


def why(settings: Settings, answer: Answer | None) -> None:
    """The class, the region, the layer and the method; the region on the picture, and the maps."""
    st.markdown(lesson("segmentation_tabs", "why"), width=840)
    if answer is None:
        return
    try:
        asked = _asked(settings, answer)
    except MaskError as error:
        show_error(error)
        return
    maps = _maps(settings, asked)
    if maps is None:
        return
    height, width = settings.picture.pixels.shape[:2]
    region_view(answer.picture, settings.picture.name, width / height, asked.region, maps)
    st.markdown(lesson("segmentation_tabs", f"why_{asked.method.replace('-', '_')}"), width=840)


def _asked(settings: Settings, answer: Answer) -> Asked:
    """The controls, and the cells of the region; raises MaskError if it has none."""
    names = settings.names
    with st.container(horizontal=True):
        explained = _one_of(_("Class"), list(range(len(names))), "explained", 0, names.__getitem__)
        kind = _one_of(_("Region"), list(KINDS), "region", "class", translated(KINDS))
        method = _one_of(_("Method"), list(METHODS), "method", "seg-grad-cam", METHODS.__getitem__)
    layer, box = _layer(_stages(settings)), _box()
    output = answer.found.probabilities
    mask = held(CONTROLS.key("labels"), Itself(answer.found), lambda: labels(output, *output.shape[:2]))
    given = (Itself(mask), kind, box, explained)
    cells = held(CONTROLS.key("cells"), given, lambda: region_of(mask, kind, box, explained))
    return Asked(mask, explained, Region(kind, box, cells), method, layer)


def _one_of(label: str, options: list[Any], name: str, default: Any, words: Callable[[Any], str]) -> Any:
    return one_of(st.segmented_control, label, options, CONTROLS.key(name), default, words, required=True)


def _stages(settings: Settings) -> Sequence[Stage]:
    """The layers that can be explained; the last one of the card is the network's output."""
    return settings.card.stages[:-1]


def _maps(settings: Settings, asked: Asked) -> list[HeatMap] | None:
    """The map at the chosen layer, and at the last one for comparison; None if the engine fails or is stopped."""
    picture, last = settings.picture, _stages(settings)[-1].output
    maps = []
    for layer in dict.fromkeys([asked.layer, last]):
        pixels = named(picture.digest, lambda: picture.pixels)
        request = ExplainRegion(settings.card.id, pixels, asked.region.cells, asked.explained, layer, asked.method)
        found = ask(request, own=picture.own, part=f"why_{layer}")
        if found is None:
            return None
        note_cpu_fallback(found)
        name = settings.names[asked.explained]
        maps.append(_heat_map(found.value, asked, name, layer == last))
    return maps


def _heat_map(found: RegionExplanation, asked: Asked, name: str, is_last: bool) -> HeatMap:
    """A layer's map with what it says in numbers."""
    where = f"{found.layer}, {size(found.heat.shape)}"
    given = (Itself(found), Itself(asked.labels))
    of_class = asked.labels == asked.explained
    shares = held(
        CONTROLS.key(f"shares_{is_last}"),
        given,
        lambda: [share_inside(found.heat, cells) for cells in (asked.region.cells, of_class)],
    )
    inside, on_class = shares
    if inside is None or on_class is None:
        return HeatMap(None, where, _('No evidence for "{name}": the map is zero everywhere.').format(name=name))
    text = _('Of the evidence, {inside} lies inside the region and {on_class} on pixels that are "{name}".')
    text = text.format(inside=percent(inside), on_class=percent(on_class), name=name)
    if inside < HALF:
        text += " " + _(
            "Most of it lies outside: it may be context, or chance. In the corners of the picture, padding leaves "
            "traces."
        )
    if is_last and on_class > REPEATS:
        text += " " + _("At the last convolution the map repeats the mask; it does not say why.")
    title = _('Evidence for "{name}" at {layer}').format(name=name, layer=where)
    return HeatMap(found.heat, title, text)


def _layer(stages: Sequence[Stage]) -> str | None:
    """The layer whose maps are weighted; None is the bottleneck."""
    by_name = {stage.output: stage for stage in reversed(stages)}

    def words(name: str) -> str:
        if name == BOTTOM:
            return _("The bottleneck: the last layer of the smallest size")
        stage = by_name[name]
        return f"{name} · {size((stage.height, stage.width, stage.channels))}"

    options = [BOTTOM, *by_name]
    chosen = one_of(st.selectbox, _("Layer"), options, CONTROLS.key("why_layer"), BOTTOM, words)
    return None if chosen == BOTTOM else str(chosen)


def _box() -> Place:
    """Where the region is: at first the link's."""
    if BOX not in st.session_state:
        st.session_state[BOX] = link.asked(BOX) or ""
    box = read_box(st.session_state[BOX])
    link.keep(BOX, box_text(box), box_text(MIDDLE))
    return box

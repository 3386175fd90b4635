"""Several maps of the same picture in a grid: methods, classes, layers, or the networks of cats and dogs."""

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.requests import Explanation
from cnnlab.figures.encode import PictureStrip
from cnnlab.figures.heat_tiles import difference_tile, heat_tiles, picture_tile
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.compared import Tile, ask_tile, remembered, tiles_of
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.shell import view
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.controls import one_of, switch, translated
from cnnlab.ui.widgets.picture_grid import picture_grid

TITLE = N_("Compare")
KINDS = {
    "methods": N_("Methods"),
    "classes": N_("Classes"),
    "layers": N_("Layers"),
    "networks": N_("Networks of cats and dogs"),
}
KIND, SLOW, ONE = (CONTROLS.key(f"compare_{name}") for name in ("kind", "slow", "one"))
COLUMNS = 3


def compare(settings: Settings, answer: Answer | None) -> None:
    """What is compared, and the maps as they come, each shown in a run of the page of its own."""
    if answer is None:
        return
    words = translated(KINDS)
    kind = one_of(st.segmented_control, _("What to compare"), list(KINDS), KIND, "methods", words, required=True)
    slow = kind == "methods" and switch(_("Also methods of many passes, which take a minute or more"), SLOW, False)
    one = kind == "classes" and switch(_("One scale for all classes"), ONE, False)
    st.markdown(lesson("grad_cam_methods", f"compare_{kind}"), width=840)
    tiles, own = tiles_of(kind, settings, answer, slow), settings.picture.own
    given = (
        kind,
        slow,
        settings.picture.digest,
        settings.squaring,
        settings.card.id,
        settings.layer,
        settings.method.id,
    )
    found: dict[int, Explanation] = held(CONTROLS.key("compare_found"), (*given, answer.class_index), dict)
    for number, tile in enumerate(tiles):
        if number not in found and (known := remembered(tile, own)) is not None:
            found[number] = known
    if kind == "layers" and settings.method.at == "pixels":
        text = _("{method} works on the pixels, so the layers are compared with Grad-CAM.")
        st.caption(text.format(method=_(settings.method.title)))
    place = st.container()
    if view.printing() and not found:
        st.caption(_("Not measured yet: open this section on the page first, then print."))
    if found:
        _grid(settings, answer, [(tiles[number], found[number]) for number in sorted(found)], kind, one)
    pending = next((number for number in range(len(tiles)) if number not in found), None)
    if pending is None or view.printing():
        return
    with place:
        text = _("{done} of {total} maps").format(done=len(found), total=len(tiles))
        st.progress(len(found) / len(tiles), text)
        explanation = ask_tile(tiles[pending], own)
    if explanation is not None:
        found[pending] = explanation
        st.rerun()


def _grid(settings: Settings, answer: Answer, found: list[tuple[Tile, Explanation]], kind: str, one: bool) -> None:
    made_from = (*(Itself(explanation) for _tile, explanation in found), settings.scale, settings.opacity, one, kind)

    def made() -> tuple[PictureStrip, PictureStrip]:
        signed = [explanation.signed for _tile, explanation in found]
        pictures = [tile.square.view for tile, _explanation in found]
        extra = [difference_tile(pictures[0], *signed[:2])] if _has_difference(kind, signed) else []
        tiles = heat_tiles(pictures, signed, settings.scale, settings.opacity, one, extra)
        return tiles, picture_tile(answer.square.view)

    strip, original = held(CONTROLS.key("compare_made"), made_from, made)
    captions = [_caption(tile, explanation) for tile, explanation in found]
    if strip.count > len(found):
        names = [tile.name for tile, _explanation in found[:2]]
        captions.append(_("Red: more for {first}; blue: more for {second}").format(first=names[0], second=names[1]))
    picture_grid(strip, original, captions, COLUMNS, CONTROLS.key(f"compare_grid_{kind}_{current()}"), widest=300)
    scale = _("All maps have one scale: the brightest cell of all is 1.")
    st.caption(scale if one else _("Each map has its own scale: its brightest place is 1."))


def _has_difference(kind: str, signed: list[np.ndarray]) -> bool:
    return kind == "classes" and len(signed) > 1


def _caption(tile: Tile, explanation: Explanation) -> str:
    title = tile.title(explanation)
    return title if explanation.heat.any() else _("{name}: zero everywhere").format(name=title)

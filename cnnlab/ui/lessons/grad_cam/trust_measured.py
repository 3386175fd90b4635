"""The methods' scores over the bundled photographs of cats and dogs, as a table."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.heat_map_scores.over_photographs import (
    BLOB,
    LOWER_IS_BETTER,
    RANDOM,
    RANDOM_PIXELS,
    Measured,
    measured,
)
from cnnlab.core.heat_maps import BY_ID
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.table import table

HEADS = {
    "deletion": N_("Deletion"),
    "insertion": N_("Insertion"),
    "drop": N_("Drop"),
    "mass": N_("Mass"),
    "rank": N_("Rank"),
    "hit": N_("Hits"),
}
BASELINES = {
    RANDOM: N_("Random map of 7 × 7 cells"),
    RANDOM_PIXELS: N_("Random map of pixels"),
    BLOB: N_("Centred blob"),
}


def over_photographs() -> None:
    """The table, with what it says and does not say; nothing where it has not been measured."""
    found = measured()
    if found is None:
        return
    made = held(CONTROLS.key("trust_over"), (Itself(found), current()), lambda: _made(found))
    made_text, made_table = made
    st.markdown(made_text, width=840)
    st.markdown(made_table)


def _made(found: Measured) -> tuple[str, str]:
    others = [measure for measure in HEADS if measure != "hit"]
    error, of_hits = (f"{found.largest_error(measures):.2f}" for measures in (others, ["hit"]))
    text = lesson("grad_cam_trust", "over", count=len(found.photographs), error=error, of_hits=of_hits)
    best = {measure: found.best(measure) for measure in HEADS}
    rows = []
    for method in found.values:
        texts = {measure: f"{found.mean(method, measure):.2f}" for measure in HEADS}
        cells = [f"**{text}**" if method in best[measure] else text for measure, text in texts.items()]
        rows.append([_(BASELINES[method] if method in BASELINES else BY_ID[method].title), *cells])
    heads = [f"{_(title)} {'↓' if name in LOWER_IS_BETTER else '↑'}" for name, title in HEADS.items()]
    return text, table([_("Method"), *heads], rows)

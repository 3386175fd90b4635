"""The measures of a heat map: a table, the curves of deletion and insertion, and the maps of random weights."""

import math
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.heat_map_scores import area, drop, localization, on_picture, order_of, points, spearman, ssim
from cnnlab.core.heat_map_scores.animal import found_animal
from cnnlab.core.heat_map_scores.measures import MEASURES, MapScores, best, won
from cnnlab.core.questions import trust
from cnnlab.core.requests import RandomizedMaps, Segmented
from cnnlab.figures.curves import Line, Panel, curves
from cnnlab.figures.encode import PictureStrip, picture_strip, reduced
from cnnlab.figures.heat import blend
from cnnlab.figures.palette import EVEN, RUNS
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.lessons.grad_cam.trust_guess import judge
from cnnlab.ui.lessons.grad_cam.trust_jobs import FEWER, KINDS, MAPS, THIS, Progress
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.numbers import percent
from cnnlab.ui.widgets.picture_grid import picture_grid
from cnnlab.ui.widgets.table import table

NAMES = dict(zip(MAPS, trust.MAPS, strict=True))
PANELS = {
    "deletion": N_("Deletion: probability as pixels go"),
    "insertion": N_("Insertion: probability as pixels return"),
}
LARGE = 0.6  # of the picture: an animal on which any map lies
HEIGHT, LABEL = 520, 150  # pixels
THUMBNAIL, COLUMNS, OPACITY = 160, 5, 0.85


def shown(settings: Settings, answer: Answer, progress: Progress) -> None:
    """Everything that has been measured so far."""
    if not progress.answers:
        return
    given = (Itself(progress), len(progress.answers), current())
    made = held(CONTROLS.key("trust_made"), given, lambda: _made(answer, progress))
    judge(settings, answer, made["masses"], made["spearman"])
    st.markdown(made["table"])
    st.markdown(made["verdict"], width=840)
    if made["curves"] is not None:
        alt = _("The probability of the class while pixels are taken away and put back, for the three maps")
        st.plotly_chart(made["curves"], key=CONTROLS.key("trust_curves"), config={"displayModeBar": False}, alt=alt)
    if settings.method.slow and progress.pending is None:
        st.caption(_("This method takes many passes for a map, so it is not repeated with random weights."))
    if made["random"] is not None:
        st.markdown(lesson("grad_cam_trust", "randomized"), width=840)
        figure, strip, original, captions = made["random"]
        alt = _("How similar the map stays while more and more layers get random weights")
        st.plotly_chart(figure, key=CONTROLS.key("trust_random"), config={"displayModeBar": False}, alt=alt)
        picture_grid(strip, original, captions, COLUMNS, CONTROLS.key("trust_maps"), widest=THUMBNAIL)


def _made(answer: Answer, progress: Progress) -> dict[str, Any]:
    size = answer.square.pixels.shape[0]
    mask = progress.mask
    segmented: Segmented | None = progress.answer_to("mask")
    if mask is None and segmented is not None:
        mask = found_animal(segmented.probabilities, size)
    scores = [_scores(progress, of, size, mask) for of in MAPS]
    randomized: RandomizedMaps | None = progress.answer_to("randomized")
    masses = [one.place.mass for one in scores if one.place and one.place.mass is not None]
    return {
        "masses": masses if len(masses) == len(MAPS) else None,
        "spearman": None if randomized is None else _likeness(randomized.heats[0], randomized.heats[-1]),
        "table": _table(scores),
        "verdict": _verdict(scores, mask, segmented is not None),
        "curves": _curves(answer, progress) if progress.curve(THIS, "deletion")[1].size else None,
        "random": None if randomized is None else _random(answer, randomized),
    }


def _likeness(trained: np.ndarray, shuffled: np.ndarray) -> float | None:
    """Their Spearman correlation; nan where only `shuffled` is the same everywhere, None where `trained` is."""
    found = spearman(trained, shuffled)
    return math.nan if found is None and np.ptp(trained) > 0 else found


def _scores(progress: Progress, of: str, size: int, mask: np.ndarray | None) -> MapScores:
    areas = {}
    for kind in KINDS:
        counts, values, complete = progress.curve(of, kind)
        areas[kind] = _area(counts, values, size) if complete else None
    behind = progress.answer_to("behind")
    before, after = (0.0, 0.0) if behind is None else (float(behind[0]), float(behind[1 + MAPS.index(of)]))
    place = None
    if mask is not None:
        values = on_picture(progress.heats[of], size)
        place = localization(values, mask, order_of(values))
    if behind is None:
        return MapScores(areas["deletion"], areas["insertion"], place=place)
    return MapScores(areas["deletion"], areas["insertion"], drop(before, after), after > before, place)


def _area(counts: np.ndarray, values: np.ndarray, size: int) -> float:
    """The area from the points that the curves of all three maps have, so that they can be compared."""
    shared = np.isin(counts, points(size * size, FEWER * size))
    return area(values[shared], counts[shared])


def _table(scores: list[MapScores]) -> str:
    """A row for each measure; the best value is bold."""
    rows = []
    for measure in MEASURES:
        values = [measure.read(one) for one in scores]
        at = best(measure, scores)
        better = _("lower is better") if measure.lower_is_better else _("higher is better")
        plain = ["\u2013" if value is None else f"{value:.3f}" for value in values]
        cells = [f"**{text}**" if index == at else text for index, text in enumerate(plain)]
        rows.append([f"{_(measure.title)} ({better})", *cells])
    rises = [one.rises for one in scores]
    said = {True: _("yes"), False: _("no"), None: "\u2013"}
    rows.append([_("Probability rises when the map masks the picture"), *(said[rise] for rise in rises)])
    hits = [one.place.hit if one.place else None for one in scores]
    words = {True: _("inside"), False: _("outside"), None: "\u2013"}
    rows.append([_("Pointing game: the brightest pixel is"), *(words[hit] for hit in hits)])
    return table([_("Measure"), *(_(NAMES[of]) for of in MAPS)], rows)


def _verdict(scores: list[MapScores], mask: np.ndarray | None, by_network: bool) -> str:
    wins, counted = won(scores)
    parts = []
    if counted:
        text = _("On this picture, the map is the best of the three by {wins} of {counted} measures so far.")
        if counted == len(MEASURES) or (counted == len(MEASURES) - 2 and mask is None):
            text = _("On this picture, the map is the best of the three by {wins} of {counted} measures.")
        parts.append(text.format(wins=wins, counted=counted))
    if mask is not None:
        text = _("The animal covers {share} of the picture: a map that is the same everywhere would have that mass.")
        parts.append(text.format(share=percent(float(mask.mean()))))
        source = _("Its mask was found by a segmentation network.") if by_network else _("It was outlined by hand.")
        parts.append(source)
        if mask.mean() > LARGE:
            parts.append(
                _("It fills so much of the picture that any map lies on it: choose a picture with a smaller animal.")
            )
    elif by_network:
        parts.append(_("No animal was found in this picture, so there is no mask to compare the map with."))
    return " ".join(parts)


def _curves(answer: Answer, progress: Progress) -> Any:
    size = answer.square.pixels.shape[0]
    panels = []
    for kind in KINDS:
        lines = []
        for at, of in enumerate(MAPS):
            counts, values, complete = progress.curve(of, kind)
            if len(values):
                label = f"{_(NAMES[of])} {_area(counts, values, size):.2f}" if complete else ""
                shares = (100 * counts / size**2).tolist()
                lines.append(Line(_(NAMES[of]), RUNS[at], shares, values.tolist(), dashed=of != THIS, label=label))
        panels.append(Panel(_(PANELS[kind]), lines, bounds=(0.0, 1.02)))
    return curves(panels, _("Pixels, in % of the picture"), height=HEIGHT, labels=LABEL, across=(0, 100))


def _random(answer: Answer, found: RandomizedMaps) -> tuple[Any, PictureStrip, PictureStrip, list[str]]:
    """The likeness of each map with the trained network's, and the maps over the picture."""
    view = reduced(answer.square.view, 2 * THUMBNAIL)
    size = answer.square.pixels.shape[0]
    trained = on_picture(found.heats[0], size)
    ranks = [spearman(found.heats[0], heat) for heat in found.heats]
    alike = [ssim(trained, on_picture(heat, size)) for heat in found.heats]
    layers = [0, *found.layers]
    known = [(layer, rank) for layer, rank in zip(layers, ranks, strict=True) if rank is not None]
    lines = [
        Line(
            "Spearman", RUNS[0], [layer for layer, _rank in known], [rank for _layer, rank in known], label="Spearman"
        ),
        Line("SSIM", RUNS[1], layers, alike, dashed=True, label="SSIM"),
    ]
    lowest = min(0.0, *alike, *(rank for _layer, rank in known))
    title = _("Similarity to the trained network's map")
    panel = Panel(title, lines, bounds=(lowest - 0.05, 1.05))
    figure = curves([panel], _("Layers with random weights, from the last one down"), height=300, labels=100)
    strip = picture_strip([blend(view, heat, EVEN, OPACITY) for heat in found.heats])
    captions = [_("As trained"), *(_("Layers: {count}").format(count=count) for count in found.layers)]
    return figure, strip, picture_strip([view]), captions

"""Scores as tables and as formulas with the numbers in them."""

import numpy as np

from cnnlab.core.segmentation import Overlap
from cnnlab.core.segmentation.report import Report
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.table import table


def scores_table(found: Report, names: list[str]) -> str:
    """A row for each class; one of which no pixel is counted in either mask gets dashes."""
    head = [_("Class"), "IoU", "Dice", _("Boundary IoU"), _("Right"), _("Missed"), _("Invented")]
    rows = []
    for name, overlap, boundary in zip(names, found.overlaps, found.boundaries, strict=True):
        counts = [f"{count:,}" if overlap.is_there else "–" for count in _counts(overlap)]
        rows.append([name, _score(overlap.iou), _score(overlap.dice), _score(boundary), *counts])
    return table(head, rows)


def remarks(found: Report, names: list[str]) -> str:
    """How near the boundary IoU looks, and which classes are left out of the mean because neither mask has them."""
    parts = [_("Boundary IoU: at most {distance} pixels from an outline.").format(distance=found.distance)]
    if found.absent:
        absent = ", ".join(names[index] for index in found.absent)
        parts.append(_("Absent or not counted, left out of the mean: {names}.").format(names=absent))
    return " ".join(parts)


def border_rule() -> str:
    """How pixels of the class border are scored, wherever they are not counted as such."""
    return _("A pixel that a network calls border counts as the likelier of its other classes.")


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def confusion_table(counts: np.ndarray, names: list[str]) -> str:
    """The pixels of each true class by predicted class."""
    rows = [[name, *(f"{count:,}" for count in row)] for name, row in zip(names, counts.tolist(), strict=True)]
    return table(["", *names], rows)


def formulas(overlap: Overlap) -> str:
    """IoU and Dice of a class, and the one from the other, as TeX for Markdown.

    >>> print(formulas(Overlap(2, 1, 1)).splitlines()[0])
    $\\text{IoU} = \\dfrac{2}{2 + 1 + 1} = 0.500$
    """
    both, missed, invented = (f"{count:,}".replace(",", "{,}") for count in _counts(overlap))
    iou, dice = rf"{overlap.iou:.3f}", rf"{overlap.dice:.3f}"
    return "\n\n".join(
        [
            rf"$\text{{IoU}} = \dfrac{{{both}}}{{{both} + {missed} + {invented}}} = {iou}$",
            rf"$D = \dfrac{{2 \cdot {both}}}{{2 \cdot {both} + {missed} + {invented}}} = {dice}$",
            rf"$\text{{IoU}} = \dfrac{{D}}{{2 - D}} = \dfrac{{{dice}}}{{2 - {dice}}} \approx {iou}$",
        ]
    )


def _counts(overlap: Overlap) -> tuple[int, int, int]:
    return overlap.both, overlap.missed, overlap.invented

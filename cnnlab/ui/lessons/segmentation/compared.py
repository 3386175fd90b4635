"""Two networks on the same picture: where their masks differ, and what their cards say."""

import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import N_
from cnnlab.core.requests import Segmented
from cnnlab.core.segmentation.known import ANIMAL
from cnnlab.core.segmentation.report import Report, better, border_of, report
from cnnlab.figures.mask_pair import MaskPair, mask_pair
from cnnlab.ui.lessons.segmentation.answer import Answer, segmented
from cnnlab.ui.lessons.segmentation.score_words import border_rule
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, DEFAULTS, Settings, fits
from cnnlab.ui.lessons.segmentation.true_mask import TrueMask, bundled
from cnnlab.ui.shell.cache import model_cards
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.networks import fitting, title_of
from cnnlab.ui.widgets.numbers import counted_percent, numbers
from cnnlab.ui.widgets.picture_grid import picture_grid
from cnnlab.ui.widgets.table import table

TITLE = N_("Two networks")
FIGURES = {
    "mean IoU": N_("Mean IoU"),
    "IoU of pet": N_("IoU of pet"),
    "IoU of border": N_("IoU of border"),
    "pixel accuracy": N_("Pixel accuracy"),
}


def compared(settings: Settings, answer: Answer | None) -> None:
    """The chosen network beside another one."""
    cards = fitting(model_cards(), fits, DEFAULTS["model"])
    others = [card for card in cards.values() if card.id != settings.card.id]
    if answer is None or not others:
        return
    both = (settings.card, others[0])
    result = segmented(others[0].id, settings.picture, part="other")
    if result is None:
        return
    found = (answer.found, result.value)
    made = held(
        CONTROLS.key("pair"),
        tuple(Itself(one) for one in found),
        lambda: mask_pair(settings.picture.pixels, [one.probabilities for one in found]),
    )
    _differences(made)
    captions = [*(title_of(card) for card in both), _("Orange: the masks differ")]
    picture_grid(made.tiles, made.original, captions, 3, CONTROLS.key("pair_grid"), widest=420)
    if (truth := bundled(settings)) is not None:
        _on_this_picture(both, found, truth)
    else:
        st.markdown(_("No true mask is known for this picture, so which network is better here cannot be said."))
    trained = others[0].training or settings.card.training
    st.markdown(lesson("segmentation", "networks", train=trained.data["train"] if trained else "–"))
    st.markdown(_cards_table(both))


def _differences(made: MaskPair) -> None:
    overlap = "–" if made.overlap is None else f"{made.overlap:.3f}"
    numbers(
        [
            (_("Pixels with another class"), counted_percent(1 - made.equal)),
            (_("IoU of the two masks of the animal"), overlap),
        ]
    )


def _on_this_picture(both: tuple[ModelCard, ModelCard], found: tuple[Segmented, Segmented], truth: TrueMask) -> None:
    """Which network is better on this picture, where a true mask is known, and by how much."""
    borders = [border_of([name.en for name in card.classes()]) for card in both]

    def made() -> list[Report]:
        outputs = [one.probabilities for one in found]
        return [report(truth.labels, output, border, False) for output, border in zip(outputs, borders, strict=True)]

    reports = held(CONTROLS.key("pair_scores"), (*map(Itself, found), Itself(truth)), made)
    titles = [title_of(card) for card in both]
    rule = "" if borders == [None, None] else border_rule()
    st.markdown(f"**{_scored(titles, reports, bool((truth.labels == ANIMAL).any()))}** {rule}")


def _scored(titles: list[str], reports: list[Report], has_animal: bool) -> str:
    """Which network is better and by how much: by the IoU of the animal, or by how much of a picture without one it
    calls animal."""
    if has_animal:
        text = _(
            "On this picture, IoU of the animal against the mask drawn by hand: {first} has {one}, {second} {other}."
        )
        one, other = (f"{found.overlaps[ANIMAL].iou:.3f}" for found in reports)
        best, difference = better(*(found.overlaps[ANIMAL].iou or 0.0 for found in reports))
        by = f"{difference:.3f}"
    else:
        text = _(
            "This picture has no animal. The share of it that is wrongly called animal: {one} by {first}, {other} by "
            "{second}."
        )
        shares = [float((found.predicted == ANIMAL).mean()) for found in reports]
        one, other = (counted_percent(share) for share in shares)
        best, difference = better(*(1 - share for share in shares))
        by = _("{number} percentage points").format(number=f"{100 * difference:.1f}")
    said = text.format(first=titles[0], second=titles[1], one=one, other=other)
    if best is None:
        return said + " " + _("Neither is better here.")
    return said + " " + _("{better} is better here, by {difference}.").format(better=titles[best], difference=by)


def _cards_table(both: tuple[ModelCard, ModelCard]) -> str:
    """What the cards say: sizes, and the figures on the test pictures, which were measured once."""
    measured = [{figure.figure: figure.value for figure in card.measured} for card in both]
    rows = [[_(word), *(_written(values.get(name)) for values in measured)] for name, word in FIGURES.items()]
    rows.append([_("Parameters"), *(f"{card.parameters:,}" for card in both)])
    rows.append([_("Input"), *(f"{card.input.height} × {card.input.width}" for card in both)])
    return table([_("On the test pictures"), *(title_of(card) for card in both)], rows)


def _written(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

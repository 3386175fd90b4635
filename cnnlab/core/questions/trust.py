"""Guesses before a heat map is measured: which map lies on the animal, and what random weights do to it.

Each question is asked first without an answer (`None`); the same question with what was measured knows its answer.
"""

from collections.abc import Sequence
from math import isnan

from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Slip
from cnnlab.core.questions.window import Choice

MAPS = (N_("This map"), N_("Random map"), N_("Centred blob"))
STAYS = 0.5  # Spearman's correlation from which a map counts as still the same
CHANGES, SAME = N_("It changes a lot"), N_("It stays much the same")


def animal_question(masses: Sequence[float] | None = None) -> Choice:
    """Ask which of three maps has the largest share of its sum on the animal; `masses` are those of MAPS in order.

    >>> animal_question([0.7, 0.4, 0.6]).answer
    'This map'
    """
    question = N_("Which of the three maps has the largest share of its sum on the animal?")
    if masses is None:
        return Choice(question, {}, dict.fromkeys(MAPS))
    shares = [round(100 * mass) for mass in masses]  # compared as they are shown
    largest = max(shares)
    text = N_("On the animal lies {own} of that map's sum; the largest share is {largest}.")
    options = {
        name: None if share == largest else Slip(text, own=f"{share}%", largest=f"{largest}%")
        for name, share in zip(MAPS, shares, strict=True)
    }
    listed = ", ".join(f"{share}%" for share in shares)
    return Choice(question, {}, options, Slip(N_("The shares are {shares}, in the order of the table."), shares=listed))


def weights_question(spearman: float | None = None) -> Choice:
    """Ask whether a map changes when all weights are shuffled; `spearman` compares it with the map before.

    It is nan where the map of the shuffled weights is the same everywhere, which has no correlation.

    >>> weights_question(0.1).answer == CHANGES, weights_question(0.9).answer == SAME
    (True, True)
    """
    question = N_("The weights of all layers are shuffled. What happens to this map?")
    if spearman is None:
        return Choice(question, {}, {CHANGES: None, SAME: None})
    if isnan(spearman):
        flat = Slip(N_("With random weights in all layers, the map has the same value everywhere."))
        return Choice(question, {}, {CHANGES: None, SAME: flat}, flat)
    shown = round(spearman, 2) + 0.0  # compared as it is shown; never -0.0
    stays = shown >= STAYS
    said = f"{shown:.2f}".replace("-", "\u2212")
    text = N_(
        "Spearman's correlation with the trained network's map is {spearman}; from {limit} on it counts as the same."
    )
    measured = Slip(text, spearman=said, limit=STAYS)
    right, other = (SAME, CHANGES) if stays else (CHANGES, SAME)
    options = {CHANGES: None, SAME: None} | {right: None, other: measured}
    return Choice(question, {}, options, measured)

"""Which of two runs, shown without their names, was trained with data augmentation?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import N_
from cnnlab.core.history import BundledRun, History, differences
from cnnlab.core.history.regularizers import regularizers
from cnnlab.core.network import NetworkError
from cnnlab.core.questions.exercises import Slip
from cnnlab.core.questions.training import LEAST_DIFFERENCE, Pick, QuestionError, last_gap

ALLOWED = {"recipe", "epochs", "versions"}  # settings that may differ between the two, besides augmentation
NAMES = (N_("Run A"), N_("Run B"))  # the names under which they are shown
BOTH = N_("Both")


def augments(card: ModelCard) -> bool:
    """Return whether the model of a card has an augmentation layer, read from its file without Keras.

    Raises NetworkError where the file cannot be read. Augmentation outside the model is not found.

    >>> from cnnlab.core.cards import card
    >>> augments(card("cats_dogs_augmented")), augments(card("cats_dogs_scratch"))
    (True, False)
    """
    return bool(regularizers(card)["augmentation"])


@dataclass(frozen=True)
class AugmentedPair:
    """Two runs alike but for augmentation; `augmented` is the place of the one with it, 0 or 1."""

    runs: tuple[BundledRun, BundledRun]
    augmented: int

    def histories(self) -> tuple[History, History]:
        """Return their histories, both cut to the length of the shorter one."""
        length = min(len(run.history.epochs) for run in self.runs)
        one, other = (_cut(run.history, length) for run in self.runs)
        return one, other

    def gaps(self) -> tuple[float, float]:
        """Return how far validation ends above training, with augmentation and without; NaN where a loss is missing."""
        found = [last_gap(history) for history in self.histories()]
        known = [float("nan") if gap is None else gap for gap in found]
        return known[self.augmented], known[1 - self.augmented]


def augmented_pair(bundled: Sequence[BundledRun], shown: Collection[str] = ()) -> AugmentedPair:
    """Return two runs of which one was trained with augmentation and the other alike without, in the order given.

    They have the same number of parameters and the same settings but for the length, and over the epochs of the shorter
    one the gaps of their losses differ. Of several such pairs it is the first with the fewest ids in `shown`. Raises
    QuestionError where there is none.
    """
    alike = [pair for pair in combinations(bundled, 2) if _alike(*pair)]
    for one, other in sorted(alike, key=lambda pair: sum(run.card.id in shown for run in pair)):
        which = _augmented(one, other)
        if which is not None:
            pair = AugmentedPair((one, other), which)
            own, without = pair.gaps()
            if without - own >= LEAST_DIFFERENCE:
                return pair
    raise QuestionError(
        N_("This question needs the bundled runs with and without augmentation. Get them from the repository again.")
    )


def augmented_run_question(pair: AugmentedPair) -> Pick:
    """Ask which run of a pair used augmentation; the options are NAMES, in the order of the pair, and both."""
    own, other = pair.gaps()
    plain = Slip(
        N_(
            "On average over the last tenth of the epochs its validation loss is {other:.2f} above its training loss, "
            "the other run's {own:.2f}. It saw the same pictures in every epoch and memorized them."
        ),
        own=own,
        other=other,
    )
    both = Slip(
        N_("Then both gaps would stay small. One grows to {other:.2f}, the other to {own:.2f}."), own=own, other=other
    )
    reason = Slip(
        N_(
            "Its pictures changed in every epoch, so it could not memorize them: over the last tenth of the epochs its "
            "losses are on average {own:.2f} apart, the other run's {other:.2f}."
        ),
        own=own,
        other=other,
    )
    answer = NAMES[pair.augmented]
    options = {name: None if name == answer else plain for name in NAMES} | {BOTH: both}
    return Pick(N_("Which of these runs was trained with data augmentation?"), options, reason)


def _cut(history: History, length: int) -> History:
    metrics = {name: values[:length] for name, values in history.metrics.items()}
    seconds = history.seconds[:length] if history.seconds else history.seconds
    return replace(history, epochs=history.epochs[:length], metrics=metrics, seconds=seconds)


def _alike(one: BundledRun, other: BundledRun) -> bool:
    if one.card.training is None or other.card.training is None or one.card.parameters != other.card.parameters:
        return False
    return {difference.setting.partition(".")[0] for difference in differences(one.card, other.card)} <= ALLOWED


def _augmented(one: BundledRun, other: BundledRun) -> int | None:
    """The place of the only one of two runs with augmentation; None where both or neither had it, or it is unknown."""
    try:
        found = [augments(run.card) for run in (one, other)]
    except NetworkError:
        return None
    return found.index(True) if found[0] != found[1] else None

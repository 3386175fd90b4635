"""What each way to a classifier of cats and dogs costs and gains, from the committed runs.

The time of an epoch is that of the run's quickest one: the runs shared their machine with other work, which made many
epochs last two to five times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import N_
from cnnlab.core.history import BundledRun, Comparison, compared, standard_error

ROUNDING = 3.0  # seconds: a card's minutes are rounded to a tenth


@dataclass(frozen=True)
class Way:
    """A way to train, and when to choose it."""

    title: str
    when: str


# By the id of the run that went that way
WAYS = {
    "cats_dogs_scratch": Way(
        N_("From scratch"),
        N_("Only to learn how it goes, or where no pretrained network has seen anything like your pictures."),
    ),
    "cats_dogs_augmented": Way(
        N_("From scratch, augmentation"), N_("Where you must train from scratch and have few pictures.")
    ),
    "cats_dogs_extraction": Way(
        N_("Feature extraction"), N_("First, always: it takes minutes, and often nothing more is needed.")
    ),
    "cats_dogs_extraction_augmented": Way(
        N_("Frozen base, augmentation"),
        N_(
            "Where the head overfits, and the pictures to come will be turned, shifted or cut differently. The base "
            "runs over every picture again in each epoch."
        ),
    ),
    "cats_dogs_fine_tuned": Way(
        N_("Fine-tuning"),
        N_(
            "Last, where the pictures differ from ImageNet's and there are enough of them. Only after the head is "
            "trained, and with a small learning rate."
        ),
    ),
}
REFERENCE = "cats_dogs_extraction"


@dataclass(frozen=True)
class Cost:
    """A run's cost and gain.

    `seconds` are those of its quickest epoch; `once` is spent before the first one, 0 where nothing is; `minutes` are
    what all epochs would take as quick as that, with `once` and with the run that it starts from. `accuracy` was
    measured on `pictures` test pictures, `error` is its standard error.
    """

    card: ModelCard
    seconds: float
    epochs: int
    best_epoch: int
    once: float
    minutes: float
    accuracy: float
    pictures: int
    error: float


def costs(runs: Sequence[BundledRun]) -> list[Cost]:
    """Return the cost of each of WAYS, in that order; ways without a run, its seconds or its test figure are left out.

    >>> from cnnlab.core.history import bundled_histories
    >>> [round(cost.accuracy, 3) for cost in costs(bundled_histories()[0])]
    [0.725, 0.833, 0.989, 0.987, 0.99]
    """
    known = {run.card.id: run for run in runs}
    found = [_cost(known[name], known) for name in WAYS if name in known]
    return [cost for cost in found if cost is not None]


def _cost(run: BundledRun, known: dict[str, BundledRun]) -> Cost | None:
    training = run.card.training
    accuracy = next((row.value for row in run.card.measured if row.figure == "test accuracy"), None)
    if training is None or accuracy is None or not _seconds(run) or not training.data.get("test"):
        return None
    pictures = training.data["test"]
    return Cost(
        card=run.card,
        seconds=min(_seconds(run)),
        epochs=training.epochs,
        best_epoch=training.best_epoch,
        once=_once(run),
        minutes=_minutes(run, known),
        accuracy=accuracy,
        pictures=pictures,
        error=standard_error(accuracy, pictures),
    )


def _seconds(run: BundledRun) -> list[float]:
    return [second for second in run.history.seconds or [] if second is not None]


def _once(run: BundledRun) -> float:
    """What the run's minutes hold beyond its epochs, in seconds: extracting features; 0 within the rounding."""
    assert run.card.training is not None
    before = run.card.training.minutes * 60 - sum(_seconds(run))
    return before if before > ROUNDING else 0.0


def _minutes(run: BundledRun, known: dict[str, BundledRun]) -> float:
    """The minutes of a run and of those that it starts from."""
    assert run.card.training is not None
    own = (_once(run) + min(_seconds(run)) * run.card.training.epochs) / 60
    start = next((other for other in known.values() if other.card.sha256 == run.card.training.start), None)
    return own + (_minutes(start, known) if start else 0.0)


def against_reference(found: Sequence[Cost]) -> dict[str, Comparison]:
    """Compare each accuracy with that of feature extraction, where both count the same number of pictures."""
    reference = next((cost for cost in found if cost.card.id == REFERENCE), None)
    if reference is None:
        return {}
    return {
        cost.card.id: compared(cost.accuracy, reference.accuracy, cost.pictures)
        for cost in found
        if cost is not reference and cost.pictures == reference.pictures
    }

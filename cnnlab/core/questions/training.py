"""Questions about training curves: which epoch to keep, which run overfits, what a setting does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.history import History, Pair, best, gap, pairs
from cnnlab.core.questions.exercises import Exercise, Slip

LEAST_DIFFERENCE = 0.02  # between the largest gap and the next, below which the question is not asked


class QuestionError(CnnLabError):
    """The chosen runs do not allow the question."""


@dataclass(frozen=True)
class Pick:
    """A question with named options, of which the right one has no slip; `reason` is said after the right answer."""

    question: str
    options: dict[str, Slip | None]
    reason: Slip

    @property
    def answer(self) -> str:
        return next(name for name, slip in self.options.items() if slip is None)


def epoch_exercise(history: History, title: str) -> Exercise:
    """Ask which epoch of a run to keep: the one with the lowest validation loss, counted from 1 as Keras prints them.

    Raises QuestionError where the run has no validation loss.
    """
    pair = _loss(history)
    found = best(history, pair.validation or "", pair.direction)
    if found is None:
        raise QuestionError(N_("The run {run} has no finite validation loss. Choose another run."), run=title)
    slips = [(history.counted(history.epochs[-1]), LAST)]
    if pair.training and (lowest := best(history, pair.training, pair.direction)):
        slips.append((history.counted(lowest.epoch), TRAINING))
    if "val_accuracy" in history.metrics and (highest := best(history, "val_accuracy", "max")):
        slips.append((history.counted(highest.epoch), ACCURACY))
    answer = history.counted(found.epoch)
    return Exercise(
        N_("Which epoch of {run} would you keep, if the validation loss decides?"),
        {"run": title},
        answer,
        {epoch: slip for epoch, slip in reversed(slips) if epoch != answer},
        hint=Slip(N_("Look for the lowest point of the solid curve.")),
        reason=Slip(N_("There the validation loss is lowest; later weights only fit the training pictures better."))
        if pair.training and answer != history.counted(history.epochs[-1])
        else Slip(N_("There the validation loss is lowest.")),
    )


LAST = Slip(N_("That is the last epoch. The validation loss was lower before."))
TRAINING = Slip(N_("There the training loss is lowest, but that does not tell how well it does on new pictures."))
ACCURACY = Slip(N_("There the validation accuracy is highest. The question is where the validation loss is lowest."))


def overfitting_question(runs: Mapping[str, History]) -> Pick:
    """Ask which of the runs, by title, overfits most at its end: the largest gap between the two losses.

    Raises QuestionError for fewer than two runs with both losses, or if the gaps hardly differ.
    """
    gaps = {title: found for title, history in runs.items() if (found := last_gap(history)) is not None}
    ordered = sorted(gaps.items(), key=lambda item: -item[1])
    if len(ordered) < 2 or ordered[0][1] - ordered[1][1] < LEAST_DIFFERENCE:
        raise QuestionError(
            N_("This question needs two runs with different gaps between training and validation loss. Choose others.")
        )
    answer = ordered[0][0]
    options = {title: None if title == answer else _smaller(gaps[title], gaps[answer]) for title in gaps}
    reason = N_(
        "Over the last tenth of its epochs its validation loss is on average {gap:.2f} above its training loss: it has "
        "memorized the training pictures."
    )
    return Pick(N_("Which run overfits most at its end?"), options, Slip(reason, gap=gaps[answer]))


def learning_rate_question() -> Pick:
    """Ask what a learning rate ten times as large would most likely do to a run that trains well."""
    text = N_("The loss jumps or grows")
    options: dict[str, Slip | None] = {
        N_("The same curve, in a tenth of the epochs"): Slip(
            N_("Only up to a point: beyond it each step overshoots the minimum, and the next one has to come back.")
        ),
        text: None,
        N_("Training stays the same, validation gets better"): Slip(
            N_("The learning rate acts on the training loss first; validation follows it.")
        ),
    }
    reason = Slip(
        N_("A step that is too long overshoots: the loss rises and falls from step to step, or diverges to NaN.")
    )
    return Pick(
        N_("What does a learning rate ten times as large most likely do to a run that trains well?"), options, reason
    )


def _loss(history: History) -> Pair:
    found = next((pair for pair in pairs(history) if pair.metric == "loss" and pair.validation), None)
    if found is None:
        raise QuestionError(N_("The run {run} has no validation loss. Choose another run."), run=history.name)
    return found


def last_gap(history: History) -> float | None:
    """How far validation ends above training: the mean of the last tenth of the epochs; None without both losses."""
    found = next((pair for pair in pairs(history) if pair.metric == "loss" and pair.validation and pair.training), None)
    if found is None:
        return None
    values = [value for value in gap(history, found) if value is not None and abs(value) < float("inf")]
    tail: list[Any] = values[-max(1, len(values) // 10) :]
    return sum(tail) / len(tail) if tail else None


def _smaller(own: float, largest: float) -> Slip:
    text = N_("On average over the last tenth of the epochs its losses are {own:.2f} apart; another's {largest:.2f}.")
    return Slip(text, own=own, largest=largest)

"""`python -m cnnlab.train.evaluate --data DIR`: measure the test figures of every trained card again from its weights.

The validation accuracy is measured too and compared with the history's best epoch, to confirm that the saved weights
are those of that epoch.
"""

import argparse
import csv
import sys
from pathlib import Path

from cnnlab.core.cards import PRETRAINED, CardError, ModelCard, Training, cards
from cnnlab.core.errors import CnnLabError
from cnnlab.core.segmentation import accuracy

IOU_TOLERANCE = 1e-3
ROUNDING = 1e-6  # histories are written with float32 precision
VALIDATION = "the best epoch's validation accuracy"


def differences(card: ModelCard, training: Training, data: Path) -> list[str]:
    """List the card's figures that cannot be reproduced on the test set in `data`; empty if all can.

    Raises DataError or CardError if the data set or the model file cannot be read.
    """
    import keras

    from cnnlab.nets import device
    from cnnlab.train.datasets import DATASETS
    from cnnlab.train.measure import confusion, figures
    from cnnlab.train.recipes import recipe

    device.describe()  # before any computation, so that GPU memory is allocated on demand
    chosen = recipe(training.recipe)
    data_set = DATASETS[chosen.data]
    examples = data_set.load(data, card.input.height)
    counts = {name: subset.count for name, subset in examples.items()}
    other = f"{card.id}: {data} has {counts} pictures, the card was measured with {training.data}"
    if counts != training.data and not data_set.split_by_name:
        return [other]
    card.check_file()
    model = keras.saving.load_model(card.model_file, compile=False)
    more = data_set.more_tests(data, card.input.height) if data_set.more_tests else None
    measured = figures(model, card.task, examples["test"], data_set.classes, "", more)
    if counts != training.data:
        there = ", ".join(f"{figure.figure} is {figure.value:.4f}" for figure in measured)
        return [f"{other}. On the test pictures there, none of which it was trained on, {there}"]
    found = {figure.figure: figure.value for figure in measured}
    stated = {figure.figure: figure.value for figure in card.measured}
    found[VALIDATION] = accuracy(confusion(model, examples["validation"], len(data_set.classes)))
    stated[VALIDATION] = best_accuracy(card, training)
    return [
        f"{card.id}: {name} is {found.get(name)}, the card says {stated.get(name)}"
        for name in {**stated, **found}
        if not _agree(found.get(name), stated.get(name), tolerance(card, counts, name))
    ]


def best_accuracy(card: ModelCard, training: Training) -> float:
    """The best epoch's validation accuracy, from the history next to the model. Raises CardError if it is missing."""
    path = card.folder / "history.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return float(list(csv.DictReader(file))[training.best_epoch - 1]["val_accuracy"])
    except (OSError, ValueError, TypeError, KeyError, IndexError, csv.Error) as error:
        raise CardError(
            "{path} cannot be read as the history of the {epochs}-epoch run: {reason}. Restore it from the repository.",
            path=str(path),
            epochs=training.epochs,
            reason=repr(error),
        ) from error


def tolerance(card: ModelCard, counts: dict[str, int], name: str) -> float:
    """The allowed difference: one picture of those it was measured on, or IOU_TOLERANCE for segmentation."""
    if card.task == "segmentation":
        return IOU_TOLERANCE
    return 1 / counts["validation" if name == VALIDATION else "test"]


def _agree(found: float | None, stated: float | None, allowed: float) -> bool:
    return found is not None and stated is not None and abs(found - stated) <= allowed + ROUNDING


def main(arguments: list[str] | None = None) -> int:
    """Check every card. Return 0 if all figures are reproduced, 1 if one is not, 2 if one cannot be checked."""
    parser = argparse.ArgumentParser("python -m cnnlab.train.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR", required=True, help="the folder with the data sets")
    parser.add_argument("--models", type=Path, metavar="DIR", default=PRETRAINED, help="the folder with the models")
    given = parser.parse_args(arguments)
    try:
        codes = [_check(card, given.data) for card in _trained_cards(given.models)]
    except CnnLabError as error:
        return _fail(error)
    return max(codes)


def _fail(error: CnnLabError) -> int:
    print(f"cnnlab.train.evaluate: {error}", file=sys.stderr)
    return 2


def _trained_cards(folder: Path) -> list[ModelCard]:
    """The cards to check. Raises CardError if there are none, because then nothing would be verified."""
    found = [card for card in cards(folder) if card.training]
    if not found:
        raise CardError(
            "There are no cards of trained models in {path}. Set --models to a folder that contains some.",
            path=str(folder),
        )
    return found


def _check(card: ModelCard, data: Path) -> int:
    """Print what differs from a card. Return 0, 1 or 2, as `main` does."""
    assert card.training
    try:
        found = differences(card, card.training, data)
    except CnnLabError as error:  # for example a missing data set: the other cards are still checked
        return _fail(error)
    print("\n".join(found) or f"{card.id}: agrees with its card", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m cnnlab.train.evaluate --data DIR`: every trained card's test figures, measured again from its weights.

So is the validation accuracy of its history's best epoch, which shows that this epoch is the one that was kept.
"""

import argparse
import csv
import sys
from pathlib import Path

from cnnlab.core.cards import PRETRAINED, CardError, ModelCard, Training, cards
from cnnlab.core.errors import CnnLabError

ONE_PICTURE, OVERLAP = 1.0, 1e-3
ROUNDING = 1e-6  # a history has float32's digits
VALIDATION = "the best epoch's validation accuracy"


def differences(card: ModelCard, training: Training, data: Path) -> list[str]:
    """What of a card's figures does not hold on the test pictures under `data`; nothing where all of it does.

    Raises DataError or CardError for a data set or a model file that cannot be read.
    """
    import keras

    from cnnlab.nets import device
    from cnnlab.train.datasets import DATASETS
    from cnnlab.train.measure import accuracy, confusion, figures
    from cnnlab.train.recipes import recipe

    device.describe()  # before anything is computed: then a GPU's memory is taken as it is needed
    chosen = recipe(training.recipe)
    data_set = DATASETS[chosen.data]
    examples = data_set.load(data, card.input.height)
    counts = {name: each.count for name, each in examples.items()}
    if counts != training.data:
        return [f"{card.id}: the pictures under {data} are others: {counts}, its card says {training.data}"]
    card.check_file()
    model = keras.saving.load_model(card.model_file, compile=False)
    found = {each.figure: each.value for each in figures(model, card.task, examples["test"], data_set.classes, "")}
    said = {each.figure: each.value for each in card.measured}
    kept = accuracy(confusion(model, examples["validation"], len(data_set.classes)))
    found[VALIDATION], said[VALIDATION] = kept, best_accuracy(card, training)
    return [
        f"{card.id}: {name} is {found.get(name)}, its card says {said.get(name)}"
        for name in {**said, **found}
        if not _agree(found.get(name), said.get(name), allowed_of(card, counts, name))
    ]


def best_accuracy(card: ModelCard, training: Training) -> float:
    """The validation accuracy of the best epoch, from the history beside the model; CardError where it lacks it."""
    path = card.folder / "history.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return float(list(csv.DictReader(file))[training.best_epoch - 1]["val_accuracy"])
    except (OSError, ValueError, TypeError, KeyError, IndexError, csv.Error) as error:
        raise CardError(
            "{path} should be the history of {epochs} epochs; reading it gave: {reason}. Take it from the repository "
            "again.",
            path=str(path),
            epochs=training.epochs,
            reason=repr(error),
        ) from error


def allowed_of(card: ModelCard, counts: dict[str, int], name: str) -> float:
    """How far a figure may be off: one picture of those that it was measured on, or OVERLAP of a segmentation's."""
    if card.task == "segmentation":
        return OVERLAP
    return ONE_PICTURE / counts["validation" if name == VALIDATION else "test"]


def _agree(found: float | None, said: float | None, allowed: float) -> bool:
    return found is not None and said is not None and abs(found - said) <= allowed + ROUNDING


def main(arguments: list[str] | None = None) -> int:
    """0 where every figure holds, 1 where one does not, 2 where it cannot be told."""
    parser = argparse.ArgumentParser("python -m cnnlab.train.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR", required=True, help="where the data sets lie")
    parser.add_argument("--models", type=Path, metavar="DIR", default=PRETRAINED, help="where the models lie")
    given = parser.parse_args(arguments)
    try:
        found = [_told(card, given.data) for card in _trained(given.models)]
    except CnnLabError as error:
        return _fail(error)
    return max(found)


def _fail(error: CnnLabError) -> int:
    print(f"cnnlab.train.evaluate: {error}", file=sys.stderr)
    return 2


def _trained(folder: Path) -> list[ModelCard]:
    """The cards to be looked at; CardError where there is none, for then nothing would be shown."""
    found = [each for each in cards(folder) if each.training]
    if not found:
        raise CardError("Cards of trained models were expected in {path}; there are none.", path=str(folder))
    return found


def _told(card: ModelCard, data: Path) -> int:
    """Say what of a card does not hold; 0, 1 or 2 as `main`."""
    assert card.training
    try:
        found = differences(card, card.training, data)
    except CnnLabError as error:  # the other cards can be told, as where one data set is missing
        return _fail(error)
    print("\n".join(found) or f"{card.id}: as its card says", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

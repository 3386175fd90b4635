"""`python -m cnnlab.train.evaluate --data DIR`: every trained card's test figures, measured again from its weights."""

import argparse
import sys
from pathlib import Path

from cnnlab.core.cards import PRETRAINED, ModelCard, Training, cards
from cnnlab.core.errors import CnnLabError

ONE_PICTURE, OVERLAP = 1.0, 1e-3  # how far a figure may be off: pictures for an accuracy, else the figure itself


def differences(card: ModelCard, training: Training, data: Path) -> list[str]:
    """What of a card's figures does not hold on the test pictures under `data`; nothing where all of it does.

    Raises DataError or CardError for a data set or a model file that cannot be read.
    """
    import keras

    from cnnlab.train.datasets import DATASETS
    from cnnlab.train.measure import figures
    from cnnlab.train.recipes import recipe

    chosen = recipe(training.recipe)
    data_set = DATASETS[chosen.data]
    test = data_set.load(data, card.input.height)["test"]
    card.check_file()
    model = keras.saving.load_model(card.model_file, compile=False)
    found = {each.figure: each.value for each in figures(model, card.task, test, data_set.classes, "")}
    allowed = ONE_PICTURE / test.count if card.task == "classification" else OVERLAP
    return [
        f"{card.id}: {each.figure} is {found.get(each.figure)}, its card says {each.value}"
        for each in card.measured
        if abs(found.get(each.figure, -1.0) - each.value) > allowed + 1e-9
    ]


def main(arguments: list[str] | None = None) -> int:
    """0 where every figure holds, 1 where one does not, 2 where it cannot be told."""
    parser = argparse.ArgumentParser("python -m cnnlab.train.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR", required=True, help="where the data sets lie")
    parser.add_argument("--models", type=Path, metavar="DIR", default=PRETRAINED, help="where the models lie")
    given = parser.parse_args(arguments)
    wrong = 0
    try:
        for card in cards(given.models):
            if card.training:
                found = differences(card, card.training, given.data)
                wrong += len(found)
                print("\n".join(found) or f"{card.id}: as its card says", flush=True)
    except CnnLabError as error:
        print(f"cnnlab.train.evaluate: {error}", file=sys.stderr)
        return 2
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

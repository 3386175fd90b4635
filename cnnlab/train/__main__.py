"""`python -m cnnlab.train RECIPE --data DIR --out DIR`: train a network, or resume an interrupted run."""

import argparse
import sys
from pathlib import Path

from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import CnnLabError

BASE_HELP = (
    "the pretrained base of a transfer recipe (default: efficientnet_lite0). Each base gets its own preprocessing: for "
    "vgg16, preprocess_input converts RGB to BGR and subtracts the means 103.939, 116.779, 123.68. Scaling pictures by "
    "1/255 instead, as an older recipe does, is the likely reason why it reached 0.90 and not 0.97"
)


def main(arguments: list[str] | None = None) -> int:
    """Run one recipe. Return 0, 2 after an error (reported on stderr), or 130 after Ctrl-C."""
    parser = _parser()
    given = parser.parse_args(arguments)
    from cnnlab.train.fetch import fetch
    from cnnlab.train.recipes import RECIPES, recipe
    from cnnlab.train.run import Options, run

    if given.list:
        for listed in RECIPES.values():
            print(f"{listed.id:32} {listed.epochs:4} epochs  {listed.title.en}")
        return 0
    if not (given.recipe and given.data and given.out):
        parser.error("RECIPE, --data and --out are required, unless --list is given")
    try:
        options = Options(given.data, given.out, given.epochs, given.seed, given.base, given.batch_size, given.start)
        if given.fetch:
            fetch(recipe(given.recipe).data, given.data)
        _print_summary(run(given.recipe, options))
    except KeyboardInterrupt:
        print("cnnlab.train: stopped. Run the same command again to resume from the last full epoch.", file=sys.stderr)
        return 130
    except CnnLabError as error:
        print(f"cnnlab.train: {error}", file=sys.stderr)
        return 2
    return 0


def _print_summary(card: ModelCard) -> None:
    if card.training:
        print(f"{card.id}: best epoch {card.training.best_epoch} of {card.training.epochs}, {card.folder}")
    for measured in card.measured:
        print(f"  {measured.figure} {measured.value:.4f} ({measured.on})")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m cnnlab.train", description=__doc__)
    parser.add_argument("recipe", nargs="?", metavar="RECIPE", help="the recipe to train; --list shows all of them")
    parser.add_argument("--list", action="store_true", help="list the recipes")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder with the data sets")
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder for the model, its history and its card")
    parser.add_argument("--fetch", action="store_true", help="download the data set if it is not in --data")
    parser.add_argument("--epochs", type=_positive, help="override the recipe's number of epochs")
    parser.add_argument("--batch-size", type=_positive, help="override the recipe's batch size")
    parser.add_argument("--seed", type=_seed, default=1337, help="the seed of everything random (default: 1337)")
    parser.add_argument("--base", help=BASE_HELP)
    parser.add_argument("--start", type=Path, metavar="FILE", help="the model.keras that fine-tuning starts from")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is too small: use 1 or more")
    return value


def _seed(text: str) -> int:
    value = int(text)
    if not 0 <= value < 2**32:
        raise argparse.ArgumentTypeError(f"{value} is out of range: use a seed from 0 to {2**32 - 1}")
    return value


if __name__ == "__main__":
    sys.exit(main())

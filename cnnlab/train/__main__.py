"""`python -m cnnlab.train RECIPE --data DIR --out DIR`: train one of the course's networks, or go on with it."""

import argparse
import sys
from pathlib import Path

from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import CnnLabError

BASE_HELP = (
    "the trained network of a transfer recipe (efficientnet_lite0), each with its own preparation: vgg16 gets BGR less "
    "the means 103.939, 116.779, 123.68 by preprocess_input, not pictures scaled by 1/255 as in an older recipe of the "
    "notes, the likely cause of its 0.90 against 0.97"
)


def main(arguments: list[str] | None = None) -> int:
    """Run one recipe; 0, or 2 with what is wrong on the error stream."""
    parser = _parser()
    given = parser.parse_args(arguments)
    from cnnlab.train.fetch import fetch
    from cnnlab.train.recipes import RECIPES, recipe
    from cnnlab.train.run import Options, run

    if given.list:
        for each in RECIPES.values():
            print(f"{each.id:32} {each.epochs:4} epochs  {each.title.en}")
        return 0
    if not (given.recipe and given.data and given.out):
        parser.error("RECIPE, --data and --out are needed, or --list")
    try:
        options = Options(given.data, given.out, given.epochs, given.seed, given.base, given.batch_size, given.start)
        if given.fetch:
            fetch(recipe(given.recipe).data, given.data)
        _tell(run(given.recipe, options))
    except KeyboardInterrupt:
        print("cnnlab.train: stopped; the same command goes on from the last whole epoch.", file=sys.stderr)
        return 130
    except CnnLabError as error:
        print(f"cnnlab.train: {error}", file=sys.stderr)
        return 2
    return 0


def _tell(card: ModelCard) -> None:
    if card.training:
        print(f"{card.id}: best epoch {card.training.best_epoch} of {card.training.epochs}, {card.folder}")
    for each in card.measured:
        print(f"  {each.figure} {each.value:.4f} ({each.on})")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m cnnlab.train", description=__doc__)
    parser.add_argument("recipe", nargs="?", metavar="RECIPE", help="what to train; --list tells what there is")
    parser.add_argument("--list", action="store_true", help="list the recipes")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder that holds the data sets")
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder for the model, its history and its card")
    parser.add_argument("--fetch", action="store_true", help="get the data set from its site where --data lacks it")
    parser.add_argument("--epochs", type=_positive, help="instead of the recipe's own number")
    parser.add_argument("--batch-size", type=_positive, help="instead of the recipe's own number")
    parser.add_argument("--seed", type=_seed, default=1337, help="whatever is random depends on it (1337)")
    parser.add_argument("--base", help=BASE_HELP)
    parser.add_argument("--start", type=Path, metavar="FILE", help="the model.keras that fine-tuning goes on from")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"at least 1 was expected; {value} came")
    return value


def _seed(text: str) -> int:
    value = int(text)
    if not 0 <= value < 2**32:
        raise argparse.ArgumentTypeError(f"from 0 to {2**32 - 1} was expected; {value} came")
    return value


if __name__ == "__main__":
    sys.exit(main())

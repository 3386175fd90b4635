"""`python -m cnnlab.train.scaling --data DIR`: what wrongly scaled pictures cost, measured on cats and dogs.

The bundled base takes values of 0-255 and scales them itself to (x - 127) / 128. The same head is trained on features
of the pictures as they are, of pictures that were divided by 255 before, and of pictures that are divided by 255
instead of being scaled by the base. The result is written to cnnlab/core/transfer/scaling.json, which the page
Transfer learning shows.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np

from cnnlab.core.transfer.scaling import SCALING_FILE
from cnnlab.nets import device
from cnnlab.train.bases import Base, load_base
from cnnlab.train.datasets import DATASETS
from cnnlab.train.examples import ArrayExamples, Examples
from cnnlab.train.features import extract, extractor
from cnnlab.train.loop import Plan, train
from cnnlab.train.measuring import write_measured
from cnnlab.train.recipes import recipe
from cnnlab.train.report import versions
from cnnlab.train.run import DEFAULT_SEED, compile_model
from cnnlab.train.transfer import NetworkSpec

RECIPE = "cats_dogs_extraction"
COMMAND = "python -m cnnlab.train.scaling --data DIR"
# What is done to pictures of 0-255 before the base's own scaling; the last one undoes that scaling.
PREPARED: dict[str, Callable[[Any], Any]] = {
    "own": lambda x: x,
    "twice": lambda x: x / 255,
    "instead": lambda x: 127 + 128 * (x / 255),
}


def scaled_by_base(value: float) -> float:
    """What the bundled base makes of a value.

    >>> scaled_by_base(127), scaled_by_base(255)
    (0.0, 1.0)
    """
    return (value - 127) / 128


def measure(data: Path, epochs: int | None = None, seed: int = DEFAULT_SEED) -> dict[str, Any]:
    """Train a head for each scaling on the pictures in `data` and return what scaling.json holds.

    `epochs` is the recipe's own unless given. Raises DataError if the pictures cannot be read.
    """
    chosen, base = recipe(RECIPE), load_base()
    examples = DATASETS[chosen.data].load(data, base.model.input_shape[1])
    plan = Plan(epochs or chosen.epochs, chosen.batch_size, seed, {"recipe": "scaling"})
    right = {}
    for name, prepare in PREPARED.items():
        right[name] = _right(replace(base, preprocess=prepare), examples, plan)
        print(name, {subset: float(answers.mean()) for subset, answers in right[name].items()}, flush=True)
    rows = [_row(name, found, right["own"]) for name, found in right.items()]
    counts = {name: subset.count for name, subset in examples.items()}
    settings = {"seed": seed, "epochs": plan.epochs, "batch_size": plan.batch_size, "pictures": counts}
    where = {"device": device.describe().name, "versions": versions()}
    return {"command": COMMAND, "recipe": RECIPE, **settings, **where, "measured": rows}


def _row(name: str, right: dict[str, np.ndarray], own: dict[str, np.ndarray]) -> dict[str, Any]:
    """A row of the file: the values that the base's first convolution gets for 0 and 255, the accuracies, and how many
    test pictures only the base's own scaling has right ("lost"), and how many only this one ("gained")."""
    low, high = (round(scaled_by_base(float(PREPARED[name](value))), 3) for value in (0, 255))
    shares = {subset: round(float(right[subset].mean()), 4) for subset in ("validation", "test")}
    lost = int((own["test"] & ~right["test"]).sum())
    gained = int((right["test"] & ~own["test"]).sum())
    return {"scaling": name, "low": low, "high": high, **shares, "lost": lost, "gained": gained}


def _right(base: Base, examples: dict[str, Examples], plan: Plan) -> dict[str, np.ndarray]:
    """For each picture, whether the head has it right, with the weights of the epoch of the lowest validation loss."""
    network = extractor(base)
    features = {name: _as_examples(network, subset) for name, subset in examples.items()}
    keras.utils.set_random_seed(plan.seed)
    chosen = recipe(RECIPE)
    head = chosen.build(NetworkSpec())
    compile_model(head, chosen, steps=0)
    with TemporaryDirectory() as folder:
        train(head, dict(features), plan, Path(folder))
    return {
        name: ((head.predict(subset.pictures, verbose=0) > 0.5) == (subset.targets > 0.5))[:, 0]
        for name, subset in features.items()
    }


def _as_examples(network: keras.Model, subset: Examples) -> ArrayExamples:
    features, labels = extract(network, subset)
    return ArrayExamples(features.astype("float32"), labels.astype("float32"))


def main(arguments: list[str] | None = None) -> int:
    """Measure and write the file. Return 0, or 2 after an error, which is reported on stderr."""
    parser = argparse.ArgumentParser("python -m cnnlab.train.scaling", description=__doc__)
    parser.add_argument("--epochs", type=int, help="override the recipe's number of epochs")
    return write_measured(parser, SCALING_FILE, lambda given: measure(given.data, given.epochs), arguments)


if __name__ == "__main__":
    sys.exit(main())

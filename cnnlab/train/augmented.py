"""`python -m cnnlab.train.augmented --data DIR`: how often two networks are right on augmented test pictures.

The test pictures of cats and dogs are classified as they are, then with one augmentation layer at a time and with the
Augmentation page's first pipeline, each picture drawn once, by the network trained without augmentation and by the one
trained with it. The result is written to cnnlab/core/augmentation/drawn_accuracy.json, which the page shows.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab.core.augmentation import AUGMENTATIONS, FIRST, layer_config
from cnnlab.core.augmentation.drawn_accuracy import DRAWN_FILE
from cnnlab.core.cards import card
from cnnlab.core.pictures import square
from cnnlab.nets import catalog, device
from cnnlab.nets.augmentation import augment_separately, augment_targets
from cnnlab.train.datasets import DATASETS
from cnnlab.train.examples import in_order
from cnnlab.train.measuring import write_measured
from cnnlab.train.report import versions

PLAIN, AUGMENTED = "cats_dogs_scratch", "cats_dogs_augmented"
SEED, BATCH = 8, 50
COMMAND = "python -m cnnlab.train.augmented --data DIR"


def measure(data: Path, most: int, layers: Sequence[str]) -> dict[str, Any]:
    """Return what drawn_accuracy.json holds, for at most `most` test pictures, spread evenly over all of them.

    Raises DataError if the pictures cannot be read.
    """
    networks = [catalog.load(name) for name in (PLAIN, AUGMENTED)]
    test = DATASETS["cats_dogs"].load(data, card(PLAIN).input.height)["test"]
    pictures, classes = (np.concatenate(parts) for parts in zip(*in_order(test, BATCH), strict=True))
    chosen = np.unique(np.linspace(0, len(pictures) - 1, min(most, len(pictures))).round().astype(int))
    pictures, classes = pictures[chosen].astype(np.uint8), classes[chosen].ravel()
    rows = []
    for names in ([], list(FIRST), *([name] for name in layers)):
        right = np.zeros((2, len(pictures)), bool)
        for at, batch in _drawn(pictures, names):
            for index, network in enumerate(networks):
                answers = np.asarray(network.predict_on_batch(batch.astype(np.float32))).ravel() > 0.5
                right[index, at : at + len(batch)] = answers == classes[at : at + len(batch)]
        plain, augmented = right
        counts = {"both": plain & augmented, "only_plain": plain & ~augmented, "only_augmented": ~plain & augmented}
        rows.append({"layers": names} | {name: int(which.sum()) for name, which in counts.items()})
        print(rows[-1], flush=True)
    where = {"device": device.describe().name, "versions": versions()}
    return {"command": COMMAND, "models": [PLAIN, AUGMENTED], "pictures": len(pictures), **where, "measured": rows}


def _drawn(pictures: np.ndarray, names: Sequence[str]) -> Iterator[tuple[int, np.ndarray]]:
    """Yield the pictures in batches, each with the index of its first picture, augmented with the layers' defaults."""
    layers = [layer_config(name) for name in names]
    run = augment_separately if any(AUGMENTATIONS[name].per_batch for name in names) else augment_targets
    side = pictures.shape[1]
    for at in range(0, len(pictures), BATCH):
        batch = run(pictures[at : at + BATCH], layers, SEED + at).images
        yield at, batch if batch.shape[1] == side else np.stack([square(one, "stretch", side).pixels for one in batch])


def single_layers() -> list[str]:
    """The layers that augment one picture at a time."""
    return [name for name, layer in AUGMENTATIONS.items() if not layer.several]


def main(arguments: list[str] | None = None) -> int:
    """Measure and write the file. Return 0, or 2 after an error, which is reported on stderr."""
    parser = argparse.ArgumentParser("python -m cnnlab.train.augmented", description=__doc__)
    parser.add_argument("--pictures", type=int, default=1000, help="how many test pictures are measured at most")
    parser.add_argument("--layers", nargs="*", default=single_layers(), help="which layers are measured singly")
    return write_measured(
        parser, DRAWN_FILE, lambda given: measure(given.data, given.pictures, given.layers), arguments
    )


if __name__ == "__main__":
    sys.exit(main())

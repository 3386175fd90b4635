"""`python -m cnnlab.train.skips --data DIR`: what each skip connection of the U-Net is worth.

The network segments test pictures as it is, with zeros in place of one skip connection after the other, and of all of
them. The result is written to cnnlab/core/segmentation/skips.json, which the page Segmentation shows.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab.core.cards import card
from cnnlab.core.segmentation import boundary_distance, boundary_iou, confusion_matrix, mean_iou, overlaps
from cnnlab.core.segmentation.skip_cost import SKIPS_FILE
from cnnlab.nets import catalog, device
from cnnlab.nets.segmentation import Skipping, network_of
from cnnlab.train.measuring import write_measured
from cnnlab.train.pets import read_pets
from cnnlab.train.report import versions

MODEL, PET, BATCH = "pets_unet", 0, 16
COMMAND = "python -m cnnlab.train.skips --data DIR"


def measure(data: Path, most: int) -> dict[str, Any]:
    """Return what skips.json holds, measured on at most `most` test pictures, spread evenly over all of them.

    Raises DataError if the pictures cannot be read.
    """
    names = [name.en for name in card(MODEL).classes()]
    network = network_of(catalog.load(MODEL))
    skipping = Skipping(network)
    pictures, masks = read_pets(data, card(MODEL).input.height)["test"]
    chosen = np.unique(np.linspace(0, len(pictures) - 1, min(most, len(pictures))).round().astype(int))
    pictures, masks = pictures[chosen].astype(np.float32), masks[chosen]
    rows = []
    for without in ([], *([name] for name in skipping.names), list(skipping.names)):
        found = [skipping(pictures[at : at + BATCH], without).argmax(axis=-1) for at in range(0, len(pictures), BATCH)]
        rows.append({"without": without} | _scores(masks, np.concatenate(found), names))
        print(rows[-1], flush=True)
    where = {"device": device.describe().name, "versions": versions()}
    return {"command": COMMAND, "model": MODEL, "pictures": len(pictures), **where, "measured": rows}


def _scores(masks: np.ndarray, found: np.ndarray, names: list[str]) -> dict[str, Any]:
    counts = confusion_matrix(masks, found, len(names))
    distance = boundary_distance(*masks.shape[1:])
    boundaries = [boundary_iou(true, mask, PET, distance) for true, mask in zip(masks, found, strict=True)]
    by_class = zip(names, overlaps(counts), strict=True)
    return {
        "iou": {name: round(overlap.iou, 4) for name, overlap in by_class if overlap.iou is not None},
        "mean_iou": round(mean_iou(counts), 4),
        "boundary_iou": round(float(np.mean([value for value in boundaries if value is not None])), 4),
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure and write the file. Return 0, or 2 after an error, which is reported on stderr."""
    parser = argparse.ArgumentParser("python -m cnnlab.train.skips", description=__doc__)
    parser.add_argument("--pictures", type=int, default=60, help="how many test pictures are measured at most")
    return write_measured(parser, SKIPS_FILE, lambda given: measure(given.data, given.pictures), arguments)


if __name__ == "__main__":
    sys.exit(main())

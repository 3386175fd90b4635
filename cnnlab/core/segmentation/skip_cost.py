"""What the skip connections of `pets_unet` are worth: the measurement that `python -m cnnlab.train.skips` writes."""

import json
from dataclasses import dataclass
from pathlib import Path

SKIPS_FILE = Path(__file__).with_name("skips.json")


@dataclass(frozen=True)
class SkipCost:
    """The network with zeros in place of some skip connections, named by the layers they come from.

    `iou` has the IoU of each class, by its English name, over all pixels of the pictures, and `mean_iou` their mean.
    `boundary_iou` is that of the pet, the mean over the pictures.
    """

    without: tuple[str, ...]
    iou: dict[str, float]
    mean_iou: float
    boundary_iou: float


@dataclass(frozen=True)
class SkipCosts:
    """The whole network first, then without each skip connection, then without all; how they were measured."""

    rows: tuple[SkipCost, ...]
    model: str
    pictures: int
    command: str


def skip_costs(path: Path = SKIPS_FILE) -> SkipCosts:
    """Read the measurement.

    >>> [len(row.without) for row in skip_costs().rows]
    [0, 1, 1, 1, 1, 4]
    """
    found = json.loads(path.read_text(encoding="utf-8"))
    rows = tuple(SkipCost(**{**row, "without": tuple(row["without"])}) for row in found["measured"])
    return SkipCosts(rows, found["model"], found["pictures"], found["command"])

"""What wrongly scaled pictures cost: the measurement that `python -m cnnlab.train.scaling` writes."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

from cnnlab.core.history import standard_error

SCALING_FILE = Path(__file__).with_name("scaling.json")


@dataclass(frozen=True)
class Scaled:
    """A head on features of pictures that were scaled in one way.

    `low` and `high` are what the base's first convolution gets for the values 0 and 255; `validation` and `test` are
    accuracies, `error` the standard error of `test`. Of the test pictures, `lost` are right with the base's own scaling
    alone, `gained` with this one alone.
    """

    scaling: str
    low: float
    high: float
    validation: float
    test: float
    error: float
    lost: int
    gained: int

    @property
    def p_value(self) -> float:
        """The probability of a difference at least as uneven if both scalings were equally good."""
        return paired_p_value(self.lost, self.gained)


@dataclass(frozen=True)
class ScalingCost:
    """The rows, how many test pictures they were measured on, and the command that measured them."""

    rows: tuple[Scaled, ...]
    test_pictures: int
    command: str


def scaling_cost(path: Path = SCALING_FILE) -> ScalingCost:
    """Read the measurement: "own" as the base scales by itself, "twice" divided by 255 before, "instead" in its place.

    >>> [row.scaling for row in scaling_cost().rows]
    ['own', 'twice', 'instead']
    """
    found = json.loads(path.read_text(encoding="utf-8"))
    pictures = found["pictures"]["test"]
    rows = tuple(Scaled(error=standard_error(row["test"], pictures), **row) for row in found["measured"])
    return ScalingCost(rows, pictures, found["command"])


def paired_p_value(lost: int, gained: int) -> float:
    """McNemar's test in its exact form, two-sided: of lost + gained differing answers, each would fall on either side
    with a probability of one half (McNemar 1947; the exact form is a sign test).

    >>> paired_p_value(5, 0), paired_p_value(3, 3)
    (0.0625, 1.0)
    """
    differing = lost + gained
    ways = sum(math.comb(differing, fewer) for fewer in range(min(lost, gained) + 1))
    return min(1.0, 2 * ways / (1 << differing))

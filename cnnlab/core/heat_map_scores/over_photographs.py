"""The scores of several methods' maps over the bundled photographs of cats and dogs, as measured.json has them.

`python -m cnnlab.nets.faithfulness.over_photographs` writes the file.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from statistics import stdev

MEASURED_FILE = Path(__file__).with_name("measured.json")
MEASURES = ("deletion", "insertion", "drop", "rises", "mass", "rank", "hit")
LOWER_IS_BETTER = ("deletion", "drop")
RANDOM, BLOB = "random", "blob"  # among the ids of methods


@dataclass(frozen=True)
class Measured:
    """`values` has for each map, by the id of its method, and each of MEASURES one number a photograph."""

    command: str
    model: str
    photographs: tuple[str, ...]
    values: dict[str, dict[str, tuple[float, ...]]]

    def mean(self, method: str, measure: str) -> float:
        """The mean over the photographs: of "rises" and "hit", which are 0 or 1, the share."""
        found = self.values[method][measure]
        return sum(found) / len(found)

    def error(self, method: str, measure: str) -> float:
        """The standard error of the mean: the standard deviation (n - 1) over the root of n."""
        found = self.values[method][measure]
        return stdev(found) / sqrt(len(found))

    def largest_error(self, measures: Iterable[str]) -> float:
        """The largest standard error of these measures."""
        return max(self.error(method, measure) for method in self.values for measure in measures)

    def best(self, measure: str) -> set[str]:
        """The maps with the best mean, as it is shown: rounded to two digits."""
        means = {method: round(self.mean(method, measure), 2) for method in self.values}
        wanted = (min if measure in LOWER_IS_BETTER else max)(means.values())
        return {method for method, mean in means.items() if mean == wanted}


@cache
def measured(file: Path = MEASURED_FILE) -> Measured | None:
    """Return what was measured; None if the file is missing."""
    if not file.is_file():
        return None
    read = json.loads(file.read_text(encoding="utf-8"))
    values = {
        method: {measure: tuple(numbers) for measure, numbers in by_measure.items()}
        for method, by_measure in read["values"].items()
    }
    return Measured(read["command"], read["model"], tuple(read["photographs"]), values)

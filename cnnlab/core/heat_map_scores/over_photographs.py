"""The scores of several methods' maps over the bundled photographs of cats and dogs, as measured.json has them.

`python -m cnnlab.nets.faithfulness.over_photographs` writes the file. Run it again where a method or a measure is
changed: the file knows its photographs, outlines and models, but not the code that made the maps and the scores.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from math import sqrt
from pathlib import Path
from statistics import stdev

from cnnlab.core.cards import CardError, card
from cnnlab.core.pictures.bundled import SAMPLES, samples
from cnnlab.core.pictures.masks import OUTLINES

MEASURED_FILE = Path(__file__).with_name("measured.json")
MEASURES = ("deletion", "insertion", "drop", "rises", "mass", "rank", "hit")
LOWER_IS_BETTER = ("deletion", "drop")
RANDOM, RANDOM_PIXELS, BLOB = "random", "random-pixels", "blob"  # among the ids of methods


@dataclass(frozen=True)
class Measured:
    """`values` has for each map, by the id of its method, and each of MEASURES one number a photograph.

    `pictures` is the SHA-256 of the photographs and their outlines, `networks` has those of the models' files.
    """

    command: str
    model: str
    photographs: tuple[str, ...]
    values: dict[str, dict[str, tuple[float, ...]]]
    pictures: str = ""
    networks: dict[str, str] = field(default_factory=dict)

    @property
    def current(self) -> bool:
        """Whether the photographs, their outlines and the models are still those that were measured."""
        bundled = {photograph.id for photograph in samples()}
        if not self.networks or not bundled.issuperset(self.photographs):
            return False
        try:
            models = {model: card(model).sha256 for model in self.networks}
        except CardError:  # it has been removed, or is invalid
            return False
        return models == self.networks and digest_of(self.photographs) == self.pictures

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
    names = tuple(read["photographs"])
    return Measured(read["command"], read["model"], names, values, read.get("pictures", ""), read.get("networks", {}))


def digest_of(names: Iterable[str]) -> str:
    """Return the SHA-256 of bundled photographs' files, in this order, and of the file with the outlines."""
    files = {photograph.id: SAMPLES / photograph.file for photograph in samples()}
    found = hashlib.sha256()
    for file in [*(files[name] for name in names), OUTLINES]:
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()

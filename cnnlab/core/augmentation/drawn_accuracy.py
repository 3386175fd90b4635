"""How often two networks are right on augmented test pictures: `python -m cnnlab.train.augmented` measures it."""

import json
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

DRAWN_FILE = Path(__file__).with_name("drawn_accuracy.json")


@dataclass(frozen=True)
class Accuracy:
    """The share of pictures that a network classifies correctly, and the standard error of that share."""

    share: float
    error: float


@dataclass(frozen=True)
class Drawn:
    """How many of `pictures` test pictures each network classifies correctly, each augmented once by `layers`.

    `both` is the number of pictures that both networks get right; `only_plain` and `only_augmented` that of pictures
    which only the network trained without augmentation, or only the one trained with it, gets right.
    """

    layers: tuple[str, ...]
    pictures: int
    both: int
    only_plain: int
    only_augmented: int

    @property
    def plain(self) -> Accuracy:
        """Of the network trained without augmentation.

        >>> Drawn((), 100, 60, 20, 30).plain
        Accuracy(share=0.8, error=0.04)
        """
        return _accuracy(self.both + self.only_plain, self.pictures)

    @property
    def augmented(self) -> Accuracy:
        """Of the network trained with augmentation."""
        return _accuracy(self.both + self.only_augmented, self.pictures)

    @property
    def gain(self) -> Accuracy:
        """By how much the network trained with augmentation is better, with the error of two paired shares.

        Both networks see the same pictures, so only those on which they differ count: with b and c pictures that only
        one of them gets right, the difference is (c - b) / n and its error sqrt(b + c - (c - b)^2 / n) / n (Agresti,
        Categorical Data Analysis, 3rd edition, section 11.1.1).

        >>> Drawn((), 100, 60, 5, 30).gain.share, round(Drawn((), 100, 60, 5, 30).gain.error, 4)
        (0.25, 0.0536)
        """
        differing, more = self.only_plain + self.only_augmented, self.only_augmented - self.only_plain
        return Accuracy(more / self.pictures, sqrt(differing - more**2 / self.pictures) / self.pictures)


@dataclass(frozen=True)
class Measurement:
    """The rows, the first of them without any layer, and the command that measured them."""

    rows: tuple[Drawn, ...]
    command: str


def drawn_accuracy(path: Path = DRAWN_FILE) -> Measurement:
    """Read the measurement."""
    found = json.loads(path.read_text(encoding="utf-8"))
    rows = tuple(
        Drawn(**{"pictures": found["pictures"], **row, "layers": tuple(row["layers"])}) for row in found["measured"]
    )
    return Measurement(rows, found["command"])


def _accuracy(right: int, pictures: int) -> Accuracy:
    """The standard error of a share p of n is sqrt(p (1 - p) / n)."""
    share = right / pictures
    return Accuracy(share, sqrt(share * (1 - share) / pictures))

"""The metrics of a history in pairs: each with that of the validation data."""

from dataclasses import dataclass

from cnnlab.core.history.history import History
from cnnlab.core.history.metric_names import SETTINGS, Direction, direction

# Keras names them loss and val_loss; other programs train_loss and val_loss, train/loss and val/loss,
# eval_loss, Loss/train and Loss/validation.
TRAINING = ("train_", "training_", "train/", "training/"), ("_train", "/train", "_training", "/training", " - train")
VALIDATION = (
    ("val_", "valid_", "validation_", "eval_", "val/", "valid/", "validation/", "eval/"),
    ("_val", "/val", "_valid", "/valid", "_validation", "/validation", " - val"),
)


@dataclass(frozen=True)
class Pair:
    """A metric on the training and on the validation data, by their names in the history; None where one is missing.

    `direction` is None where the name does not say whether larger is better, and for settings: the learning rate.
    """

    metric: str
    training: str | None
    validation: str | None
    direction: Direction | None

    @property
    def names(self) -> list[str]:
        """The names of those that the history has, training first."""
        return [name for name in (self.training, self.validation) if name is not None]


def pairs(history: History) -> list[Pair]:
    """Return the metrics in pairs: losses first, then those to maximize, then the rest, each in the file's order.

    >>> from cnnlab.core.history.history import Source
    >>> run = History("run", Source.CSV_LOGGER, [0], {"accuracy": [0.5], "loss": [0.7], "val_loss": [0.6], "lr": [0.1]})
    >>> [(pair.metric, pair.training, pair.validation) for pair in pairs(run)]
    [('loss', 'loss', 'val_loss'), ('accuracy', 'accuracy', None), ('lr', 'lr', None)]
    """
    found: dict[str, dict[str, str]] = {}
    for name in history.metrics:
        metric, side = _metric_and_side(name)
        if side in found.setdefault(metric, {}):  # loss and train_loss in one file: two metrics
            metric = name
        found.setdefault(metric, {})[side] = name
    unsorted = [
        Pair(metric, sides.get("training"), sides.get("validation"), None if metric in SETTINGS else direction(metric))
        for metric, sides in found.items()
        if sides
    ]
    return sorted(unsorted, key=_rank)


def _metric_and_side(name: str) -> tuple[str, str]:
    """A metric's name without what says on which data it was measured, and which data that is."""
    for side, (prefixes, suffixes) in (("validation", VALIDATION), ("training", TRAINING)):
        for part in prefixes:
            if name.startswith(part) and name != part:
                return name.removeprefix(part), side
        for part in suffixes:
            if name.endswith(part) and name != part:
                return name.removesuffix(part), side
    return name, "training"


def _rank(pair: Pair) -> int:
    if pair.metric == "loss":
        return 0
    if pair.metric in SETTINGS:
        return 4
    return {"max": 1, "min": 2, None: 3}[pair.direction]

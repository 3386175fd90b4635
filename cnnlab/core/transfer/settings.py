"""How a head is trained on the features of a base."""

from dataclasses import dataclass
from typing import Literal, get_args

from cnnlab.core.errors import N_, CnnLabError

Schedule = Literal["constant", "cosine", "exponential"]
OptimizerName = Literal["rmsprop", "adam", "sgd"]
LIMITS: dict[str, tuple[float, float]] = {
    "pictures": (10, 2000),
    "units": (0, 512),
    "dropout": (0, 0.9),
    "learning_rate": (1e-8, 10),
    "batch_size": (8, 256),
    "l2": (0, 1),
    "seed": (0, 2**31 - 1),
    "epochs": (1, 50),
}
WHOLE = ("pictures", "units", "batch_size", "seed", "epochs")


class TransferError(CnnLabError):
    """A head cannot be trained as asked."""


@dataclass(frozen=True)
class HeadSettings:
    """The head and its training, named as in Keras; raises TransferError outside LIMITS.

    The head is Dense(units, relu) if `units` is not 0, Dropout and Dense(1, sigmoid). `pictures` of both classes are
    drawn with `seed`, from which the starting weights, the order of the pictures and the dropout derive as well. The
    schedules are those of cnnlab.core.transfer.schedules; "sgd" has momentum 0.9. The L2 penalty is on the hidden
    layer's kernel, without hidden units on the last one's.

    >>> HeadSettings(pictures=100, units=0).epochs
    20
    """

    pictures: int = 2000
    units: int = 256
    dropout: float = 0.5
    learning_rate: float = 0.001
    schedule: Schedule = "constant"
    optimizer: OptimizerName = "rmsprop"
    batch_size: int = 32
    l2: float = 0.0
    seed: int = 1337
    epochs: int = 20

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            check_number(name, getattr(self, name), least, most, whole=name in WHOLE)
        _check_choice("schedule", self.schedule, get_args(Schedule))
        _check_choice("optimizer", self.optimizer, get_args(OptimizerName))

    @property
    def steps_per_epoch(self) -> int:
        """The number of batches in an epoch; the last one may be smaller.

        >>> HeadSettings(pictures=100, batch_size=32).steps_per_epoch
        4
        """
        return -(-self.pictures // self.batch_size)


def check_number(name: str, value: float, least: float, most: float, *, whole: bool) -> None:
    """Raise TransferError unless `value` is a number from `least` to `most`, and a whole one if it has to be."""
    is_number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if is_number and least <= value <= most:
        return
    template = N_("{name} is {value}, but it has to be a number from {least:,} to {most:,}. Change it.")
    if whole:
        template = N_("{name} is {value}, but it has to be a whole number from {least:,} to {most:,}. Change it.")
    raise TransferError(template, name=name, value=value, least=least, most=most)


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise TransferError(
            N_("{name} is {value}, but it has to be one of these: {choices}. Change it."),
            name=name,
            value=value,
            choices=", ".join(choices),
        )

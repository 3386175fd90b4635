"""A layer's arguments with Keras's defaults, each checked as it is read."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers.facts import LayerError, Shape

LARGEST = 2**31 - 1  # the longest axis that a tensor can have


@dataclass(frozen=True)
class Arguments:
    """The arguments of one layer of the kind `class_name`; raises LayerError for those that do not hold.

    >>> Arguments("Conv2D", {"kernel_size": 3}).sizes("kernel_size", 2)
    (3, 3)
    """

    class_name: str
    config: dict

    def integer(self, name: str, default: int | None = None, least: int = 1) -> int:
        """A whole number from `least` on."""
        value = self._get(name, default)
        if not is_integer(value, least):
            raise LayerError(
                N_("{layer} takes a whole number from {least} on as {name}; {came} came. Change {name}."),
                layer=self.class_name,
                least=least,
                name=name,
                came=shown(value),
            )
        return int(value)

    def sizes(self, name: str, rank: int, default: int | None = None, least: int = 1) -> Shape:
        """One whole number from `least` on for each of `rank` axes; a single number stands for all."""
        value = self._get(name, default)
        values = value if isinstance(value, list | tuple) else (value,) * rank
        if len(values) != rank or not all(is_integer(each, least) for each in values):
            raise LayerError(
                N_(
                    "{layer} takes {rank} whole numbers from {least} on (or one for all) as {name}; {came} came. "
                    "Change {name}."
                ),
                layer=self.class_name,
                rank=rank,
                least=least,
                name=name,
                came=shown(value),
            )
        return tuple(int(each) for each in values)

    def pair(self, name: str) -> tuple[int, int]:
        """(before, after), each a whole number from 0 on; a single number stands for both."""
        before, after = self.sizes(name, 2, least=0)
        return before, after

    def choice(self, name: str, known: tuple[str, ...], default: str) -> str:
        """One of the words `known`."""
        value = self._get(name, default)
        if value not in known:
            raise LayerError(
                N_("{layer} takes one of {known} as {name}; {came} came. Choose one of them."),
                layer=self.class_name,
                known=", ".join(known),
                name=name,
                came=shown(value),
            )
        return value

    def flag(self, name: str, default: bool) -> bool:
        """Whether an argument is on."""
        return bool(self.config.get(name, default))

    def trainable(self, parameters: int) -> int:
        """How many of so many parameters train: none of a frozen layer's."""
        return parameters if self.flag("trainable", True) else 0

    def channels_first(self) -> bool:
        """Whether the channels are the first axis rather than the last; None is Keras's default, the last."""
        if self.config.get("data_format") is None:
            return False
        return self.choice("data_format", ("channels_last", "channels_first"), "channels_last") == "channels_first"

    def _get(self, name: str, default):
        if name not in self.config and default is None:
            raise LayerError(
                N_("{layer} needs {name}, and it did not come. Say what it should be."),
                layer=self.class_name,
                name=name,
            )
        return self.config.get(name, default)


def is_integer(value, least: int = 1) -> bool:
    """Whether a value is a whole number from `least` to the longest axis that a tensor can have.

    >>> is_integer(3), is_integer(0), is_integer(2.5)
    (True, False, False)
    """
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and least <= int(value) <= LARGEST


def shown(value) -> str:
    """A value as an error shows it: cut short, whatever it is.

    >>> shown("x" * 100)[-3:]
    '...'
    """
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list of thousands of lists
        return f"a {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "..."

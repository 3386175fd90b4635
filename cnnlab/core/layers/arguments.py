"""A layer's arguments with Keras's defaults, each checked when it is read."""

from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers.facts import LayerError, Shape

MAX_SIZE = 2**31 - 1  # the longest axis that a tensor can have


@dataclass(frozen=True)
class Arguments:
    """The arguments of a layer of class `class_name`; its methods raise LayerError for invalid ones.

    >>> Arguments("Conv2D", {"kernel_size": 3}).sizes("kernel_size", 2)
    (3, 3)
    """

    class_name: str
    config: dict[str, Any]

    def integer(self, name: str, default: int | None = None, minimum: int = 1) -> int:
        """A whole number, `minimum` or larger."""
        value = self._get(name, default)
        if not is_integer(value, minimum):
            raise LayerError(
                N_("{layer} cannot use `{name}` = {value}. Use a whole number, {minimum} or larger."),
                layer=self.class_name,
                name=name,
                value=short_repr(value),
                minimum=minimum,
            )
        return int(value)

    def sizes(self, name: str, rank: int, default: int | None = None, minimum: int = 1) -> Shape:
        """`rank` whole numbers, `minimum` or larger; a single number stands for all of them."""
        value = self._get(name, default)
        values = value if isinstance(value, list | tuple) else (value,) * rank
        if len(values) != rank or not all(is_integer(number, minimum) for number in values):
            raise LayerError(
                N_(
                    "{layer} cannot use `{name}` = {value}. Use a whole number, {minimum} or larger, or a list of "
                    "such numbers (length: {rank})."
                ),
                layer=self.class_name,
                name=name,
                value=short_repr(value),
                minimum=minimum,
                rank=rank,
            )
        return tuple(int(number) for number in values)

    def pair(self, name: str) -> tuple[int, int]:
        """(before, after), two whole numbers, 0 or larger; a single number stands for both."""
        before, after = self.sizes(name, 2, minimum=0)
        return before, after

    def choice(self, name: str, known: tuple[str, ...], default: str) -> str:
        """One of the words in `known`."""
        value = self._get(name, default)
        if value not in known:
            raise LayerError(
                N_("{layer} cannot use `{name}` = {value}. Use one of: {known}."),
                layer=self.class_name,
                name=name,
                value=short_repr(value),
                known=", ".join(known),
            )
        return str(value)

    def flag(self, name: str, default: bool) -> bool:
        """Whether an argument is true."""
        return bool(self.config.get(name, default))

    def trainable(self, parameters: int) -> int:
        """How many of `parameters` are trainable: none if the layer is frozen."""
        return parameters if self.flag("trainable", True) else 0

    def channels_first(self) -> bool:
        """Whether the channels are the first axis rather than the last; None means Keras's default, the last."""
        if self.config.get("data_format") is None:
            return False
        return self.choice("data_format", ("channels_last", "channels_first"), "channels_last") == "channels_first"

    def _get(self, name: str, default: object) -> Any:
        if name not in self.config and default is None:
            raise LayerError(
                N_("{layer} has no `{name}`, and there is no default for it. Add `{name}` to the layer's config."),
                layer=self.class_name,
                name=name,
            )
        return self.config.get(name, default)


def is_integer(value: object, minimum: int = 1) -> TypeGuard[int]:
    """Whether a value is a whole number from `minimum` to the length of the longest axis that a tensor can have.

    >>> is_integer(3), is_integer(0), is_integer(2.5)
    (True, False, False)
    """
    if type(value) is int:  # nearly always
        return minimum <= value <= MAX_SIZE
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and minimum <= int(value) <= MAX_SIZE


def short_repr(value: object) -> str:
    """The `repr` of any value, shortened for an error message.

    >>> short_repr("x" * 100)[-3:]
    '...'
    """
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list nested thousands of times
        return f"a {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "..."

"""The kinds of layers that a network can be put together from, and the settings of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import is_integer, short_repr
from cnnlab.core.network.graph import NetworkError

RESIDUAL = "Residual block"


@dataclass(frozen=True)
class Number:
    """A setting that is a whole number, in the range that is offered."""

    name: str
    default: int
    lowest: int
    highest: int

    def checked(self, value: object) -> int:
        """The value; raises NetworkError if it is outside the range."""
        if not is_integer(value, self.lowest) or value > self.highest:
            raise NetworkError(
                N_("`{name}` cannot be {value}. Use a whole number from {lowest} to {highest}."),
                name=self.name,
                value=short_repr(value),
                lowest=self.lowest,
                highest=self.highest,
            )
        return int(value)


@dataclass(frozen=True)
class Choice:
    """A setting that is one of a few values, by the word for each in a text; the first is the default."""

    name: str
    options: Mapping[str, Any]

    @property
    def default(self) -> Any:
        """The value where nothing is said."""
        return next(iter(self.options.values()))

    def word(self, value: object) -> str:
        """The word for a value."""
        return next(word for word, option in self.options.items() if option == value)

    def checked(self, value: object) -> Any:
        """The value; raises NetworkError if it is none of those offered."""
        if not any(option == value and type(option) is type(value) for option in self.options.values()):
            raise NetworkError(
                N_("`{name}` cannot be {value}. Use one of: {known}."),
                name=self.name,
                value=short_repr(value),
                known=", ".join(map(str, self.options.values())),
            )
        return value


Setting = Number | Choice


@dataclass(frozen=True)
class Kind:
    """A kind of layer by its Keras class, with the letter that stands for it in a text, and its settings in order."""

    name: str
    letter: str
    settings: tuple[Setting, ...] = ()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The settings that a text always gives."""
        return tuple(setting for setting in self.settings if isinstance(setting, Number))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The settings that a text gives where they are not the default."""
        return tuple(setting for setting in self.settings if isinstance(setting, Choice))


@dataclass(frozen=True)
class Item:
    """A layer, or a block of layers, in the list: the name of its kind, and a value for each of the kind's settings."""

    kind: str
    values: tuple[Any, ...]

    def __post_init__(self) -> None:
        for setting, value in zip(KINDS[self.kind].settings, self.values, strict=True):
            setting.checked(value)

    @property
    def by_name(self) -> dict[str, Any]:
        """The values by the names of the settings."""
        return {setting.name: value for setting, value in zip(KINDS[self.kind].settings, self.values, strict=True)}

    def edited(self, name: str, value: object) -> "Item":
        """The same with another value for one setting.

        >>> new_item("Dense").edited("units", 100).by_name
        {'units': 100, 'activation': None}
        """
        settings = KINDS[self.kind].settings
        changed = (value if setting.name == name else old for setting, old in zip(settings, self.values, strict=True))
        return Item(self.kind, tuple(changed))


def new_item(kind: str) -> Item:
    """An item of a kind, each setting at its default."""
    return Item(kind, tuple(setting.default for setting in KINDS[kind].settings))


def _numbered(name: str, letter: str, numbers: tuple[int, ...]) -> Choice:
    return Choice(name, {f"{letter}{number}": number for number in numbers})


_FILTERS, _KERNEL_SIZE = Number("filters", 32, 1, 4096), Number("kernel_size", 3, 1, 15)
_STRIDES = _numbered("strides", "s", (1, 2, 3, 4))
_POOL_STRIDES = Choice("strides", {"s": None, "s1": 1, "s2": 2, "s3": 3, "s4": 4})  # None: as the window is large
_PADDING = Choice("padding", {"valid": "valid", "same": "same"})
_MULTIPLIER = _numbered("depth_multiplier", "m", (1, 2, 3, 4))
_USE_BIAS = Choice("use_bias", {"bias": True, "nobias": False})
_FUNCTIONS = {word: word for word in ("relu", "tanh", "sigmoid", "softmax")}
_ACTIVATION = Choice("activation", {"linear": None, **_FUNCTIONS})
_POOLING = (Number("pool_size", 2, 1, 8), _POOL_STRIDES, _PADDING)

_ALL = (
    Kind(
        "Conv2D",
        "c",
        (
            *(_FILTERS, _KERNEL_SIZE, _STRIDES, _PADDING),
            *(_numbered("dilation_rate", "d", (1, 2, 3, 4)), _USE_BIAS, _ACTIVATION),
        ),
    ),
    Kind("SeparableConv2D", "s", (_FILTERS, _KERNEL_SIZE, _STRIDES, _PADDING, _MULTIPLIER, _USE_BIAS, _ACTIVATION)),
    Kind("DepthwiseConv2D", "w", (_KERNEL_SIZE, _STRIDES, _PADDING, _MULTIPLIER, _USE_BIAS, _ACTIVATION)),
    Kind("MaxPooling2D", "p", _POOLING),
    Kind("AveragePooling2D", "a", _POOLING),
    Kind("GlobalAveragePooling2D", "g"),
    Kind("Flatten", "f"),
    Kind("Dense", "d", (Number("units", 10, 1, 100_000), _ACTIVATION)),
    Kind("Dropout", "o", (Number("percent", 50, 0, 95),)),
    Kind("BatchNormalization", "n"),
    Kind("Activation", "r", (Choice("activation", _FUNCTIONS),)),
    Kind(RESIDUAL, "b", (_FILTERS, _STRIDES, Choice("projection", {"plain": False, "project": True}))),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

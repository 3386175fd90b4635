"""The entries of the catalogue of augmentation layers: a layer in plain words, and its arguments as settings."""

from dataclasses import dataclass
from typing import Any, Literal

from cnnlab.core.errors import N_, CnnLabError

Kind = Literal["range", "number", "whole", "twice", "choice", "switch"]
Group = Literal["geometry", "colour", "erasing", "mixing", "policies"]
Masks = Literal["moves", "stays", "wrong"]

REQUIRED = "required"  # instead of a default, for arguments without one in Keras


class AugmentationError(CnnLabError):
    """A layer, a setting, a picture or a mask is not valid."""


@dataclass(frozen=True)
class Setting:
    """One argument of a layer; the texts are English literals, to be translated by the page.

    Kinds: "range" has a lower and an upper end, passed to Keras as a pair (of whole numbers if `step` is one); "number"
    and "whole" are one number; "twice" is one number, passed to Keras as a pair of equal values (given a single
    probability of 1.0, Keras would first sample one between 0 and 1, so half of the pictures would change); "choice";
    "switch".
    """

    name: str  # Keras's argument
    title: str
    kind: Kind
    default: Any  # the page's default, not always Keras's
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: tuple[Any, ...] = ()
    choice_titles: tuple[str, ...] = ()
    unit: Literal["", "turns", "pixels", "share", "levels", "bits"] = ""
    help: str = ""
    keras: Any = REQUIRED  # Keras's default
    single: Literal["", "both", "up"] = ""  # Keras expands a single number f to the pair (-f, f), or to (0, f)
    none: str = ""  # the meaning of None, for arguments that may be None

    def keras_value(self, value: Any) -> Any:
        """Convert the value to what Keras expects; AugmentationError if the layer would not behave as the page says.

        >>> Setting("factor", "How often", "twice", 1.0, 0, 1, 0.1).keras_value(0.5)
        (0.5, 0.5)
        """
        if value is None and self.none:
            return None
        if self.kind == "switch":
            return self._one_of(value, isinstance(value, bool), "True, False")
        if self.kind == "choice":
            known = any(value is choice or (value == choice and choice is not None) for choice in self.choices)
            return self._one_of(value, known and not isinstance(value, bool), ", ".join(map(repr, self.choices)))
        if self.kind == "range":
            return self._pair(value)
        if isinstance(value, list | tuple) and self.kind == "twice" and len(set(value)) == 1 and len(value) == 2:
            value = value[0]  # from a config that this method has made
        self._check(value)
        return (value, value) if self.kind == "twice" else value

    def _one_of(self, value: Any, is_known: bool, known: str) -> Any:
        if not is_known:
            raise AugmentationError(
                N_("{name} cannot be {value}. Choose one of {known}."), name=self.name, value=repr(value), known=known
            )
        return value

    def _pair(self, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise AugmentationError(
                N_("{name} needs a lower and an upper end, not {value}. Give both, the lower one first."),
                name=self.name,
                value=repr(value),
            )
        for end in value:
            self._check(end)
        if value[0] > value[1]:
            raise AugmentationError(
                N_("The ends of {name} are in the wrong order: {value}. Swap them."),
                name=self.name,
                value=repr(value),
            )
        return tuple(value)

    def _check(self, value: Any) -> None:
        """Raise AugmentationError unless the value is a number of the range, whole if `step` is."""
        assert self.low is not None
        assert self.high is not None
        values = {"name": self.name, "low": self.low, "high": self.high, "value": repr(value)}
        is_in_range = isinstance(value, int | float) and not isinstance(value, bool) and self.low <= value <= self.high
        if not isinstance(self.step, int):
            if not is_in_range:
                raise AugmentationError(N_("{name} has to be a number from {low} to {high}, not {value}."), **values)
        elif not is_in_range or not isinstance(value, int):
            raise AugmentationError(N_("{name} has to be a whole number from {low} to {high}, not {value}."), **values)
        elif (value - self.low) % self.step:
            raise AugmentationError(N_("{name} has to be an odd number, not {value}."), **values)


@dataclass(frozen=True)
class Augmentation:
    """A Keras layer in plain words; `title`, `does` and `why_no_mask` are English literals."""

    name: str  # Keras's class
    group: Group
    title: str
    does: str
    settings: tuple[Setting, ...]
    sample: str  # the bundled picture that shows the default's effect well
    training_only: bool = True  # does nothing with training=False
    several: bool = False  # needs several pictures
    per_batch: bool = False  # something is sampled or computed once for all pictures of a batch
    masks: Masks = "stays"  # "moves" with the picture; "stays", correctly; "wrong" in Keras 3.15
    why_no_mask: str = ""
    value_range: bool = False  # takes the argument value_range

    def setting(self, name: str) -> Setting:
        """Return the setting of a name; AugmentationError for an unknown one."""
        for setting in self.settings:
            if setting.name == name:
                return setting
        raise AugmentationError(
            N_("{layer} has no setting {name}. Choose one of {known}."),
            layer=self.name,
            name=repr(name),
            known=", ".join(setting.name for setting in self.settings) or "()",
        )

"""What the catalogue of augmentation layers is made of: a layer in words, and its arguments as a reader sets them."""

from dataclasses import dataclass
from typing import Any, Literal

from cnnlab.core.errors import N_, CnnLabError

Kind = Literal["range", "number", "whole", "twice", "choice", "switch"]
Group = Literal["geometry", "colour", "erasing", "mixing", "policies"]
Masks = Literal["moves", "stays", "wrong"]

REQUIRED = "required"  # instead of Keras's default, where Keras has none


class AugmentationError(CnnLabError):
    """A layer, a setting, a picture or a mask does not fit."""


@dataclass(frozen=True)
class Setting:
    """One argument of a layer; the texts are English literals, to be translated by the page.

    Kinds: "range" is a low and a high end, given to Keras as a pair (whole numbers where `step` is one); "number" and
    "whole" are one number; "twice" is one number that Keras gets as a pair of equals (a single chance of 1.0 would
    mean to Keras: draw a chance between 0 and 1 first, so half of the pictures); "choice"; "switch".
    """

    name: str  # Keras's argument
    title: str
    kind: Kind
    default: Any  # what the page starts with, not always Keras's default
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: tuple = ()
    choice_titles: tuple[str, ...] = ()
    unit: Literal["", "turns", "pixels", "share", "levels", "bits"] = ""
    help: str = ""
    keras: Any = REQUIRED  # what Keras takes where the argument is left out
    single: Literal["", "both", "up"] = ""  # one number f alone is to Keras the pair (-f, f), or (0, f)
    none: str = ""  # what None means, where it may be left at that

    def given(self, value: Any) -> Any:
        """The value as Keras gets it; AugmentationError where the layer would not do with it what the page says.

        >>> Setting("factor", "How often", "twice", 1.0, 0, 1, 0.1).given(0.5)
        (0.5, 0.5)
        """
        if value is None and self.none:
            return None
        if self.kind == "switch":
            return self._known(value, isinstance(value, bool), "True, False")
        if self.kind == "choice":
            fitting = any(value is each or (value == each and each is not None) for each in self.choices)
            return self._known(value, fitting and not isinstance(value, bool), ", ".join(map(repr, self.choices)))
        if self.kind == "range":
            return self._pair(value)
        if isinstance(value, list | tuple) and self.kind == "twice" and len(set(value)) == 1 and len(value) == 2:
            value = value[0]  # as it stands in a config that has been through here
        self._check(value)
        return (value, value) if self.kind == "twice" else value

    def _known(self, value: Any, fits: bool, known: str) -> Any:
        if not fits:
            raise AugmentationError(
                N_("One of {known} was expected for {name}; {came} came."),
                known=known,
                name=self.name,
                came=repr(value),
            )
        return value

    def _pair(self, value: Any) -> tuple:
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise AugmentationError(
                N_("A low and a high end were expected for {name}; {came} came. Give both, the lower one first."),
                name=self.name,
                came=repr(value),
            )
        for each in value:
            self._check(each)
        if value[0] > value[1]:
            raise AugmentationError(
                N_("The lower end of {name} was expected first; {came} came. Swap them."),
                name=self.name,
                came=repr(value),
            )
        return tuple(value)

    def _check(self, value: Any) -> None:
        """Raise AugmentationError for what is no number of the range; numbers are whole where `step` is."""
        assert self.low is not None
        assert self.high is not None
        told = {"low": self.low, "high": self.high, "name": self.name, "came": repr(value)}
        number = isinstance(value, int | float) and not isinstance(value, bool) and self.low <= value <= self.high
        if not isinstance(self.step, int):
            if not number:
                raise AugmentationError(
                    N_("A number from {low} to {high} was expected for {name}; {came} came."), **told
                )
        elif not number or not isinstance(value, int):
            raise AugmentationError(
                N_("A whole number from {low} to {high} was expected for {name}; {came} came."), **told
            )
        elif (value - self.low) % self.step:
            raise AugmentationError(N_("An odd number was expected for {name}; {came} came."), **told)


@dataclass(frozen=True)
class Augmentation:
    """A layer of Keras in a reader's words; `title`, `does` and `why_no_mask` are English literals."""

    name: str  # Keras's class
    group: Group
    title: str
    does: str
    settings: tuple[Setting, ...]
    sample: str  # the bundled picture on which the default is plainly visible
    rests: bool = True  # does nothing with training=False
    several: bool = False  # needs several pictures
    per_batch: bool = False  # something is drawn or counted once for all pictures of a batch
    masks: Masks = "stays"  # "moves" with the picture; "stays", rightly; "wrong" in Keras 3.15
    why_no_mask: str = ""
    value_range: bool = False  # Keras has to be told that the pictures lie in 0..255

    def setting(self, name: str) -> Setting:
        """The setting of a name; AugmentationError for an unknown one."""
        for each in self.settings:
            if each.name == name:
                return each
        raise AugmentationError(
            N_("One of the settings {known} of {layer} was expected; {came} came."),
            known=", ".join(each.name for each in self.settings) or "()",
            layer=self.name,
            came=repr(name),
        )

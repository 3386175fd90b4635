"""Freezing a base: which layers a slice takes, and how many parameters remain to train, as Keras counts them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import count, groupby, pairwise

from cnnlab.core.errors import N_
from cnnlab.core.layers import describe
from cnnlab.core.transfer.bases import Base, BaseLayer, FreezingError

LONGEST = 60  # characters of a slice
_WHOLE = re.compile(r"(?:(?:[A-Za-z_]\w*\.)?layers)?\s*\[([^\[\]]*)\]|([^\[\]]*)")
_NUMBER = re.compile(r"[+-]?[0-9]+")
_RANGE = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")


@dataclass(frozen=True)
class Counts:
    """The parameters of a base by what training changes.

    `trainable` and `non_trainable` are what Keras's `summary` tells. `statistics` are those among the non-trainable
    ones that are moving means and variances of BatchNormalization, in frozen layers and in others.
    """

    trainable: int
    non_trainable: int
    statistics: int


def counts(layers: Iterable[BaseLayer], frozen: Collection[int]) -> Counts:
    """Count the parameters of layers of which those at the indices `frozen` have `trainable = False`.

    >>> from cnnlab.core.transfer.bases import base
    >>> counts(base("vgg16").layers, sliced("layers[:-4]", 19))
    Counts(trainable=7079424, non_trainable=7635264, statistics=0)
    """
    every = list(layers)
    trainable = sum(layer.parameters - layer.statistics for at, layer in enumerate(every) if at not in frozen)
    parameters, statistics = (sum(getattr(layer, name) for layer in every) for name in ("parameters", "statistics"))
    return Counts(trainable, parameters - trainable, statistics)


def head_parameters(features: int, units: int) -> int:
    """The parameters of a head on averaged features, all trainable: Dense(units), if there are any, and Dense(1).

    >>> head_parameters(512, 256), head_parameters(512, 0)
    (131585, 513)
    """
    sizes = (features, units, 1) if units else (features, 1)
    return sum(
        describe({"class_name": "Dense", "config": {"units": after}}, (before,)).parameters
        for before, after in pairwise(sizes)
    )


def sliced(text: str, total: int) -> frozenset[int]:
    """Return the indices of `total` layers that a slice takes, written as in Python; it is read, not run.

    `layers[:-4]`, `base.layers[:-4]`, `[:-4]` and `:-4` are the same; `layers[3]` is one layer. Raises FreezingError.

    >>> sorted(sliced("layers[:-4]", 6)), sorted(sliced("-2:", 6)), sorted(sliced("layers[-1]", 6))
    ([0, 1], [4, 5], [5])
    """
    parts = _parts(text)
    if len(parts) == 1:
        return frozenset([_index(parts[0], total)])
    if len(parts) == 3 and parts[2] == 0:
        raise FreezingError(N_("The step of a slice cannot be 0. Leave it out, or use another whole number."))
    return frozenset(range(total)[slice(*parts)])


def first_layers(text: str) -> str:
    """Return the slice of the first n layers for a text that can be read but is one number n; "" for other texts.

    Such a number names a single layer, which is seldom what "freeze 15 layers" means.

    >>> first_layers("15"), first_layers("layers[:15]"), first_layers("-1")
    ('layers[:15]', '', '')
    """
    parts = _parts(text)
    number = parts[0] or 0
    return f"layers[:{number}]" if len(parts) == 1 and number > 1 else ""


def _parts(text: str) -> list[int | None]:
    """The one to three numbers between the colons; None for one that is left out."""
    found = _WHOLE.fullmatch(text.replace("\u2212", "-").strip()) if len(text) <= LONGEST else None
    inner = ((found[2] if found[1] is None else found[1]) if found else "").split(":")
    numbers = [part.strip() for part in inner]
    if len(numbers) > 3 or numbers == [""] or not all(not part or _NUMBER.fullmatch(part) for part in numbers):
        raise FreezingError(
            N_(
                "{text} cannot be read as a slice of layers. Write it as in Python, with whole numbers: layers[:-4] is "
                "all but the last four, layers[10:20] the ten from number 10 on."
            ),
            text=repr(text[:LONGEST]),
        )
    return [int(part) if part else None for part in numbers]


def _index(index: int | None, total: int) -> int:
    if index is None or not -total <= index < total:
        raise FreezingError(
            N_("There is no layers[{index}]: the base has {total} layers. Use a number from {first} to {last}."),
            index=index,
            total=total,
            first=-total,
            last=total - 1,
        )
    return index % total


def all_but_last(number: int, total: int) -> frozenset[int]:
    """Return the indices of all of `total` layers but the last `number`.

    This is layers[:-number], except that layers[:-0] takes none in Python.
    """
    return frozenset(range(total - number))


def left_at_the_end(base: Base, frozen: Collection[int]) -> int:
    """How many layers of the base come after the last frozen one."""
    return len(base.layers) - 1 - max(frozen, default=-1)


def as_slice(base: Base, frozen: Collection[int]) -> str:
    """Return a slice that freezes the same weights; "" if no beginning or end of the layers does.

    >>> from cnnlab.core.transfer.bases import base
    >>> vgg16 = base("vgg16")
    >>> [as_slice(vgg16, frozen) for frozen in (range(14), range(2), [15, 16, 17], range(19), [1, 4])]
    ['layers[:-4]', 'layers[:2]', 'layers[-4:]', 'layers[:]', '']
    """
    total, wanted = len(base.layers), base.weighted & frozenset(frozen)
    if wanted in (base.weighted, frozenset()):
        return "layers[:]" if wanted else "layers[:0]"
    for number in range(1, total):
        end = -number if 2 * number <= total else total - number  # counted from the nearer end
        for text in (f"layers[:{end}]", f"layers[{end}:]"):
            if sliced(text, total) & base.weighted == wanted:
                return text
    return ""


def as_ranges(indices: Iterable[int]) -> str:
    """Return indices as text for a link.

    >>> as_ranges([7, 1, 2, 3])
    '1-3,7'
    """
    counter = count()
    runs = [list(run) for _, run in groupby(sorted(indices), key=lambda index: index - next(counter))]
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def from_ranges(text: str, total: int) -> frozenset[int]:
    """Return the indices in a text of `as_ranges`, those of `total` layers alone; what cannot be read is left out.

    >>> sorted(from_ranges("1-3,7,x,90-99", 10))
    [1, 2, 3, 7]
    """
    found = [_RANGE.fullmatch(part) for part in text.split(",")]
    ranges = [range(int(part[1]), min(int(part[2] or part[1]) + 1, total)) for part in found if part]
    return frozenset(index for indices in ranges for index in indices)

"""The rows of a network's table, and their totals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, get_args

from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.core.network.graph import Shape

Quantity = Literal["parameters", "trainable_parameters", "multiply_adds"]
QUANTITIES: tuple[Quantity, ...] = get_args(Quantity)


@dataclass(frozen=True)
class Row:
    """One layer of a network; a nested network is a row with `rows` of its own.

    `multiply_adds` is the total of all calls; `parameters` are counted once. A number is None if it is unknown, as in a
    layer of a class that is not known here. `output_shapes` lists the different shapes of all calls and outputs, of an
    unknown layer those that the network uses; None is an unknown shape, and a None in a shape an unknown size. `saved`
    says that a size in it is not worked out but read in the file. `receptive_field` is None if it is undefined, or not
    the same for all; where it is `gated`, the whole picture counts besides, through a factor for each channel. What is
    `pooled` is made of global pooling alone, and looks at no place in the picture.
    """

    name: str
    class_name: str
    output_shapes: tuple[Shape | None, ...]
    parameters: int | None
    trainable_parameters: int | None
    multiply_adds: int | None
    receptive_field: ReceptiveField | None
    rows: tuple["Row", ...] = ()
    saved: bool = False
    gated: bool = False
    pooled: bool = False

    @property
    def output_shape(self) -> Any:
        """The shape, a tuple, or a tuple of shapes if there are several; None if it is unknown."""
        return self.output_shapes[0] if len(self.output_shapes) == 1 else self.output_shapes


class Total(NamedTuple):
    """A total over rows, and the names of the layers that it leaves out because their number is unknown."""

    known: int
    left_out: tuple[str, ...]


def total(rows: Iterable[Row], quantity: Quantity = "parameters") -> Total:
    """The total of a number over rows and the rows in them.

    >>> known = Row("conv", "Conv2D", ((26, 26, 32),), 320, 320, 194688, None)
    >>> total([known, Row("mine", "MyLayer", (None,), None, None, None, None)])
    Total(known=320, left_out=('mine',))
    """
    numbers = [(row.name, getattr(row, quantity)) for row in expanded(rows)]
    left_out = tuple(name for name, number in numbers if number is None)
    return Total(sum(number for _, number in numbers if number is not None), left_out)


def sum_or_none(numbers: Iterable[int | None]) -> int | None:
    """The sum; None if one of the numbers is unknown."""
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)


def combined(calls: list[Row]) -> Row:
    """One row for all calls of a layer; a number that is known for one call of it is known."""
    if len(calls) == 1:
        return calls[0]
    return replace(
        calls[0],
        output_shapes=tuple(dict.fromkeys(shape for call in calls for shape in call.output_shapes)),
        parameters=_first(call.parameters for call in calls),
        trainable_parameters=_first(call.trainable_parameters for call in calls),
        multiply_adds=sum_or_none(call.multiply_adds for call in calls),
        receptive_field=common_field([call.receptive_field for call in calls]),
        rows=tuple(combined(list(same_row)) for same_row in zip(*(call.rows for call in calls), strict=True)),
        saved=any(call.saved for call in calls),
        gated=any(call.gated for call in calls),
        pooled=all(call.pooled for call in calls),
    )


def _first(numbers: Iterable[int | None]) -> int | None:
    return next((number for number in numbers if number is not None), None)


def common_field(fields: list[ReceptiveField | None]) -> ReceptiveField | None:
    """The receptive field that all share; None if they differ."""
    return fields[0] if len(set(fields)) == 1 else None


def expanded(rows: Iterable[Row], prefix: str = "") -> Iterator[Row]:
    """The rows with each nested network replaced by its own."""
    for row in rows:
        if row.rows:
            yield from expanded(row.rows, f"{prefix}{row.name}/")
        else:
            yield replace(row, name=prefix + row.name)

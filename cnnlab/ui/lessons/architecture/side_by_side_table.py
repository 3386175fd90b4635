"""The layers of two networks in one table: what differs is bold, with both values."""

from collections.abc import Callable, Sequence

from cnnlab.core.network import Row
from cnnlab.core.network.difference import Pair
from cnnlab.core.network.typed_size import written
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import size
from cnnlab.ui.widgets.table import table

ABSENT = "\u2013"


def layer_table(pairs: Sequence[Pair]) -> str:
    """A line for each pair of layers."""
    head = [_("Layer"), _("Output"), _("Parameters"), _("Multiply-adds"), _("Receptive field")]
    return table(head, [_line(pair) for pair in pairs])


def _line(pair: Pair) -> list[str]:
    return [
        f"{_name(pair)} · {_both(pair, 'class_name', lambda row: row.class_name)}",
        _both(pair, "output_shapes", lambda row: ", ".join(written(shape) for shape in row.output_shapes)),
        _both(pair, "parameters", lambda row: cell(row.parameters)),
        _both(pair, "multiply_adds", lambda row: cell(row.multiply_adds)),
        _both(pair, "receptive_field", _field),
    ]


def _name(pair: Pair) -> str:
    """The name in the first network, or in the second where the first has no such layer."""
    return next(row.name for row in pair if row)


def _both(pair: Pair, name: str, words: Callable[[Row], str]) -> str:
    """One value where both have the same, and otherwise both."""
    left, right = (words(row) if row else ABSENT for row in pair)
    return f"**{left} → {right}**" if name in pair.differing else left


def _field(row: Row) -> str:
    return size(row.receptive_field.size) if row.receptive_field else ABSENT


def cell(number: int | None) -> str:
    """A number; a dash where there is none."""
    return ABSENT if number is None else f"{number:,}"

"""Every map of a network at once, drawn in the browser: pointed at, enlarged, and opened cell by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import feature_maps
from cnnlab.ui.widgets.component import component
from cnnlab.ui.widgets.feature_maps import Group, packed

HERE = Path(__file__).parent
PARTS = ("network_cells", "network_live", "network_view")
_component = component("network", [feature_maps.PAINT, *(HERE / f"{part}.js" for part in PARTS)], feature_maps.STYLE)


@dataclass(frozen=True)
class Cell:
    """One number of a network: of `layer`'s map `number`, at `row` and `column`; of a vector the number alone."""

    layer: str
    number: int
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.layer}.{self.number}.{self.row}.{self.column}"


def read_cell(text: str) -> Cell | None:
    """The cell that a text names, as a cell is written; None for any other text.

    >>> read_cell("conv2.17.3.5"), read_cell("conv2.x")
    (Cell(layer='conv2', number=17, row=3, column=5), None)
    """
    layer, *numbers = text.rsplit(".", 3)
    if len(numbers) != 3 or not all(each.isdecimal() and len(each) < 6 for each in numbers):
        return None
    return Cell(layer, *map(int, numbers))


def network_view(
    groups: Sequence[Group],
    *,
    fields: dict[str, ReceptiveField],
    opened: Cell,
    answered: int,
    below: str,
    on_open: Callable[[], None],
    key: str,
) -> None:
    """Draw the groups, the first of which is the picture, large; the others below it in their order.

    `fields` says what of the picture a cell of a layer sees: it is framed there while the cell is pointed at.
    While one draws, the maps are those that an event "cnnlab-computed" brings, until its number is `answered`.
    A button leads on to the page's container of the key `below`.
    A click, or a tap, on a cell calls `on_open`, which finds it, as text, in the session's state, in `key`'s "cell".
    """
    seen = {name: [field.size, field.stride, field.start] for name, field in fields.items()}
    data = packed(groups, fields=seen, opened=str(opened), sum=below, answered=answered, words=words())
    _component(data, key, on_cell_change=on_open)


def words() -> dict[str, str]:
    """Every word that the view says, in the reader's language."""
    return {
        "network": _("Every map of every layer"),
        "point": _("Point at a map to enlarge it; click or tap a cell to see how its number comes about."),
        "toSum": _("See how it comes about"),
        "cell": _("{layer}, map {map}, row {row}, column {column}"),
        "one": _("{layer}, number {map}"),
        "value": _("about {value}"),
        "zero": _("{share}% zero"),
        "sees": _("sees {rows} × {columns} pixels"),
        "enlarged": _("{layer}, map {map}"),
    }

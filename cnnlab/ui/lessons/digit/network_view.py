"""All maps of a network, drawn in the browser: enlarged under the pointer, and opened cell by cell."""

from collections.abc import Callable, Sequence
from pathlib import Path

from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.ui.lessons.digit.cell import Cell
from cnnlab.ui.shell.held import Itself, held_by_all
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets import feature_maps
from cnnlab.ui.widgets.component import component
from cnnlab.ui.widgets.feature_maps import Group, packed

HERE = Path(__file__).parent
_component = component("network", HERE / "network_view.js", feature_maps.STYLE)


def network_view(
    groups: Sequence[Group],
    *,
    fields: dict[str, ReceptiveField],
    opened: Cell,
    answered: int,
    scale: str,
    below: str,
    on_open: Callable[[], None],
    key: str,
) -> None:
    """Draw the groups, the first of which is the picture, drawn large.

    `fields` has the receptive field of each layer's cells, which is framed in the picture while a cell is pointed at.
    While the visitor draws, the maps are those of the last "cnnlab-computed" event, until its number is `answered`.
    `scale` says whose largest value has the brightest colour: that of each "map", "layer", or the whole "network".
    `below` is the key of the container that a button scrolls to. A click or tap on a cell calls `on_open`, which finds
    the cell as text in the session state, in `key`'s "cell".
    """

    def drawn() -> bytes:
        seen = {name: [field.size, field.stride, field.start] for name, field in fields.items()}
        return packed(groups, fields=seen, opened=str(opened), sum=below, answered=answered, scale=scale, words=words())

    made_from = (Itself(groups), fields, opened, answered, scale, current())
    _component(held_by_all(f"{key}:drawn", made_from, drawn), key, on_cell_change=on_open)


def words() -> dict[str, str]:
    """Every text of the view, in the visitor's language."""
    return {
        "network": _("Every map of every layer"),
        "point": _("Point at a map to enlarge it; click or tap a cell to see how its value is computed."),
        "toSum": _("Show the calculation"),
        "cell": _("{layer}, map {map}, row {row}, column {column}"),
        "one": _("{layer}, unit {map}"),
        "value": _("≈ {value}"),
        "zero": _("{share}% zeros"),
        "field": _("receptive field {rows} × {columns}"),
        "enlarged": _("{layer}, map {map}"),
    }

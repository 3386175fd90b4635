"""Networks put together layer by layer: the list, its edits, its text in a link, and what Keras makes of it."""

from cnnlab.core.network.building.built import Built, Refused, built
from cnnlab.core.network.building.kinds import KINDS, Choice, Item, Kind, Number, new_item
from cnnlab.core.network.building.plan import Plan
from cnnlab.core.network.building.text import format_plan, read_plan
from cnnlab.core.network.building.undoing import Edits

__all__ = [
    "KINDS",
    "Built",
    "Choice",
    "Edits",
    "Item",
    "Kind",
    "Number",
    "Plan",
    "Refused",
    "built",
    "format_plan",
    "new_item",
    "read_plan",
]

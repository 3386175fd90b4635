"""The list of layers of a network that is put together, and its edits, each of which gives a new list."""

from dataclasses import dataclass, replace

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import is_integer
from cnnlab.core.network.building.kinds import Item
from cnnlab.core.network.graph import NetworkError

MOST_ITEMS = 60
LARGEST = (1024, 1024, 1024)  # input: height, width, channels


@dataclass(frozen=True)
class Plan:
    """The input's shape, (height, width, channels), and the items in order. Raises NetworkError beyond the limits."""

    input_shape: tuple[int, ...]
    items: tuple[Item, ...] = ()

    def __post_init__(self) -> None:
        shape = self.input_shape
        if len(shape) != len(LARGEST) or not all(is_integer(axis) and axis <= LARGEST[0] for axis in shape):
            raise NetworkError(
                N_("The input cannot be {shape}. Use height, width and channels, each from 1 to {limit}."),
                shape=" × ".join(map(str, shape))[:60],
                limit=LARGEST[0],
            )
        if len(self.items) > MOST_ITEMS:
            raise NetworkError(
                N_("The network would have {count} layers, more than the limit of {limit}. Remove a layer first."),
                count=len(self.items),
                limit=MOST_ITEMS,
            )

    def added(self, place: int, item: Item) -> "Plan":
        """The list with an item before the one at `place`."""
        return replace(self, items=(*self.items[:place], item, *self.items[place:]))

    def removed(self, place: int) -> "Plan":
        """The list without the item at `place`."""
        return replace(self, items=self.items[:place] + self.items[place + 1 :])

    def moved(self, place: int, to: int) -> "Plan":
        """The list with the item at `place` taken out and put back so that it is at `to`."""
        return self.removed(place).added(to, self.items[place])

    def edited(self, place: int, name: str, value: object) -> "Plan":
        """The list with another value for one setting of the item at `place`."""
        items = list(self.items)
        items[place] = items[place].edited(name, value)
        return replace(self, items=tuple(items))

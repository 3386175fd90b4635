"""Lists of layers that random edits lead to."""

import random

from cnnlab.core.network.building import KINDS, Item, Number, Plan, new_item

SMALL = {"filters": (1, 9), "kernel_size": (1, 5), "pool_size": (1, 4), "units": (1, 9), "percent": (0, 95)}


def random_value(rng: random.Random, setting: object) -> object:
    """A value that the setting offers, small enough to build quickly."""
    if isinstance(setting, Number):
        return rng.randint(*SMALL[setting.name])
    return rng.choice(list(setting.options.values()))  # type: ignore[attr-defined]


def random_item(rng: random.Random) -> Item:
    kind = KINDS[rng.choice(list(KINDS))]
    return Item(kind.name, tuple(random_value(rng, setting) for setting in kind.settings))


def edited_at_random(rng: random.Random, plan: Plan) -> Plan:
    """The list after one edit of any kind that is possible in it."""
    count = len(plan.items)
    edit = rng.choice(["add", "add", "add", "remove", "move", "edit", "edit"]) if count else "add"
    place = rng.randrange(count + (edit == "add"))
    if edit == "add":
        return plan.added(place, random_item(rng) if rng.random() < 0.8 else new_item(rng.choice(list(KINDS))))
    if edit == "remove":
        return plan.removed(place)
    if edit == "move":
        return plan.moved(place, rng.randrange(count))
    settings = KINDS[plan.items[place].kind].settings
    if not settings:
        return plan
    setting = rng.choice(settings)
    return plan.edited(place, setting.name, random_value(rng, setting))


def plans(seed: int) -> list[Plan]:
    """An empty list and those that 15 edits lead to."""
    rng = random.Random(seed)
    found = [Plan((rng.randint(1, 12), rng.randint(1, 12), rng.choice([1, 3, 4])))]
    for _ in range(15):
        found.append(edited_at_random(rng, found[-1]))
    return found

"""A list of layers as a short text, for a link: `i28x28x1.c32-3-relu.p2.f.d10-softmax`."""

import re

from cnnlab.core.errors import N_
from cnnlab.core.network.building.kinds import KINDS, Choice, Item, Kind, Setting
from cnnlab.core.network.building.plan import MOST_ITEMS, Plan
from cnnlab.core.network.graph import NetworkError

LONGEST = 3000  # characters
EXAMPLE = "i28x28x1.c32-3-relu.p2.f.d10-softmax"
_INPUT = re.compile(r"i([0-9]{1,4})x([0-9]{1,4})x([0-9]{1,4})")
_ITEM = re.compile(r"([a-z])([0-9]{1,6}(?:-[0-9]{1,6})*)?((?:-[a-z][a-z0-9]*)*)")
_BY_LETTER = {kind.letter: kind for kind in KINDS.values()}


def format_plan(plan: Plan) -> str:
    """Write a list: the input, then for each item its letter, its numbers, and the words that are not the default.

    >>> from cnnlab.core.network.building.kinds import new_item
    >>> format_plan(Plan((28, 28, 1), (new_item("Conv2D"), new_item("Dense").edited("activation", "softmax"))))
    'i28x28x1.c32-3.d10-softmax'
    """
    return ".".join([f"i{'x'.join(map(str, plan.input_shape))}", *map(_format_item, plan.items)])


def read_plan(text: str) -> Plan:
    """Read what `format_plan` has written; raises NetworkError for anything else, and beyond the limits.

    >>> read_plan("i8x8x3.c4-1.p2-same").items[1].by_name
    {'pool_size': 2, 'strides': None, 'padding': 'same'}
    """
    if len(text) > LONGEST:
        raise NetworkError(
            N_("The text of the network has {count} characters, more than the limit of {limit}. Use a shorter one."),
            count=len(text),
            limit=LONGEST,
        )
    first, *others = text.split(".")
    size = _INPUT.fullmatch(first)
    if not size:
        raise NetworkError(
            N_("The text of a network starts with its input, such as {example}, not with {text}."),
            example="i28x28x1",
            text=repr(first[:60]),
        )
    if len(others) > MOST_ITEMS:
        raise NetworkError(
            N_("The text describes {count} layers, more than the limit of {limit}. Use a smaller network."),
            count=len(others),
            limit=MOST_ITEMS,
        )
    return Plan(tuple(map(int, size.groups())), tuple(map(_read_item, others)))


def _format_item(item: Item) -> str:
    kind, values = KINDS[item.kind], item.by_name
    numbers = "-".join(str(values[number.name]) for number in kind.numbers)
    changed = (choice for choice in kind.choices if values[choice.name] != choice.default)
    return "-".join([kind.letter + numbers, *(choice.word(values[choice.name]) for choice in changed)])


def _read_item(text: str) -> Item:
    found = _ITEM.fullmatch(text)
    kind = _BY_LETTER.get(found[1]) if found else None
    if found is None or kind is None:
        raise _unknown(text)
    numbers = [int(number) for number in (found[2] or "").split("-") if number]
    words = [word for word in found[3].split("-") if word]
    if len(numbers) != len(kind.numbers):
        raise NetworkError(
            N_(
                "{text} does not describe a {kind} layer: numbers needed: {expected}, given: {count}. A network is "
                "written like {example}."
            ),
            text=repr(text[:60]),
            kind=kind.name,
            expected=len(kind.numbers),
            count=len(numbers),
            example=EXAMPLE,
        )
    values = dict(zip((number.name for number in kind.numbers), numbers, strict=True))
    return Item(kind.name, tuple(_value(setting, values, words) for setting in _checked_words(kind, words, text)))


def _value(setting: Setting, numbers: dict[str, int], words: list[str]) -> object:
    if isinstance(setting, Choice):
        return next((setting.options[word] for word in words if word in setting.options), setting.default)
    return numbers[setting.name]


def _checked_words(kind: Kind, words: list[str], text: str) -> tuple[Setting, ...]:
    """The settings of a kind, if each word belongs to one of its choices and no choice has two."""
    named = [next((choice.name for choice in kind.choices if word in choice.options), None) for word in words]
    if None in named or len(set(named)) < len(named):
        raise _unknown(text)
    return kind.settings


def _unknown(text: str) -> NetworkError:
    return NetworkError(
        N_("{text} describes no layer that can be used here. A network is written like {example}."),
        text=repr(text[:60]),
        example=EXAMPLE,
    )

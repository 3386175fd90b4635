"""What differs in how two models were trained, from their cards."""

from collections.abc import Iterator
from dataclasses import dataclass

from cnnlab.core.cards import ModelCard

SETTINGS = ("recipe", "data", "data_source", "start", "seed", "epochs", "batch_size", "versions")


@dataclass(frozen=True)
class Difference:
    """A setting of the training and its value in each of two cards; None where a card does not have it."""

    setting: str
    first: object
    second: object


def differences(card: ModelCard, other: ModelCard) -> list[Difference]:
    """Return the settings that differ in the `training` of two cards, in the order of the card.

    What is a result of the training (the best epoch, the minutes) and where it ran are no settings. Parts of a setting
    are named with a point: data.train. A card without training differs in all of them.

    >>> from cnnlab.core.cards import card
    >>> found = differences(card("cats_dogs_scratch"), card("cats_dogs_augmented"))
    >>> [(difference.setting, difference.first, difference.second) for difference in found]
    [('recipe', 'cats_dogs_scratch', 'cats_dogs_augmented'), ('epochs', 30, 100)]
    """
    first, second = dict(_settings(card)), dict(_settings(other))
    names = [*first, *(name for name in second if name not in first)]
    order = sorted(names, key=lambda name: SETTINGS.index(name.partition(".")[0]))
    return [
        Difference(name, first.get(name), second.get(name)) for name in order if first.get(name) != second.get(name)
    ]


def _settings(card: ModelCard) -> Iterator[tuple[str, object]]:
    if card.training is None:
        return
    for name in SETTINGS:
        value = getattr(card.training, name)
        if isinstance(value, dict):
            yield from ((f"{name}.{part}", inner) for part, inner in value.items())
        else:
            yield name, value

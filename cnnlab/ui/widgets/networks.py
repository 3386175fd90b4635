"""The choice of a network among the models that a page can use, with the names of its classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cnnlab.core.cards import CardError, ModelCard
from cnnlab.ui.shell import language
from cnnlab.ui.shell.cache import models
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls

MODEL = "model"  # the control's name


@dataclass(frozen=True)
class Network:
    """A model's card, and the names of its classes in the order of the outputs."""

    card: ModelCard
    names: list[str]  # in the visitor's language
    by_name: list[int]  # the classes, sorted by these names
    english: list[str]

    def check_names(self, count: int) -> None:
        """Raise CardError unless the card names `count` classes, the number that the model has."""
        if len(self.names) != count:
            self.card.classes(count)


def choose(controls: Controls, fits: Callable[[ModelCard], bool], missing: CardError) -> Network:
    """Show the choice among the models whose cards fit the page; invalid cards are reported above it.

    The model that `controls` start with comes first. Raises `missing` if no card fits.
    """
    found = models()
    for error in found.broken:
        show_error(error, ":material/broken_image:")
    cards = fitting(found.cards, fits, controls.defaults[MODEL])
    if not cards:
        raise missing
    card_id = controls.select(MODEL, _("Network"), list(cards), lambda card_id: title_of(cards[card_id]))
    names, by_name = found.class_names(card_id, language.current())
    return Network(cards[card_id], names, by_name, found.class_names(card_id, "en")[0])


def fitting(cards: Mapping[str, ModelCard], fits: Callable[[ModelCard], bool], first: str) -> dict[str, ModelCard]:
    """The cards by id that fit a page: `first`, then the others by id."""
    return {
        card_id: cards[card_id]
        for card_id in sorted(cards, key=lambda card_id: (card_id != first, card_id))
        if fits(cards[card_id])
    }


def title_of(card: ModelCard) -> str:
    """The model's name in the visitor's language."""
    return language.in_language(card.title, language.current())

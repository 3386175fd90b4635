"""The networks that the Grad-CAM page can explain: the choice among them, and what they call their classes."""

from dataclasses import dataclass

import streamlit as st

from cnnlab.core.cards import PRETRAINED, CardError, ModelCard, Stage
from cnnlab.core.errors import N_
from cnnlab.ui.shell import language
from cnnlab.ui.shell.cache import models
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets import controls

FIRST = "efficientnet_lite0"


@dataclass(frozen=True)
class Network:
    """A card, and what its classes are called in the reader's language, in the order of the outputs, and in English."""

    card: ModelCard
    names: list[str]
    in_order: list[int]  # the classes by their names
    english: list[str]


def choose(prefix: str) -> Network:
    """The choice of a network; a card that does not hold is named with its cure, and the others stay."""
    held = models()
    known = networks(held.cards)
    for error in held.broken:
        st.warning(error_text(error), icon=":material/broken_image:")
    if not known:
        st.warning(error_text(none_there()), icon=":material/error:")
        st.stop()
    label = _("Network that is looked into")
    chosen = controls.one_of(
        st.selectbox, label, list(known), f"{prefix}model", next(iter(known)), lambda each: title_of(known[each])
    )
    names, in_order = held.class_names(chosen, language.current())
    return Network(known[chosen], names, in_order, held.class_names(chosen, "en")[0])


def networks(cards: dict[str, ModelCard]) -> dict[str, ModelCard]:
    """Those of the cards that the page can explain, the one that knows most classes first."""
    known = [each for each in cards if cards[each].explains_photographs]
    return {each: cards[each] for each in sorted(known, key=lambda each: (each != FIRST, each))}


def none_there() -> CardError:
    return CardError(
        N_(
            "A classifier of colour photographs was expected in {folder}; there is none. Take the folder pretrained "
            "from the repository again."
        ),
        folder=str(PRETRAINED),
    )


def title_of(card: ModelCard) -> str:
    """What the card calls its model, in the reader's language."""
    return card.title.ko if language.current() == "ko" else card.title.en


def early(card: ModelCard) -> Stage:
    """A layer whose cells are about an eighth of the picture's pixels a side: the first of the widest ones."""
    goal = card.input.height / 8
    nearest = min(abs(each.height - goal) for each in card.stages)
    return max((each for each in card.stages if abs(each.height - goal) == nearest), key=lambda each: each.channels)

"""What is said of two networks' answers on the Augmentation page: of test pictures, and of the one that is shown."""

import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.figures.answers import Answers
from cnnlab.ui.shell.language import _

SCRATCH, AUGMENTED = "cats_dogs_scratch", "cats_dogs_augmented"


def verdict(scratch: Answers, augmented: Answers) -> str:
    """Which of the two is the steadier one, whichever it is."""
    more = int(augmented.changed.sum()) - int(scratch.changed.sum())
    wider = augmented.spread - scratch.spread
    if max(scratch.spread, augmented.spread) < 0.0005:
        return _("All draws get the same answer from both: hardly anything in them differs.")
    if more <= 0 and wider < 0:
        return _(
            "Here the one trained with augmentation is steadier: as few answers change or fewer, and they scatter less."
        )
    if more >= 0 and wider > 0:
        return _(
            "Here the one trained with augmentation is **less** steady: as many answers change or more, and they "
            "scatter more."
        )
    return _("Here neither is plainly steadier: one changes fewer answers, the other scatters less.")


def on_test_pictures(cards: dict[str, ModelCard]) -> None:
    """What augmentation is for, in the figure that counts; one picture may say otherwise."""
    accuracy = {each: _accuracy(card) for each, card in cards.items()}
    if all(accuracy.get(each) for each in (SCRATCH, AUGMENTED)):
        text = _(
            "On test pictures the network trained without augmentation is right in **{scratch:.1%}**, the same one "
            "trained with it in **{augmented:.1%}**. Here you see how both take one picture and its draws, "
            "and one picture can go against the rule."
        )
        st.markdown(text.format(scratch=accuracy[SCRATCH], augmented=accuracy[AUGMENTED]))


def _accuracy(card: ModelCard) -> float | None:
    return next((each.value for each in card.measured if each.figure == "test accuracy"), None)

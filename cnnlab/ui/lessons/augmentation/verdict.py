"""What the Augmentation page says about two networks: on the test set, and on the picture that is shown."""

from collections.abc import Mapping

import streamlit as st

from cnnlab.core.augmentation.steadiness import Steadiness, compare_steadiness
from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import N_
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import percent

SCRATCH, AUGMENTED = "cats_dogs_scratch", "cats_dogs_augmented"
VERDICTS = {
    "alike": N_("Both networks give all versions the same answer: the versions hardly differ."),
    "steadier": N_(
        "On this picture the network trained with augmentation is more stable: no more answers change, and they vary "
        "less."
    ),
    "less steady": N_(
        "On this picture the network trained with augmentation is **less** stable: at least as many answers change, "
        "and they vary more."
    ),
    "unclear": N_(
        "On this picture neither network is clearly more stable: one changes fewer answers, the other varies less."
    ),
}


def verdict(networks: Mapping[str, Steadiness]) -> str:
    """Which of the two networks is more stable, whichever it is."""
    return _(VERDICTS[compare_steadiness(networks[AUGMENTED], baseline=networks[SCRATCH])])


def on_test_set(cards: Mapping[str, ModelCard], count: int) -> None:
    """The accuracies on the test set, which matter; a single picture may go against them."""
    accuracies = {name: accuracy for name, card in cards.items() if (accuracy := _accuracy(card))}
    if {SCRATCH, AUGMENTED} <= set(accuracies):
        text = _(
            "On the test set, the network trained without augmentation is right **{scratch}** of the time; trained "
            "with it, **{augmented}**. Below, both classify one picture and {count} augmented versions of it. A single "
            "picture can go against the trend."
        )
        shares = {"scratch": percent(accuracies[SCRATCH]), "augmented": percent(accuracies[AUGMENTED])}
        st.markdown(text.format(count=count, **shares))


def _accuracy(card: ModelCard) -> float | None:
    return next((measured.value for measured in card.measured if measured.figure == "test accuracy"), None)

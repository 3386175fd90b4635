"""The models of pretrained/, loaded by their cards."""

from functools import lru_cache

import keras

from cnnlab.core.cards import card

HELD = 4  # models in memory at once; the least used one goes first


@lru_cache(maxsize=HELD)
def load(card_id: str) -> keras.Model:
    """The model of a card, without an optimizer; loaded once. Raises CardError for a wrong file or an unknown id.

    Takes pictures (batch, height, width, channels) with values from 0 to 255.
    """
    model_card = card(card_id)
    model_card.check_file()
    return keras.saving.load_model(model_card.model_file, compile=False)

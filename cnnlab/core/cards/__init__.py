"""Cards: what each model of pretrained/ is, where it comes from and what was measured on it."""

from cnnlab.core.cards.catalogue import PRETRAINED, card, cards, stamp, survey
from cnnlab.core.cards.model_card import (
    CardError,
    ClassName,
    InputShape,
    Measured,
    ModelCard,
    Source,
    Stage,
    Task,
    Training,
    sha256,
)

__all__ = [
    "PRETRAINED",
    "CardError",
    "ClassName",
    "InputShape",
    "Measured",
    "ModelCard",
    "Source",
    "Stage",
    "Task",
    "Training",
    "card",
    "cards",
    "sha256",
    "stamp",
    "survey",
]

"""Model cards: what each model in pretrained/ is, where it comes from and how it was measured."""

from cnnlab.core.cards.catalogue import PRETRAINED, card, cards, scan, stamp
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
    "scan",
    "sha256",
    "stamp",
]

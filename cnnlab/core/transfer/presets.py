"""Good and bad settings of a head, each with what happens when it is trained; a test trains them all."""

from dataclasses import dataclass, field
from typing import Any

from cnnlab.core.errors import N_


@dataclass(frozen=True)
class Preset:
    """Settings to try: how they differ from HeadSettings's defaults, what comes of them, and whether that is good."""

    label: str
    changes: dict[str, Any] = field(hash=False)
    reason: str
    good: bool


PRESETS = {
    "one_epoch": Preset(
        N_("A single epoch"),
        {"epochs": 1},
        N_(
            "98.8% of the validation pictures after one epoch. With 20 epochs the accuracy stays there, but the "
            "validation loss rises from 0.038 to 0.071."
        ),
        good=True,
    ),
    "small_steps": Preset(
        N_("Small steps"),
        {"learning_rate": 0.0001},
        N_(
            "98.9%, and the validation loss hardly rises: 0.035 in epoch 9, 0.038 in epoch 20. With ten times the "
            "learning rate it ends at 0.071."
        ),
        good=True,
    ),
    "no_hidden_layer": Preset(
        N_("No hidden layer"),
        {"units": 0},
        N_(
            "98.9% with 1,281 parameters instead of 328,193, and less than half the validation loss: 0.032. The "
            "base's features already separate the two classes."
        ),
        good=True,
    ),
    "hundred_pictures": Preset(
        N_("100 pictures"),
        {"pictures": 100},
        N_(
            "98.0% from 50 cats and 50 dogs. A network trained from scratch on 2,000 pictures gets 72.5% of its test "
            "pictures right."
        ),
        good=True,
    ),
    "cosine": Preset(
        N_("Cosine decay"),
        {"pictures": 200, "optimizer": "adam", "schedule": "cosine"},
        N_(
            "98.6% from 200 pictures. The steps shrink to 0, so the validation loss comes to rest: 0.042 in epoch 4, "
            "0.043 in epoch 20."
        ),
        good=True,
    ),
    "too_large": Preset(
        N_("Rate far too high"),
        {"optimizer": "sgd", "learning_rate": 1.0},
        N_("Every step overshoots. The validation accuracy jumps, at times close to 50%, which is guessing."),
        good=False,
    ),
    "too_sure": Preset(
        N_("Much too sure"),
        {"learning_rate": 1.0},
        N_(
            "The accuracy, about 98%, hides the fault: the validation loss is in the hundreds instead of 0.07, because "
            "the head is completely sure even where it is wrong."
        ),
        good=False,
    ),
    "too_small": Preset(
        N_("Rate far too low"),
        {"optimizer": "sgd", "learning_rate": 0.00001},
        N_("92.9% after 20 epochs, and still rising. With a rate of 0.01 this optimizer has 98.7% after the first."),
        good=False,
    ),
    "ten_pictures": Preset(
        N_("10 pictures, 512 units"),
        {"pictures": 10, "units": 512},
        N_("656,385 parameters memorize 10 pictures: all of them right, but only 92.7% of the validation pictures."),
        good=False,
    ),
    "unregularized": Preset(
        N_("40 pictures, no dropout"),
        {"pictures": 40, "dropout": 0.0, "learning_rate": 0.01},
        N_("The training loss falls below 0.00001, the validation loss stays at 0.36: memorized, with 96.4% right."),
        good=False,
    ),
    "too_long": Preset(
        N_("50 epochs, no dropout"),
        {"epochs": 50, "dropout": 0.0},
        N_(
            "The validation loss is lowest in epoch 3, 0.037, and then doubles to 0.074, while the training loss goes "
            "to 0. The accuracy does not show it: it stays at 98.8%."
        ),
        good=False,
    ),
    "too_much_dropout": Preset(
        N_("Dropout 0.9, 20 pictures"),
        {"pictures": 20, "units": 16, "dropout": 0.9},
        N_("89.8%: of 16 units one or two are left in a step. With 256 units and a dropout of 0.5 it is 96.5%."),
        good=False,
    ),
    "too_much_penalty": Preset(
        N_("Penalty too strong"),
        {"l2": 0.1},
        N_(
            "Most of the loss is the penalty: the validation loss never falls below 0.1, and in single epochs the "
            "accuracy drops to about 94%."
        ),
        good=False,
    ),
}

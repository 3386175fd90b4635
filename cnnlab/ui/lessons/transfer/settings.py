"""The settings of the Transfer learning page: how many pictures the head is trained on, and how."""

from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.transfer import HeadSettings
from cnnlab.ui.lessons.transfer import LESSON
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls, one_of, translated

DEFAULTS: dict[str, Any] = {
    "pictures": 100,
    "units": 256,
    "dropout": 0.5,
    "learning_rate": 0.001,
    "schedule": "constant",
    "optimizer": "rmsprop",
    "batch_size": 32,
    "l2": 0.0,
    "epochs": 20,
    "seed": 1337,
}
SECTIONS = (
    "base",
    "frozen",
    "last",
    "slice",
    "statistics",
    "buffer",
    "batch",
    "order_seed",
    "step",
    "cell",
    "way",
    "tab",
)
CONTROLS = Controls(LESSON.prefix, DEFAULTS, depending=SECTIONS)
VALIDATION = 1000  # pictures that the head is measured on
PICTURES = (10, 20, 40, 100, 200, 500, 1000, 2000)
UNITS = (0, 16, 64, 256, 512)
RATES = (0.00001, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.1, 1.0)
PENALTIES = (0.0, 0.0001, 0.001, 0.01, 0.1)
OPTIMIZERS = {"rmsprop": "RMSprop", "adam": "Adam", "sgd": N_("SGD, momentum 0.9")}
SCHEDULES = {"constant": N_("Constant"), "cosine": N_("Cosine decay"), "exponential": N_("Exponential decay")}


def controls() -> HeadSettings:
    """The essential controls; the others are folded away."""
    values: dict[str, Any] = {
        "pictures": _slide("pictures", _("Training pictures"), PICTURES),
        "dropout": CONTROLS.amount("dropout", _("Dropout · `rate`"), 0.0, 0.9, step=0.1),
        "units": CONTROLS.segments("units", _("Hidden units · `units`"), UNITS, _units),
        "learning_rate": _slide("learning_rate", _("Learning rate · `learning_rate`"), RATES),
    }
    with CONTROLS.box("more", _("More: optimizer, batch, L2, epochs, seed")):
        values["optimizer"] = CONTROLS.segments("optimizer", _("Optimizer"), list(OPTIMIZERS), translated(OPTIMIZERS))
        values["schedule"] = CONTROLS.segments(
            "schedule", _("Learning rate schedule"), list(SCHEDULES), translated(SCHEDULES)
        )
        values["batch_size"] = CONTROLS.segments("batch_size", _("Batch · `batch_size`"), [16, 32, 64, 128])
        values["l2"] = CONTROLS.segments("l2", _("Weight penalty · `L2`"), PENALTIES, _rate)
        values["epochs"] = CONTROLS.whole("epochs", _("Epochs · `epochs`"), 1, 50)
        values["seed"] = CONTROLS.whole("seed", _("Seed: which pictures, which starting weights"), 0, 99_999)
    return HeadSettings(**values)


def _slide(name: str, label: str, options: tuple[Any, ...]) -> Any:
    return one_of(st.select_slider, label, options, CONTROLS.key(name), DEFAULTS[name], _rate)


def _rate(value: float) -> str:
    """A number without trailing zeros or an exponent.

    >>> _rate(0.00001), _rate(2000)
    ('0.00001', '2,000')
    """
    return f"{value:,.5f}".rstrip("0").rstrip(".")


def _units(units: int) -> str:
    return _("None") if units == 0 else str(units)

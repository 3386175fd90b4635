"""Keras code for feature extraction, extraction with augmentation and fine-tuning, as text to copy; tests run it."""

import re
from importlib.resources import files

from cnnlab.core.transfer.schedules import DECAY_RATE
from cnnlab.core.transfer.settings import LIMITS, HeadSettings

_PIECES = re.split(
    r"^#: (\w+)\n",
    files("cnnlab.text").joinpath("transfer_snippet.txt").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)
PARTS = dict(zip(_PIECES[1::2], _PIECES[2::2], strict=True))
OPTIMIZERS = {"rmsprop": "RMSprop({rate})", "adam": "Adam({rate})", "sgd": "SGD({rate}, momentum=0.9)"}
SCHEDULES = {"cosine": "CosineDecay({rate}, steps)", "exponential": f"ExponentialDecay({{rate}}, steps, {DECAY_RATE})"}
COMPILE = 'model.compile(optimizer=keras.optimizers.{optimizer}, loss="binary_crossentropy", metrics=["accuracy"])\n'


def extraction_code(settings: HeadSettings) -> str:
    """Return code that extracts the base's features once and trains the head on them.

    It needs the files efficientnet_lite0.keras and cats_vs_dogs_small/{train,validation}/{cat,dog}/*.jpg. Fewer
    pictures than all are those that the page trains on, from the same files.
    """
    fewer = ("choose", "features") if _fewer(settings) else ()
    parts = ("start", "extraction", *fewer, "head")
    batches = f"-(-len(train_features) // {settings.batch_size})"
    text = _written(parts, settings, ["keras", "numpy as np"], "train_labels[:, 0]")
    return text + _compile(settings, batches) + _written(("fit", "end"), settings)


def augmented_code(settings: HeadSettings) -> str:
    """Return code that trains the head behind the frozen base on pictures augmented anew in every epoch."""
    return _on_pictures(settings) + _written(("end",), settings)


def fine_tuning_code(settings: HeadSettings) -> str:
    """Return code with two stages: the head behind the frozen base, then the base's last blocks with a small rate."""
    return _on_pictures(settings) + _written(("thaw", "end"), settings)


def _on_pictures(settings: HeadSettings) -> str:
    fewer = ["numpy as np", "tensorflow as tf"] if _fewer(settings) else []
    parts = ("start", "fewer", "choose", "files", "augmented") if fewer else ("start", "all", "augmented")
    text = _written(parts, settings, ["keras", *fewer], "labels[:, 0]")
    return text + _compile(settings, "len(train)") + _written(("fit_pictures",), settings)


def _fewer(settings: HeadSettings) -> bool:
    """Whether the head is trained on a part of the pictures."""
    return settings.pictures < LIMITS["pictures"][1]


def _written(parts: tuple[str, ...], settings: HeadSettings, modules: list[str] | None = None, labels: str = "") -> str:
    """The parts of the text one after the other, filled in."""
    imports = [f"import {module}" for module in modules or []]
    if "fewer" in parts:
        imports = ["from pathlib import Path", "", *imports]
    return "".join(PARTS[part] for part in parts).format(
        imports="\n".join(imports),
        head=_head(settings),
        labels=labels,
        pictures=settings.pictures,
        seed=settings.seed,
        batch_size=settings.batch_size,
        epochs=settings.epochs,
    )


def _head(settings: HeadSettings) -> str:
    """The layers of the head, one a line; without a hidden layer, the penalty is the output's."""
    penalty = f", kernel_regularizer=keras.regularizers.L2({settings.l2})" if settings.l2 else ""
    layers = []
    if settings.units:
        layers.append(f'Dense({settings.units}, activation="relu"{penalty})')
    if settings.dropout:
        layers.append(f"Dropout({settings.dropout})")
    layers.append(f'Dense(1, activation="sigmoid"{"" if settings.units else penalty})')
    return "\n".join(f"        keras.layers.{layer}," for layer in layers)


def _compile(settings: HeadSettings, batches: str) -> str:
    """The call of compile, and before it the schedule of the learning rate, if it has one."""
    rate, before = f"{settings.learning_rate}", ""
    if settings.schedule != "constant":
        schedule = SCHEDULES[settings.schedule].format(rate=rate)
        before = f"steps = {settings.epochs} * {batches}  # in all epochs\n"
        before += f"rate = keras.optimizers.schedules.{schedule}\n"
        rate = "rate"
    return before + COMPILE.format(optimizer=OPTIMIZERS[settings.optimizer].format(rate=rate))

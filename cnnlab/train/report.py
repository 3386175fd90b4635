"""The files that a run writes: the model, its class names, its card and, if they were saved, its kernels."""

import csv
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from msgspec.structs import replace

from cnnlab.core.cards import ClassName, ModelCard, Source, Training
from cnnlab.core.cards.card_file import parse_card
from cnnlab.nets import device
from cnnlab.nets.describe import write_card
from cnnlab.train.datasets import DATASETS
from cnnlab.train.errors import RecipeError
from cnnlab.train.examples import Examples
from cnnlab.train.loop import Plan
from cnnlab.train.measure import figures
from cnnlab.train.pack import plain, save_model
from cnnlab.train.recipes import Recipe
from cnnlab.train.state import State, replacing

KERNELS_FILE = "kernels.npz"


@dataclass(frozen=True)
class Report:
    """The facts of a finished run; `seconds_before` is the time spent before its first epoch."""

    recipe: Recipe
    plan: Plan
    state: State
    command: str
    source: Source
    counts: dict[str, int]
    seconds_before: float

    def training(self) -> Training:
        """The card's section on how the model was trained."""
        seconds = self.seconds_before + sum(row["seconds"] for row in self.state.rows)
        return Training(
            recipe=self.recipe.id,
            command=self.command,
            data=self.counts,
            data_source=self.source.url,
            start=self.plan.settings["start"] or None,
            seed=self.plan.seed,
            epochs=len(self.state.rows),
            best_epoch=self.state.best_epoch + 1,
            batch_size=self.plan.batch_size,
            minutes=round(seconds / 60, 1),
            device=device.describe().name,
            versions=versions(),
        )


def finished(out: Path, settings: dict, command: str) -> ModelCard | None:
    """Return the card if `out` contains this run, finished. Raises RecipeError if it contains another run."""
    if not (out / "card.json").exists():
        return None
    try:
        card = parse_card(out / "card.json")
    except (OSError, ValueError) as error:
        raise RecipeError(
            "{path} cannot be read as a model's card: {reason}. Choose another --out, or delete the file.",
            path=str(out / "card.json"),
            reason=str(error),
        ) from error
    existing = card.training
    this_run = (command, settings["seed"], settings["epochs"], settings["start"] or None)
    if existing and (existing.command, existing.seed, existing.epochs, existing.start) == this_run:
        card.check_file()
        return card
    raise RecipeError(
        "{out} contains the result of another run ({other}). Choose another --out, or delete its card.json to replace "
        "it.",
        out=str(out),
        other=existing.command if existing else card.id,
    )


def write_report(
    out: Path, model: keras.Model, report: Report, test: Examples, more: dict[str, Examples] | None = None
) -> ModelCard:
    """Write model.keras, classes.csv, kernels.npz and, last of all, card.json, so that every card has its model."""
    data = DATASETS[report.recipe.data]
    small = plain(model, report.recipe.id)
    measured = figures(small, report.recipe.task, test, data.classes, report.command, more)
    write_classes(out, data.classes)
    if report.state.kernels:
        with replacing(out / KERNELS_FILE) as temporary, temporary.open("wb") as file:
            np.savez_compressed(file, kernels=np.stack(report.state.kernels))
    folder = out / ".card" / report.recipe.id  # a card's id is the name of its folder
    folder.mkdir(parents=True, exist_ok=True)
    save_model(small, folder / "model.keras")
    card = write_card(
        folder,
        small,
        title=report.recipe.title,
        task=report.recipe.task,
        source=report.source,
        measured=measured,
        training=report.training(),
    )
    for name in ("model.keras", "card.json"):
        (folder / name).replace(out / name)
    shutil.rmtree(out / ".card")
    return replace(card, folder=out)


def write_classes(out: Path, classes: tuple[ClassName, ...]) -> None:
    """Write `out`/classes.csv, the class names in the order of the model's outputs."""
    with replacing(out / "classes.csv") as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("en", "ko"), *((name.en, name.ko) for name in classes)])


def versions() -> dict[str, str]:
    """The versions of everything that affects the figures: Python, Keras, NumPy, the backend."""
    backend = keras.backend.backend()
    result = {"python": platform.python_version(), "keras": keras.__version__, "numpy": np.__version__}
    return result | {backend: __import__(backend).__version__}

"""What a run leaves behind: the model, its class names, its card, and the kernels where they were kept."""

import csv
import json
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from cnnlab.core.cards import ClassName, ModelCard, Source, Training
from cnnlab.nets import device
from cnnlab.nets.describe import write_card
from cnnlab.train.datasets import DATASETS
from cnnlab.train.errors import RecipeError
from cnnlab.train.examples import Examples
from cnnlab.train.loop import Plan
from cnnlab.train.measure import figures
from cnnlab.train.pack import plain, save_model
from cnnlab.train.recipes import Recipe
from cnnlab.train.state import State, replaced

KERNELS_FILE = "kernels.npz"


@dataclass(frozen=True)
class Report:
    """What is known of a run when it ends; `before` is the seconds that went before its first epoch."""

    recipe: Recipe
    plan: Plan
    state: State
    command: str
    source: Source
    counts: dict[str, int]
    before: float

    def training(self) -> Training:
        """The card's part on how the model came about."""
        seconds = self.before + sum(row["seconds"] for row in self.state.rows)
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
    """The card of this very run where `out` holds it to its end; RecipeError where it holds another one's."""
    if not (out / "card.json").exists():
        return None
    try:
        card = ModelCard(**json.loads((out / "card.json").read_text(encoding="utf-8")), folder=out)
    except (OSError, TypeError, ValueError) as error:
        raise RecipeError(
            "{path} should be a model's card; reading it gave: {reason}. Take another --out, or delete it.",
            path=str(out / "card.json"),
            reason=str(error),
        ) from error
    there = card.training
    ours = (command, settings["seed"], settings["epochs"], settings["start"] or None)
    if there and (there.command, there.seed, there.epochs, there.start) == ours:
        card.check_file()
        return card
    raise RecipeError(
        "{out} holds the end of another run ({theirs}). Take another --out, or delete its card.json to replace it.",
        out=str(out),
        theirs=there.command if there else card.id,
    )


def write_report(out: Path, model: keras.Model, report: Report, test: Examples) -> ModelCard:
    """Write model.keras, classes.csv, kernels.npz and, last, card.json, so that a card is never without its model."""
    data = DATASETS[report.recipe.data]
    small = plain(model, report.recipe.id)
    measured = figures(small, report.recipe.task, test, data.classes, report.command)
    write_classes(out, data.classes)
    if report.state.kernels:
        with replaced(out / KERNELS_FILE) as temporary, temporary.open("wb") as file:
            np.savez_compressed(file, kernels=np.stack(report.state.kernels))
    folder = out / ".card" / report.recipe.id  # a card takes its id from its folder's name
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
    return card.model_copy(update={"folder": out})


def write_classes(out: Path, classes: tuple[ClassName, ...]) -> None:
    """`out`/classes.csv with the names in the order of the model's outputs."""
    with replaced(out / "classes.csv") as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("en", "ko"), *((each.en, each.ko) for each in classes)])


def versions() -> dict[str, str]:
    """Of what decides the figures: Python, Keras, the backend, NumPy."""
    backend = keras.backend.backend()
    found = {"python": platform.python_version(), "keras": keras.__version__, "numpy": np.__version__}
    return found | {backend: __import__(backend).__version__}

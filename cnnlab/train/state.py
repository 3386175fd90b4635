"""The state of a run after an epoch, in one file that is replaced atomically, so that a killed run can be resumed."""

import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import keras
import numpy as np

from cnnlab.train.errors import RecipeError

FORMAT = 1


@dataclass
class State:
    """Everything needed to resume a run.

    `variables` are the model's, including random generators; `optimizer` the optimizer's; `best` the model's variables
    after the best epoch.
    """

    settings: dict
    variables: list[np.ndarray] = field(default_factory=list)
    optimizer: list[np.ndarray] = field(default_factory=list)
    best: list[np.ndarray] = field(default_factory=list)
    kernels: list[np.ndarray] = field(default_factory=list)  # of one layer, before training and after each epoch
    rows: list[dict] = field(default_factory=list)  # one for each epoch, as in history.csv

    @property
    def best_epoch(self) -> int:
        """The epoch with the lowest validation loss, counted from 0; the first if several tie. NaN counts as inf."""
        losses = [math.inf if math.isnan(row["val_loss"]) else row["val_loss"] for row in self.rows]
        return losses.index(min(losses))

    def record(self, model: keras.Model, row: dict) -> None:
        """Add the epoch that has just ended; keep its weights if they are the best so far."""
        self.variables, self.optimizer = arrays(model.variables), arrays(model.optimizer.variables)
        self.rows.append(row)
        if self.best_epoch == len(self.rows) - 1:
            self.best = self.variables

    def restore(self, model: keras.Model) -> None:
        """Set the model and its optimizer to their values at the end of the last epoch."""
        model.optimizer.build(model.trainable_variables)
        assign(model.variables, self.variables)
        assign(model.optimizer.variables, self.optimizer)


LISTS = ("variables", "optimizer", "best", "kernels")


def save(state: State, path: Path) -> None:
    """Write the state; the old file stays in place until the new one is complete."""
    head = json.dumps({"format": FORMAT, "settings": state.settings, "rows": state.rows})
    parts = {f"{name}-{index}": array for name in LISTS for index, array in enumerate(getattr(state, name))}
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez(file, head=np.array(head), **parts)


def load(path: Path, settings: dict) -> State:
    """Read the state of a run; without a file, return the state of a run that has not started.

    Raises RecipeError if the file is damaged or belongs to a run with other settings.
    """
    if not path.exists():
        return State(settings)
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            head = json.loads(str(file["head"]))
            lists = {name: list(_numbered(file, name)) for name in LISTS}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise RecipeError(
            "{path} cannot be read as the state of an interrupted run: {reason}. Delete it to start over.",
            path=str(path),
            reason=str(error),
        ) from error
    if head["settings"] != settings:
        raise RecipeError(
            "{path} belongs to a run with the settings {saved}, not {given}. Use those settings to resume it, choose "
            "another --out, or delete the file to start over.",
            path=str(path),
            saved=json.dumps(head["settings"]),
            given=json.dumps(settings),
        )
    return State(settings, rows=head["rows"], **lists)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary file next to `path` that replaces it on success and is removed on failure."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def arrays(variables: list) -> list[np.ndarray]:
    """Copy the values of Keras variables."""
    return [np.array(variable.numpy()) for variable in variables]


def assign(variables: list, values: list[np.ndarray]) -> None:
    """Assign values to Keras variables, in order."""
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def _numbered(file: np.lib.npyio.NpzFile, name: str) -> Iterator[np.ndarray]:
    index = 0
    while f"{name}-{index}" in file:
        yield file[f"{name}-{index}"]
        index += 1

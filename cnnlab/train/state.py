"""Where a run stands after an epoch, in one file that is replaced whole: killed at any moment, it can go on from it."""

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
    """`variables` are the model's, random generators included, `optimizer` the optimizer's, `best` the kept epoch's."""

    settings: dict
    variables: list[np.ndarray] = field(default_factory=list)
    optimizer: list[np.ndarray] = field(default_factory=list)
    best: list[np.ndarray] = field(default_factory=list)
    kernels: list[np.ndarray] = field(default_factory=list)  # the first layer's, before training and after each epoch
    rows: list[dict] = field(default_factory=list)  # one an epoch, as in history.csv

    @property
    def best_epoch(self) -> int:
        """The epoch of the lowest validation loss, counted from 0; the first of several. NaN is above all."""
        losses = [math.inf if math.isnan(row["val_loss"]) else row["val_loss"] for row in self.rows]
        return losses.index(min(losses))

    def take(self, model: keras.Model, row: dict) -> None:
        """Add the epoch that has just ended; its weights are kept where they are the best so far."""
        self.variables, self.optimizer = arrays(model.variables), arrays(model.optimizer.variables)
        self.rows.append(row)
        if self.best_epoch == len(self.rows) - 1:
            self.best = self.variables

    def put_back(self, model: keras.Model) -> None:
        """Make the model and its optimizer what they were at the end of the last epoch."""
        model.optimizer.build(model.trainable_variables)
        assign(model.variables, self.variables)
        assign(model.optimizer.variables, self.optimizer)


LISTS = ("variables", "optimizer", "best", "kernels")


def save(state: State, path: Path) -> None:
    """Write the state; `path` is the old file until the new one is whole."""
    head = json.dumps({"format": FORMAT, "settings": state.settings, "rows": state.rows})
    parts = {f"{name}-{index}": each for name in LISTS for index, each in enumerate(getattr(state, name))}
    with replaced(path) as temporary, temporary.open("wb") as file:
        np.savez(file, head=np.array(head), **parts)


def load(path: Path, settings: dict) -> State:
    """The state of a run with these settings; RecipeError for another run's or a damaged file.

    Without a file it is the state of a run that has not begun.
    """
    if not path.exists():
        return State(settings)
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            head = json.loads(str(file["head"]))
            lists = {name: list(_numbered(file, name)) for name in LISTS}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise RecipeError(
            "{path} should tell where an interrupted run stands; reading it gave: {reason}. Delete it to start anew.",
            path=str(path),
            reason=str(error),
        ) from error
    if head["settings"] != settings:
        raise RecipeError(
            "{path} belongs to a run with {theirs}; this one has {ours}. Start it with those to go on, take another "
            "--out, or delete the file to start anew.",
            path=str(path),
            theirs=json.dumps(head["settings"]),
            ours=json.dumps(settings),
        )
    return State(settings, rows=head["rows"], **lists)


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to; it takes its place when all went well, and is removed when not."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def arrays(variables: list) -> list[np.ndarray]:
    """The values of Keras variables, copied."""
    return [np.array(each.numpy()) for each in variables]


def assign(variables: list, values: list[np.ndarray]) -> None:
    """Give Keras variables their values, in order."""
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def _numbered(file: np.lib.npyio.NpzFile, name: str) -> Iterator[np.ndarray]:
    index = 0
    while f"{name}-{index}" in file:
        yield file[f"{name}-{index}"]
        index += 1

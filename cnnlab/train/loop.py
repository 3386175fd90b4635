"""The training loop: one epoch at a time, each with its own seed; the state is saved after every epoch."""

import csv
import io
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from cnnlab.train.examples import Examples, seed_of
from cnnlab.train.state import State, arrays, assign, load, replacing, save

STATE_FILE, HISTORY_FILE = "resume.npz", "history.csv"


@dataclass(frozen=True)
class Plan:
    """How to train; an interrupted run resumes only with the same `settings`."""

    epochs: int
    batch_size: int
    seed: int
    settings: dict
    keep_kernels: str | None = None  # the layer whose kernels are saved after each epoch


def train(
    model: keras.Model,
    examples: dict[str, Examples],
    plan: Plan,
    out: Path,
    clock: Callable[[], float] = time.perf_counter,
) -> State:
    """Train a compiled model, resuming the run saved in `out` if there is one; the model ends with its best weights.

    Each epoch adds a line to `out`/history.csv. All randomness depends on the seed and the epoch only.
    """
    state = load(out / STATE_FILE, plan.settings)
    if state.rows:
        state.restore(model)
    elif plan.keep_kernels:
        state.kernels = [_kernels(model, plan.keep_kernels)]
    write_history(out, state.rows)
    for epoch in range(len(state.rows), plan.epochs):
        state.record(model, _epoch(model, examples, plan, epoch, clock))
        if plan.keep_kernels:
            state.kernels.append(_kernels(model, plan.keep_kernels))
        save(state, out / STATE_FILE)
        write_history(out, state.rows)
    assign(model.variables, state.best)
    return state


def write_history(out: Path, rows: list[dict]) -> None:
    """Write `out`/history.csv: CSVLogger's columns (epochs counted from 0), then learning_rate and seconds."""
    if not rows:
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    with replacing(out / HISTORY_FILE) as temporary:
        temporary.write_text(text.getvalue(), encoding="utf-8")


class StopAfterEpoch(keras.callbacks.Callback):
    """End `fit` after one epoch, although its progress bar counts all of them."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = True


def _epoch(model: keras.Model, examples: dict[str, Examples], plan: Plan, epoch: int, clock: Callable) -> dict:
    started = clock()
    learning_rate = float(model.optimizer.learning_rate)
    history = model.fit(
        examples["train"].batches(plan.batch_size, seed_of(plan.seed, epoch)),
        validation_data=examples["validation"].batches(plan.batch_size),
        initial_epoch=epoch,
        epochs=plan.epochs,
        callbacks=[StopAfterEpoch()],
        shuffle=False,
        verbose=1 if sys.stdout.isatty() else 2,
    ).history
    row = {"epoch": epoch} | {name: float(history[name][-1]) for name in sorted(history)}
    return row | {"learning_rate": learning_rate, "seconds": round(clock() - started, 3)}


def _kernels(model: keras.Model, layer: str) -> np.ndarray:
    return arrays([model.get_layer(layer).kernel])[0].astype(np.float16)

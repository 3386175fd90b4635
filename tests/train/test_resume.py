"""A run that is killed after any epoch and resumed gives the same bytes as an uninterrupted run."""

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cnnlab.train import loop
from cnnlab.train.errors import RecipeError
from cnnlab.train.loop import STATE_FILE
from cnnlab.train.run import Options, run

pytestmark = pytest.mark.backends

OUTPUTS = {"model.keras", "history.csv", "card.json", "classes.csv"}


class Killed(BaseException):
    """An exception that the run must not catch."""


class Clock:
    """A clock that advances one second per call and kills the run at call `killed_at`."""

    def __init__(self, killed_at: int | None = None):
        self.calls, self.killed_at = 0, killed_at

    def __call__(self) -> float:
        self.calls += 1
        if self.calls == self.killed_at:
            raise Killed
        return float(self.calls)


def complete_run(recipe: str, data: Path, out: Path, epochs: int = 3, seed: int = 1, batch_size: int = 4) -> Path:
    run(recipe, Options(data, out, epochs, seed, batch_size=batch_size), Clock())
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("recipe", "batch_size", "calls", "more"),
    [  # two clock calls in an epoch: at 4 the second epoch is trained but not saved, at 3 it has not started
        ("mnist_convnet", 32, (4, 3), {"kernels.npz"}),
        ("cats_dogs_augmented", 4, (4, 3), set()),  # augmentation and dropout use random numbers
        ("cats_dogs_extraction", 4, (2, 6), {"features.npz"}),  # the first two calls time the feature extraction
    ],
)
def test_a_killed_and_resumed_run_equals_an_uninterrupted_one(recipe, batch_size, calls, more, data, tmp_path):
    options = Options(data, tmp_path / "killed" / "out", 3, 1, batch_size=batch_size)
    for call in calls:
        with pytest.raises(Killed):
            run(recipe, options, Clock(killed_at=call))
    run(recipe, options, Clock())
    uninterrupted = complete_run(recipe, data, tmp_path / "uninterrupted" / "out", batch_size=batch_size)
    found, expected = contents(options.out), contents(uninterrupted)
    assert found.keys() == OUTPUTS | more
    assert {name for name in expected if found[name] != expected[name]} == set()


def test_a_killed_process_is_resumed(data, tmp_path):
    killed, uninterrupted = tmp_path / "killed", tmp_path / "uninterrupted"
    command = [sys.executable, "-u", "-m", "cnnlab.train", "mnist_convnet", "--data", str(data), "--epochs", "3"]
    with subprocess.Popen(
        [*command, "--out", str(killed)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        while b"Epoch 3" not in process.stdout.readline():
            assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
    assert (killed / STATE_FILE).exists()
    assert not (killed / "card.json").exists()
    for out in (killed, uninterrupted):
        run("mnist_convnet", Options(data, out, 3))
    assert (killed / "model.keras").read_bytes() == (uninterrupted / "model.keras").read_bytes()
    assert without_seconds(killed) == without_seconds(uninterrupted)


def without_seconds(out: Path) -> list[dict]:
    with (out / "history.csv").open(newline="") as file:
        return [{name: value for name, value in row.items() if name != "seconds"} for row in csv.DictReader(file)]


def test_the_history_depends_on_the_seed(data, tmp_path):
    first, again, other = (
        (complete_run("mnist_convnet", data, tmp_path / name, 2, seed, 32) / "history.csv").read_text()
        for name, seed in (("first", 1), ("again", 1), ("other", 2))
    )
    assert first == again
    assert first != other


@pytest.mark.tensorflow  # of files, which are the same on every backend
def test_the_history_has_the_columns_of_csvlogger_then_learning_rate_and_seconds(data, tmp_path):
    text = (complete_run("mnist_convnet", data, tmp_path / "out", 2, batch_size=32) / "history.csv").read_text()
    lines = text.splitlines()
    assert lines[0] == "epoch,accuracy,loss,val_accuracy,val_loss,learning_rate,seconds"
    assert [line.split(",")[0] for line in lines[1:]] == ["0", "1"]
    assert [line.split(",")[-1] for line in lines[1:]] == ["1.0", "1.0"]


@pytest.mark.tensorflow  # of files, which are the same on every backend
def test_a_failed_save_keeps_the_old_state(data, tmp_path, monkeypatch):
    options = Options(data, tmp_path / "out", 3, 1, batch_size=32)
    with pytest.raises(Killed):
        run("mnist_convnet", options, Clock(killed_at=4))
    before = contents(options.out)
    assert STATE_FILE in before

    def disk_full(file, **arrays):
        file.write(b"half a file")
        raise OSError("No space left on device")

    monkeypatch.setattr(np, "savez", disk_full)
    with pytest.raises(OSError, match="No space left"):
        run("mnist_convnet", options, Clock())
    assert contents(options.out) == before


@pytest.mark.tensorflow  # of files, which are the same on every backend
def test_a_finished_run_is_not_repeated(data, tmp_path, monkeypatch):
    options = Options(data, tmp_path / "out", 1, 1, batch_size=32)
    card = run("mnist_convnet", options)
    monkeypatch.setattr(loop, "_epoch", None)
    assert run("mnist_convnet", options) == card


@pytest.mark.tensorflow  # of files, which are the same on every backend
def test_another_run_does_not_overwrite_a_finished_one(data, tmp_path):
    run("mnist_convnet", Options(data, tmp_path / "out", 1, 1, batch_size=32))
    with pytest.raises(RecipeError, match=r"contains the result of another run .*mnist_convnet.*Choose another --out"):
        run("mnist_convnet", Options(data, tmp_path / "out", 2, 1, batch_size=32))


@pytest.mark.tensorflow  # of files, which are the same on every backend
def test_an_interrupted_run_resumes_only_with_its_own_settings(data, tmp_path):
    with pytest.raises(Killed):
        run("mnist_convnet", Options(data, tmp_path / "out", 3, 1, batch_size=32), Clock(killed_at=4))
    with pytest.raises(RecipeError, match=r'belongs to a run with the settings .*"seed": 1.*, not .*"seed": 2'):
        run("mnist_convnet", Options(data, tmp_path / "out", 3, 2, batch_size=32))


@pytest.mark.tensorflow  # of files, which are the same on every backend
def test_a_damaged_state(data, tmp_path):
    (tmp_path / STATE_FILE).write_bytes(b"PK\x03\x04 truncated")
    with pytest.raises(RecipeError, match=f"{STATE_FILE} cannot be read as the state .* Delete it to start over"):
        run("mnist_convnet", Options(data, tmp_path, 1, 1))

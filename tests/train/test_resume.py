"""A run killed after any epoch and started again ends as one that was not killed, to the byte."""

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

LEFT_BEHIND = {"model.keras", "history.csv", "card.json", "classes.csv"}


class Killed(BaseException):
    """What no handler of the run may catch."""


class Clock:
    """Every look at it takes a second; at the look `killed_at` the run dies."""

    def __init__(self, killed_at: int | None = None):
        self.looks, self.killed_at = 0, killed_at

    def __call__(self) -> float:
        self.looks += 1
        if self.looks == self.killed_at:
            raise Killed
        return float(self.looks)


def whole_run(recipe: str, data: Path, out: Path, epochs: int = 3, seed: int = 1, batch_size: int = 4) -> Path:
    run(recipe, Options(data, out, epochs, seed, batch_size=batch_size), Clock())
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("recipe", "batch_size", "looks", "more"),
    [  # the clock is looked at twice an epoch: at 4 the second one is trained and not saved, at 3 it has not begun
        ("mnist_convnet", 32, (4, 3), {"kernels.npz"}),
        ("cats_dogs_augmented", 4, (4, 3), set()),  # augmentation and dropout draw random numbers
        ("cats_dogs_extraction", 4, (2, 6), {"features.npz"}),  # the first two looks are at the base's work
    ],
)
def test_killed_in_each_epoch_and_resumed_equals_not_killed(recipe, batch_size, looks, more, data, tmp_path):
    options = Options(data, tmp_path / "killed" / "out", 3, 1, batch_size=batch_size)
    for look in looks:
        with pytest.raises(Killed):
            run(recipe, options, Clock(killed_at=look))
    run(recipe, options, Clock())
    whole = whole_run(recipe, data, tmp_path / "whole" / "out", batch_size=batch_size)
    found, expected = contents(options.out), contents(whole)
    assert found.keys() == LEFT_BEHIND | more
    assert {name for name in expected if found[name] != expected[name]} == set()


def test_a_process_ended_by_the_system_is_resumed(data, tmp_path):
    ended, whole = tmp_path / "ended", tmp_path / "whole"
    command = [sys.executable, "-u", "-m", "cnnlab.train", "mnist_convnet", "--data", str(data), "--epochs", "3"]
    with subprocess.Popen(
        [*command, "--out", str(ended)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        while b"Epoch 3" not in process.stdout.readline():
            assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
    assert (ended / STATE_FILE).exists()
    assert not (ended / "card.json").exists()
    for out in (ended, whole):
        run("mnist_convnet", Options(data, out, 3))
    assert (ended / "model.keras").read_bytes() == (whole / "model.keras").read_bytes()
    assert without_seconds(ended) == without_seconds(whole)


def without_seconds(out: Path) -> list[dict]:
    with (out / "history.csv").open(newline="") as file:
        return [{name: value for name, value in row.items() if name != "seconds"} for row in csv.DictReader(file)]


def test_same_seed_same_history_other_seed_other_history(data, tmp_path):
    first, again, other = (
        (whole_run("mnist_convnet", data, tmp_path / name, 2, seed, 32) / "history.csv").read_text()
        for name, seed in (("first", 1), ("again", 1), ("other", 2))
    )
    assert first == again
    assert first != other


def test_history_has_the_columns_of_csvlogger_then_rate_and_seconds(data, tmp_path):
    text = (whole_run("mnist_convnet", data, tmp_path / "out", 2, batch_size=32) / "history.csv").read_text()
    lines = text.splitlines()
    assert lines[0] == "epoch,accuracy,loss,val_accuracy,val_loss,learning_rate,seconds"
    assert [line.split(",")[0] for line in lines[1:]] == ["0", "1"]
    assert [line.split(",")[-1] for line in lines[1:]] == ["1.0", "1.0"]


def test_a_save_that_fails_leaves_the_old_state(data, tmp_path, monkeypatch):
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


def test_a_finished_run_is_not_run_again(data, tmp_path, monkeypatch):
    options = Options(data, tmp_path / "out", 1, 1, batch_size=32)
    card = run("mnist_convnet", options)
    monkeypatch.setattr(loop, "_epoch", None)
    assert run("mnist_convnet", options) == card


def test_another_run_does_not_overwrite_a_finished_one(data, tmp_path):
    run("mnist_convnet", Options(data, tmp_path / "out", 1, 1, batch_size=32))
    with pytest.raises(RecipeError, match=r"holds the end of another run .*mnist_convnet.*Take another --out"):
        run("mnist_convnet", Options(data, tmp_path / "out", 2, 1, batch_size=32))


def test_an_interrupted_run_goes_on_only_with_its_own_settings(data, tmp_path):
    with pytest.raises(Killed):
        run("mnist_convnet", Options(data, tmp_path / "out", 3, 1, batch_size=32), Clock(killed_at=4))
    with pytest.raises(RecipeError, match=r'belongs to a run with .*"seed": 1.*this one has .*"seed": 2'):
        run("mnist_convnet", Options(data, tmp_path / "out", 3, 2, batch_size=32))


def test_a_damaged_state_is_named(data, tmp_path):
    (tmp_path / STATE_FILE).write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(RecipeError, match=f"{STATE_FILE} should tell where .* Delete it to start anew"):
        run("mnist_convnet", Options(data, tmp_path, 1, 1))

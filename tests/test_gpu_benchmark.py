"""`python -m benchmarks.gpu` on a machine without a GPU: its steps run, its rows are README's, a difference fails.

The GPU itself is not tested here: only the command can do that, on a machine that has one. One file, because the
tests share the one run of the command.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import keras
import ml_dtypes
import numpy as np
import pytest

from benchmarks.gpu import __main__ as command
from benchmarks.gpu import backend, engine, fallback, measuring, rows
from benchmarks.gpu.comparing import TOLERANCES, compare
from benchmarks.gpu.models import Models
from cnnlab.core.cards import PRETRAINED
from cnnlab.core.requests import Device
from cnnlab.nets import device
from cnnlab.nets.logits import Logits

ROOT = Path(__file__).parents[1]
SMALL = "cats_dogs_scratch"
WITHOUT = """
import sys
from importlib.machinery import PathFinder

class Fewer(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.split(".")[0] in {names} else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Fewer
"""
PROCESSOR = Device("CPU", "Some processor", None, "float32", 2, "tensorflow", keras.__version__)
GPU = Device("GPU", "Some GPU 9000", None, "float32", 2, "tensorflow", keras.__version__)


@pytest.mark.parametrize("name", ["jax", "tensorflow"])
def test_the_command_runs_to_its_end_with_one_backend_and_without_streamlit(name, tmp_path):
    """In the main process and in the engine's worker; a model that is missing is named."""
    others = {"streamlit", "plotly", "playwright", "psutil", "jax", "tensorflow"} - {name}
    (tmp_path / "sitecustomize.py").write_text(WITHOUT.format(names=sorted(others)), encoding="utf-8")
    shutil.copytree(PRETRAINED / SMALL, tmp_path / "pretrained" / SMALL)
    readme = (ROOT / "README.md").read_bytes()
    options = ["--cpu", "--classifier", SMALL, "--json", str(tmp_path / "new/found.json")]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.gpu", *options],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if key != "KERAS_BACKEND"}
        | {"PYTHONPATH": str(tmp_path), "CNNLAB_PRETRAINED": str(tmp_path / "pretrained")}
        | {"XLA_FLAGS": "--xla_backend_optimization_level=0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "No GPU was found" in done.stdout
    found = json.loads((tmp_path / "new/found.json").read_text(encoding="utf-8"))
    assert found["device"]["backend"] == name
    assert not found["compared_with_a_gpu"]
    assert found["missing"] == ["pets_unet"]
    assert [row["name"] for row in found["rows"]] == list(rows.NAMES)
    assert all(f"| {row['name']} | {row['value']} |" in done.stdout for row in found["rows"])
    unmeasured = {row["name"]: row["details"] for row in found["rows"] if row["value"] == rows.NOT_MEASURED}
    assert set(unmeasured) == {*rows.UNET_ROWS, *rows.GPU_ROWS}
    assert unmeasured[rows.UNET] == "There is no pets_unet in pretrained/."
    assert (ROOT / "README.md").read_bytes() == readme


def readme_table() -> tuple[str, list[list[str]]]:
    """What stands above the table between the markers in README, and the table's rows."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("<!-- gpu -->\n")[1].split("\n<!-- /gpu -->")[0]
    head, _, table = text.partition("\n\n")
    return head, [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]


def test_readme_has_the_rows_of_the_command_and_names_the_machine_or_says_not_measured():
    head, table = readme_table()
    assert [row[0] for row in table] == list(rows.NAMES), "run: python -m benchmarks.gpu, or add --clear without a GPU"
    if head == rows.UNMEASURED:
        assert {row[1].split(" |")[0] for row in table} == {rows.NOT_MEASURED}
    else:
        machine = re.match(r"Measured by `python -m benchmarks\.gpu` in one run on (.+), (\d+) processor cores, ", head)
        assert machine
        assert table[0][1].startswith(f"GPU: {machine[1]}")


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run the command in this process with a worker on the given device; returns its exit code and README's text."""
    written = []
    for name in ("JAX_PLATFORMS", "CUDA_VISIBLE_DEVICES", "KERAS_BACKEND"):  # restored after the test
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    monkeypatch.setattr(command, "write", lambda text, marker: written.append((marker, text)))

    def run(found: Device, *options: str) -> tuple[int, list[tuple[str, str]]]:
        monkeypatch.setattr(engine, "ask", lambda models, also_on_cpu: engine.Worker(found, False))
        return command.main(["--json", str(tmp_path / "found.json"), *options]), written

    return run


def test_without_a_gpu_nothing_is_measured(run, capsys, monkeypatch):
    monkeypatch.setattr(measuring, "measure", lambda *_: pytest.fail("measured"))
    assert run(PROCESSOR) == (command.NO_DEVICE, [])
    said = "No GPU was found: TensorFlow sees only the processor (Some processor). Nothing was compared with a GPU."
    assert said in capsys.readouterr().out


LOGITS = np.array([[1.0, -4.0]], "float32")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (LOGITS, command.OK),
        (LOGITS + 0.1, command.FAILED),
        (LOGITS * np.nan, command.FAILED),
        (LOGITS[:, :1], command.FAILED),
        (None, command.FAILED),
    ],
)
def test_a_difference_is_reported_as_a_failure(run, monkeypatch, tmp_path, found, expected):
    answers = {} if found is None else {"logits": found}
    monkeypatch.setattr(measuring, "measure", lambda *_: compare(answers, {"logits": LOGITS}, "TF32"))
    code, [(marker, text)] = run(GPU)
    assert (code, marker) == (expected, "gpu")
    assert text.startswith("Measured by `python -m benchmarks.gpu` in one run on Some GPU 9000, 2 processor cores, ")
    assert ("**(failed)**" in text) == (expected == command.FAILED)
    saved = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert [row["holds"] for row in saved["rows"]].count(False) == (expected == command.FAILED)


def test_differences_by_hand():
    """Relative to the largest logit, in heat, in probability and pixels, and in levels on average."""
    probabilities = np.array([[[0.75, 0.25], [0.5, 0.5]]])
    reference = {"logits": LOGITS, "heat": LOGITS, "probabilities": probabilities, "augmented": np.uint8([0, 255])}
    shifted = probabilities + np.array([[[0.0, 0.0], [-0.125, 0.125]]])
    found = {"logits": LOGITS + 1, "heat": LOGITS + 1, "probabilities": shifted, "augmented": np.uint8([2, 255])}
    differences = {finding.name: finding.numbers["difference"] for finding in compare(found, reference, "float32", "!")}
    assert differences == {
        rows.COMPARED["logits"] + "!": 0.25,
        rows.COMPARED["heat"] + "!": 1,
        rows.COMPARED["probabilities"] + "!": 0.125,
        rows.COMPARED["masks"] + "!": 0.5,
        rows.COMPARED["augmented"] + "!": 1,
    }
    assert not any(finding.holds for finding in compare(found, reference, "float32"))
    assert all(finding.holds for finding in compare(reference, reference, "float32"))


def test_tolerances_grow_with_the_rounding():
    for key in rows.COMPARED:
        assert TOLERANCES["float32"][key] < TOLERANCES["TF32"][key] < TOLERANCES["bfloat16"][key]


def test_a_step_that_fails_is_a_failed_row():
    def step():
        raise RuntimeError("a | b\nc")

    (finding,) = measuring.attempt([rows.MEMORY], step)
    assert (finding.value, finding.holds, finding.details) == ("error", False, "RuntimeError: a / b c")


@pytest.mark.parametrize(
    ("rounded_to", "named"),
    # Near 1, float16 has the 10 bits of TF32.
    [(np.float32, "float32"), (np.float16, "TF32"), (ml_dtypes.bfloat16, "bfloat16")],
)
def test_precision_is_what_products_show(rounded_to, named, monkeypatch):
    real = keras.ops.matmul
    monkeypatch.setattr(
        backend.ops, "matmul", lambda *both: real(*(array.astype(rounded_to).astype("float32") for array in both))
    )
    found = backend.precisions()
    assert found == {"convolution": "float32", "matrix product": named}
    assert backend.coarsest(found) == named


def test_the_cpu_is_not_compared_with_another_device(monkeypatch):
    monkeypatch.setattr(backend, "kinds", lambda tensors: {"GPU"})
    with pytest.raises(RuntimeError, match="nothing to compare with"), backend.on_cpu():
        pass


class Piece:
    """Part of a memory, given back when nothing refers to it."""

    def __init__(self, memory: list[int], size: int):
        if size > memory[0]:
            raise fallback._Full
        self.memory, self.size = memory, size
        memory[0] -= size

    def __del__(self):
        if hasattr(self, "size"):
            self.memory[0] += self.size


def test_memory_is_filled_but_for_what_shall_be_free(monkeypatch):
    memory = [80_000_000_000]
    monkeypatch.setattr(fallback, "_allocated", lambda size: Piece(memory, size))
    for free in (0, fallback.FREE):
        with fallback._filled(free):
            assert free <= memory[0] < free + fallback.PIECES[-1]
        assert memory == [80_000_000_000]


@pytest.mark.parametrize("full", [True, False])
def test_a_task_that_did_not_fall_back_to_the_cpu_is_a_failed_row(full, monkeypatch):
    real, calls = Logits.__call__, []

    def full_at_first(self, images):
        calls.append(len(images))
        if full and len(calls) == 1:
            raise RuntimeError("RESOURCE_EXHAUSTED: Out of memory")
        return real(self, images)

    monkeypatch.setattr(device, "_gpu_name", lambda: GPU.name)
    monkeypatch.setattr(fallback, "_filled", lambda free: contextlib.nullcontext())
    monkeypatch.setattr(fallback, "PICTURES", 2)
    monkeypatch.setattr(Logits, "__call__", full_at_first)
    finding = fallback.batch(Models(SMALL))
    assert finding.holds == full
    assert finding.value == ("ran on the CPU, and the answer says so" if full else "did not run on the CPU")
    assert calls == [3] * (2 if full else 1)

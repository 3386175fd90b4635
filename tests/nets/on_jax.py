"""Run a function of a test file again where Keras runs on JAX, in a process of its own."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# On the CPU, compiled without optimization, because most of these programs run once.
ON_JAX = {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu", "XLA_FLAGS": "--xla_backend_optimization_level=0"}
RUN = """
import importlib
import pickle
import sys
import keras
assert keras.backend.backend() == "jax"
module, name, file = sys.argv[1:]
found = getattr(importlib.import_module(module), name)()
assert "tensorflow" not in sys.modules
with open(file, "wb") as opened:
    pickle.dump(found, opened)
"""


def on_jax(function: Callable[[], Any], folder: Path) -> Any:
    """Return what a function of a module without arguments returns there; `folder` is for a temporary file."""
    file = folder / "found.pickle"
    done = subprocess.run(
        [sys.executable, "-c", RUN, function.__module__, function.__name__, str(file)],
        cwd=ROOT,
        env=os.environ | ON_JAX,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return pickle.loads(file.read_bytes())

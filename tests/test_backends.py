"""What passes through Keras's operations or gradients is right on JAX too: those tests again, on that backend.

One process for each file of tests that has the mark `backends`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MARK = "pytest.mark.backends"
FILES = sorted(path for path in (ROOT / "tests").rglob("test_*.py") if MARK in path.read_text(encoding="utf-8"))
# Compiled without optimization: most of these programs run once.
ON_JAX = {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu", "XLA_FLAGS": "--xla_backend_optimization_level=0"}
RUN = """
import sys
import keras
import pytest
ended = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "backends and not tensorflow", *sys.argv[1:]])
print("backend", keras.backend.backend())
sys.exit(ended)
"""


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.relative_to(ROOT / "tests").as_posix())
def test_the_tests_pass_on_jax(file, request):
    more = ["--whole"] if request.config.getoption("--whole") else []
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(file), *more],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if "PYTEST" not in name} | ON_JAX,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    *_, counts, backend = done.stdout.splitlines()
    assert backend == "backend jax"
    found = {name: int(count) for count, name in re.findall(r"(\d+) (\w+)", counts.split(" in ")[0])}
    assert set(found) <= {"passed", "deselected"}
    assert found["passed"] > 0

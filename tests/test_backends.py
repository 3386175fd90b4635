"""Run the tests of code that uses Keras's operations or gradients again on JAX.

One process for each test file that has the mark `backends`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nets.on_jax import ON_JAX

ROOT = Path(__file__).parents[1]
MARK = "pytest.mark.backends"
FILES = sorted(
    path
    for path in (ROOT / "tests").rglob("test_*.py")
    if path != Path(__file__) and MARK in path.read_text(encoding="utf-8")
)
RUN = """
import sys
import keras
import pytest
exit_code = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "backends and not tensorflow", *sys.argv[1:]])
print("backend", keras.backend.backend())
sys.exit(exit_code)
"""


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.relative_to(ROOT / "tests").as_posix())
def test_tests_pass_on_jax(file, request):
    options = ["--whole"] if request.config.getoption("--whole") else []
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(file), *options],
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

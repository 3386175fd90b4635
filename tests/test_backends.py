"""Run the tests of code that uses Keras's operations or gradients again on JAX.

The files that have the mark `backends` are shared out among a few processes: each takes seconds to start.
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
PROCESSES = 6
RUN = """
import sys
import keras
import pytest
exit_code = pytest.main(["-v", "-p", "no:cacheprovider", "-m", "backends and not tensorflow", *sys.argv[1:]])
print("backend", keras.backend.backend())
sys.exit(exit_code)
"""


@pytest.mark.parametrize("process", range(PROCESSES))
def test_tests_pass_on_jax(process, request):
    files = FILES[process::PROCESSES]
    assert files
    options = ["--whole"] if request.config.getoption("--whole") else []
    done = subprocess.run(
        [sys.executable, "-c", RUN, *map(str, files), *options],
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
    assert all(f"{file.relative_to(ROOT).as_posix()}::" in done.stdout for file in files)

"""What needs Keras runs on JAX too: the tests of cnnlab.nets and of the training loop again, in their own process."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Compiled without optimization: most of these programs run once.
ON_JAX = {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu", "XLA_FLAGS": "--xla_backend_optimization_level=0"}
RUN = """
import sys
import keras
import pytest
ended = pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[1:]])
print("backend", keras.backend.backend())
sys.exit(ended)
"""

TESTS = ("tests/nets", "tests/train/test_loop.py", "tests/train/test_resume.py")


def test_the_tests_of_nets_and_of_training_pass_on_jax():
    done = subprocess.run(
        [sys.executable, "-c", RUN, *TESTS],
        cwd=ROOT,
        env={**os.environ, **ON_JAX},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    *_, counts, backend = done.stdout.splitlines()
    assert backend == "backend jax"
    found = {name: int(count) for count, name in re.findall(r"(\d+) (\w+)", counts.split(" in ")[0])}
    assert set(found) == {"passed", "deselected"}
    assert found["passed"] > 3 * found["deselected"] > 0

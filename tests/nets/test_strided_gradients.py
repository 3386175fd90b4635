"""The gradient through a strided 1 x 1 convolution, in its own process, which would crash without the workaround."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.tensorflow

SCRIPT = Path(__file__).with_name("strided_gradients.py")


def test_gradient_through_a_strided_pointwise_convolution_is_correct_and_does_not_crash():
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [str(channels) for channels in range(1, 17)]

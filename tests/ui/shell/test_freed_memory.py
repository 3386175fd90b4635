"""Large arrays that were freed are no longer in the process, although small ones made after them still are."""

import subprocess
import sys

SCRIPT = """
import numpy as np, psutil
{first}
resident = lambda: psutil.Process().memory_info().rss
np.ones(30 << 20, np.uint8)
before, kept = resident(), []
for _ in range(10):
    large = np.ones(3 << 20, np.uint8)
    kept.append((large, np.ones(2000, np.uint8)))
kept = [small for _large, small in kept]
del large
print(resident() - before)
"""
FIRST = "from cnnlab.ui.shell.freed_memory import give_back; give_back()"


def grown(first: str) -> int:
    script = SCRIPT.format(first=first)
    return int(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout)


def test_large_arrays_leave_no_gaps_between_small_ones():
    assert grown(FIRST) < 3 << 20


def test_they_do_without_it():
    """So the test above could fail: nine of the ten freed arrays stay in the process."""
    assert grown("") > 20 << 20

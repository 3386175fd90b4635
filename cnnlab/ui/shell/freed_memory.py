"""Memory that was freed goes back to the system, on Linux with glibc; elsewhere nothing changes."""

import ctypes
import sys
from functools import cache

# mallopt(3). By default each thread gets an area of its own, and Streamlit starts a thread for each run; and once one
# large array was freed, later ones up to its size are put among small objects, where they leave gaps.
AREAS, OF_ITS_OWN = -8, -3  # M_ARENA_MAX, M_MMAP_THRESHOLD
BLOCK = 512 << 10  # bytes from which a block gets a mapping of its own; from 128 KiB on, a run took a tenth longer


@cache  # once in the process; every run of a page calls it
def give_back() -> None:
    """Put large arrays where freeing them returns them, and let all threads share what is left for small objects."""
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(AREAS, 1)
        mallopt(OF_ITS_OWN, BLOCK)

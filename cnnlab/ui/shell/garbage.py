"""Python's search for objects that refer to each other and to which nothing else refers: it stops every visitor."""

import gc
from functools import cache

MADE = 10_000  # objects made and kept from one search among the newest to the next; Python's own number is 700 or 2,000


@cache  # once in the process; every run of a page calls it
def search_seldom() -> None:
    """Search less often, and leave out what the start of the server made.

    With forty visitors on one page the whole search came every seven seconds and took 0.13 s.
    """
    gc.freeze()
    gc.set_threshold(MADE, *gc.get_threshold()[1:])

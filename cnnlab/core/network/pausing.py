"""Python's search for garbage, paused where many small objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Within it, objects that refer to each other are not searched for.

    A large network's config is a hundred thousand objects, and each search visits all that are there: a fifth of the
    time in which NASNetLarge is read, and more in a server that holds much else. Threads may use it at the same time:
    the search is on again, at the latest when the last of them is done.

    >>> with without_collecting():
    ...     inside = gc.isenabled()
    >>> inside, gc.isenabled()
    (False, True)
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

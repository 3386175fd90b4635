"""Python's search for garbage, paused where many small objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class _Pauses:
    """How many pauses there are at the moment, and whether the search was on before the first of them."""

    lock = Lock()
    count = 0
    was_on = False


@contextmanager
def without_collecting() -> Iterator[None]:
    """Within it, objects that refer to each other are not searched for.

    A large network's config is a hundred thousand objects, and each search visits all that are there: a fifth of the
    time in which NASNetLarge is read, and more in a server that holds much else. Threads may use it at the same time:
    the search is as it was before the first of them once the last of them is done.

    >>> with without_collecting():
    ...     inside = gc.isenabled()
    >>> inside, gc.isenabled()
    (False, True)
    """
    with _Pauses.lock:
        if _Pauses.count == 0:
            _Pauses.was_on = gc.isenabled()
            gc.disable()
        _Pauses.count += 1
    try:
        yield
    finally:
        with _Pauses.lock:
            _Pauses.count -= 1
            if _Pauses.count == 0 and _Pauses.was_on:
                gc.enable()

"""What is read from a file, kept until the file changes."""

import os
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import TypeVar

MAX_FILES = 8  # for each decorated function; the least recently used one is dropped first

ValueT = TypeVar("ValueT")


def cached_by_file(read: Callable[[Path], ValueT]) -> Callable[[Path], ValueT]:
    """Cache what `read` returns for a path until the file there is changed or replaced; thread-safe.

    A changed file is recognized by its modification time, its size or its inode. Nothing is cached for a path without a
    file.
    """
    held: OrderedDict[Path, tuple[tuple[int, ...], ValueT]] = OrderedDict()
    lock = Lock()

    @wraps(read)
    def cached(path: Path) -> ValueT:
        version = _version(path)  # before reading: a file that changes meanwhile is read again next time
        with lock:
            if version is not None and path in held and held[path][0] == version:
                held.move_to_end(path)
                return held[path][1]
        value = read(path)
        with lock:
            held.pop(path, None)
            if version is not None:
                held[path] = version, value
            if len(held) > MAX_FILES:
                held.popitem(last=False)
        return value

    return cached


def _version(path: Path) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino

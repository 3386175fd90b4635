"""An engine with other tasks in place of the app's."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cnnlab.engine import Engine
from cnnlab.ui.shell import ask, cache


@contextmanager
def replaced(tasks: str) -> Iterator[list]:
    """Replace the engine by one with the tasks of this module; yields the list of submitted requests.

    Answers of other tests do not reach these, nor theirs others.
    """
    engine = Engine(tasks)
    submitted, submit = [], engine.submit
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "submit", lambda request: submitted.append(request) or submit(request))
        patched.setattr(ask, "engine", lambda: engine)
        cache.answers().clear()
        yield submitted
        cache.answers().clear()
    engine.stop()

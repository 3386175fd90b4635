"""Training histories that one page hands to another for the visit: a head trained live joins Training histories."""

from cnnlab.core.history import History
from cnnlab.ui.shell.held import memory

KEY = "handed_runs"


def hand_over(history: History) -> None:
    """Keep a history until the page Training histories takes it."""
    memory().setdefault(KEY, []).append(history)


def handed_over() -> list[History]:
    """The histories handed over since the last call."""
    return memory().pop(KEY, [])

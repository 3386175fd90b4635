"""What the Transfer learning page knows of a head: the run up to the last epoch that was trained."""

from dataclasses import dataclass, field
from typing import Any

from cnnlab.core.history import History
from cnnlab.core.requests import TrainHead
from cnnlab.core.transfer import HeadRun, HeadSettings, to_history
from cnnlab.ui.shell.ask import recalled


@dataclass
class Answer:
    """The run so far, None before its first epoch; `said` is where the page shows its numbers.

    It grows while the page trains, in the same run of the script that draws it.
    """

    settings: HeadSettings
    run: HeadRun | None = None
    said: Any = field(default=None, compare=False)

    @property
    def epochs(self) -> int:
        return len(self.run.seconds) if self.run else 0

    @property
    def history(self) -> History:
        """The run so far as a training history."""
        assert self.run is not None
        return to_history(self.run, "")

    @property
    def finished(self) -> bool:
        return self.epochs == self.settings.epochs


def find(settings: HeadSettings) -> Answer:
    """The whole run if somebody has trained this head before; otherwise the page trains it (see live.py)."""
    known = recalled(TrainHead(settings, settings.epochs))
    return Answer(settings, known.value if known else None)

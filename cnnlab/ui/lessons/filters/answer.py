"""What the Filters page knows of an ascent: the steps so far, and the sheets of filters that were made before."""

from dataclasses import dataclass, field
from typing import Any

from cnnlab.core.filters.galleries import Gallery, galleries
from cnnlab.core.requests import Ascend, Ascended
from cnnlab.ui.lessons.filters.settings import Settings
from cnnlab.ui.shell.ask import recalled


@dataclass
class Answer:
    """The ascent so far, None before its first step; `said` is where the page shows its numbers.

    It grows while the engine climbs, in the same run of the script that draws it.
    """

    settings: Settings
    sheets: list[Gallery]
    run: Ascended | None = None
    said: Any = field(default=None, compare=False)

    @property
    def steps(self) -> int:
        return self.run.steps if self.run else 0

    @property
    def finished(self) -> bool:
        return self.steps == self.settings.ascent.steps


def request(settings: Settings, step: int) -> Ascend:
    """What the engine is asked for the first `step` steps."""
    return Ascend(settings.card.id, settings.layer, settings.index, settings.ascent, step)


def find(settings: Settings) -> Answer:
    """The whole ascent if somebody has asked for it before; otherwise the page climbs (see live.py)."""
    known = recalled(request(settings, settings.ascent.steps))
    return Answer(settings, galleries(settings.card), known.value if known else None)

"""Ascents towards single filters: the latest are kept, so that the next steps go on from the last."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from cnnlab.core.filters import AscentSettings, shown
from cnnlab.core.requests import Ascended
from cnnlab.nets.filters.climbing import Climber
from cnnlab.nets.filters.lengths import finite

MAX_KEPT = 24  # ascents; a picture of 512 x 512 has 3 MB
Key = tuple[str, str | None, int, AscentSettings]  # model, layer, filter


@dataclass(eq=False)
class _Kept:
    """An ascent so far: what it has made of the first picture, and the score before each step."""

    states: np.ndarray  # (1, side, side, 3)
    scores: list[float] = field(default_factory=list)
    seconds: float = 0.0


class AscentRuns:
    """Takes steps of ascents, and keeps the latest ones."""

    def __init__(self, most: int = MAX_KEPT):
        self._most = most
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def run(self, climber: Climber, key: Key, step: int, check: Callable[[int], object]) -> Ascended:
        """The ascent after `step` steps; it starts again where more steps than these were taken.

        What `check` raises ends it, and leaves what was kept before.
        """
        _, _, index, settings = key
        kept = self._kept.get(key)
        if kept is None or len(kept.scores) > step:
            kept = _Kept(settings.start()[None])
        started = time.perf_counter()
        states, scores = climber.climb(kept.states, [index], settings, range(len(kept.scores), step), check)
        kept = _Kept(states, kept.scores + scores[:, 0].tolist(), kept.seconds + time.perf_counter() - started)
        self._kept[key] = kept
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return self._answer(climber, kept, index, settings)

    @staticmethod
    def _answer(climber: Climber, kept: _Kept, index: int, settings: AscentSettings) -> Ascended:
        last = float(finite(climber.score(kept.states, [index], settings))[0])
        peak = None
        if climber.target.rectified and last <= 0:
            peak = float(climber.peaks(kept.states, [index])[0])
        picture = np.round(255 * shown(kept.states[0], settings.fourier)).astype(np.uint8)
        scores = np.array([*kept.scores, last], "float32")
        return Ascended(picture, scores, kept.seconds, peak)

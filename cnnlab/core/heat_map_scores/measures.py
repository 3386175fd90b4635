"""The measures of one map, side by side with those of baselines that ignore the network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cnnlab.core.errors import N_
from cnnlab.core.heat_map_scores.localization import Localization


@dataclass(frozen=True)
class MapScores:
    """What was measured of one map so far; None is not measured, or not defined."""

    deletion: float | None = None
    insertion: float | None = None
    drop: float | None = None
    rises: bool | None = None  # "increase in confidence": whether the probability rises when the map masks the picture
    place: Localization | None = None


@dataclass(frozen=True)
class Measure:
    """One measure: which way is better, and how it is read from the scores."""

    title: str
    lower_is_better: bool
    read: Callable[[MapScores], float | None]


def _placed(name: str) -> Callable[[MapScores], float | None]:
    def read(scores: MapScores) -> float | None:
        value = getattr(scores.place, name) if scores.place else None
        return None if value is None else float(value)

    return read


MEASURES = (
    Measure(N_("Deletion: area under the curve"), True, lambda scores: scores.deletion),
    Measure(N_("Insertion: area under the curve"), False, lambda scores: scores.insertion),
    Measure(N_("Drop in probability when the map masks the picture"), True, lambda scores: scores.drop),
    Measure(N_("Relevance mass inside the animal"), False, _placed("mass")),
    Measure(N_("Relevance rank inside the animal"), False, _placed("rank")),
)


def best(measure: Measure, scores: Sequence[MapScores]) -> int | None:
    """Return the index of the best map by a measure; None if not all have a value or the best is not alone.

    >>> best(MEASURES[0], [MapScores(deletion=0.2), MapScores(deletion=0.1)])
    1
    """
    values = [measure.read(one) for one in scores]
    if any(value is None for value in values):
        return None
    signed = [value if measure.lower_is_better else -value for value in values if value is not None]
    lowest = min(signed)
    return signed.index(lowest) if signed.count(lowest) == 1 else None


def won(scores: Sequence[MapScores]) -> tuple[int, int]:
    """Return by how many measures the first map is the best of all, and how many all maps have.

    >>> won([MapScores(deletion=0.1, drop=0.5), MapScores(deletion=0.2, drop=0.4)])
    (1, 2)
    """
    counted = [measure for measure in MEASURES if all(measure.read(one) is not None for one in scores)]
    return sum(best(measure, scores) == 0 for measure in counted), len(counted)

"""Which map is best by a measure, by hand."""

from cnnlab.core.heat_map_scores import Localization
from cnnlab.core.heat_map_scores.measures import MEASURES, MapScores, best, won

DELETION, INSERTION, DROP, MASS, RANK = MEASURES


def scores(deletion=0.1, insertion=0.8, drop=0.2, mass=0.9, rank=0.7) -> MapScores:
    return MapScores(deletion, insertion, drop, False, Localization(True, mass, rank, 0.3))


def test_lower_is_better_for_deletion_and_drop():
    pair = [scores(deletion=0.2, drop=0.1), scores()]
    assert best(DELETION, pair) == 1
    assert best(DROP, pair) == 0


def test_higher_is_better_for_the_others():
    pair = [scores(insertion=0.9, mass=0.5), scores(rank=0.8)]
    assert [best(measure, pair) for measure in (INSERTION, MASS, RANK)] == [0, 1, 1]


def test_equal_values_have_no_best():
    assert best(DELETION, [scores(), scores(), scores(deletion=0.5)]) is None


def test_what_one_map_lacks_is_not_compared():
    some = MapScores(deletion=0.5, place=Localization(None, None, None, 0.2))
    assert best(MASS, [scores(), some]) is None
    assert best(INSERTION, [scores(), some]) is None
    assert won([scores(), some]) == (1, 1)


def test_won_counts_the_measures_where_the_first_is_alone_at_the_top():
    assert won([scores(), scores(deletion=0.2, insertion=0.9), scores(deletion=0.3, mass=0.8)]) == (1, 5)

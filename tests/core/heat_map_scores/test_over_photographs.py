"""The table over several photographs: means, errors and the best, by hand; and what the committed file holds."""

from dataclasses import replace

import pytest

from cnnlab.core.heat_map_scores.over_photographs import BLOB, MEASURES, RANDOM, RANDOM_PIXELS, Measured, measured
from cnnlab.core.heat_maps import BY_ID
from cnnlab.core.transfer.photographs import photographs


def two(first: tuple[float, ...], second: tuple[float, ...]) -> Measured:
    """Two methods with the same values of all measures."""
    return Measured(
        "", "", ("a", "b"), {name: dict.fromkeys(MEASURES, row) for name, row in (("x", first), ("y", second))}
    )


def test_means_and_their_standard_errors():
    found = two((0.2, 0.4), (0.5, 0.5))
    assert found.mean("x", "drop") == pytest.approx(0.3)
    assert found.error("x", "drop") == pytest.approx(0.1)  # 0.1414 / sqrt(2)
    assert found.largest_error(MEASURES) == pytest.approx(0.1)


def test_the_best_is_the_lowest_or_the_highest_and_may_be_shared():
    found = two((0.2, 0.4), (0.5, 0.5))
    assert [found.best(measure) for measure in ("deletion", "insertion", "drop", "hit")] == [{"x"}, {"y"}, {"x"}, {"y"}]
    assert two((0.2, 0.4), (0.3, 0.302)).best("mass") == {"x", "y"}  # both are shown as 0.30


def test_a_missing_file_is_no_table(tmp_path):
    assert measured(tmp_path / "measured.json") is None


def test_the_committed_table_has_every_photograph_and_both_baselines():
    found = measured()
    assert list(found.photographs) == [photograph.id for photograph in photographs()]
    assert set(found.values) == {*BY_ID, RANDOM, RANDOM_PIXELS, BLOB}
    for by_measure in found.values.values():
        assert list(by_measure) == list(MEASURES)
        for numbers in by_measure.values():
            assert len(numbers) == len(found.photographs)
            assert all(0 <= number <= 1 for number in numbers)


def test_the_committed_table_is_of_the_photographs_and_models_that_are_here():
    found = measured()
    assert found.current
    assert not replace(found, pictures="0" * 64).current
    assert not replace(found, networks=found.networks | {"pets_unet": "0" * 64}).current
    assert not replace(found, photographs=found.photographs[1:]).current


def test_a_table_of_a_photograph_or_a_model_that_has_gone_is_not_current():
    found = measured()
    assert not replace(found, photographs=("gone", *found.photographs[1:])).current
    assert not replace(found, networks=found.networks | {"gone": "0" * 64}).current
    assert not replace(found, networks={}).current


def test_what_the_text_says_of_the_table():
    found = measured()
    assert found.best("deletion") == {"guided-backprop"}
    assert found.mean(RANDOM_PIXELS, "deletion") > 2 * found.mean("guided-backprop", "deletion")
    for measure in ("insertion", "drop", "mass", "rank"):
        assert abs(found.mean(BLOB, measure) - found.mean("grad-cam", measure)) < 0.06
    assert found.mean(BLOB, "deletion") - found.mean("grad-cam", "deletion") < 0.04
    for measure in ("insertion", "mass"):
        for method in ("score-cam", "rise"):
            ahead = found.mean(method, measure) - found.mean("grad-cam", measure)
            assert 0 < ahead < found.error("grad-cam", measure)


def test_before_global_average_pooling_hirescam_is_grad_cam():
    """Draelos and Carin (2020) prove it; here it is a check of the whole table."""
    values = measured().values
    assert values["hirescam"] == values["grad-cam"]

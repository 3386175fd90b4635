"""The committed table is what the command measures, here for one photograph and one method."""

import pytest

from cnnlab.core.heat_map_scores.over_photographs import BLOB, MEASURES, RANDOM, measured
from cnnlab.nets.faithfulness.over_photographs import measure


@pytest.mark.sweep
@pytest.mark.parametrize("method", ["grad-cam", "layercam"])
def test_the_table_is_measured_again(method):
    stated = measured()
    at = stated.photographs.index("two_dogs")
    found = measure(["two_dogs"], [method])["values"]
    assert set(found) == {method, RANDOM, BLOB}
    for name, by_measure in found.items():
        assert list(by_measure) == list(MEASURES)
        for each, numbers in by_measure.items():
            assert numbers == pytest.approx([stated.values[name][each][at]], abs=5e-3)

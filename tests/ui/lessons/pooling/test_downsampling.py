"""The table of the digit network's layers."""

from cnnlab.core.network import Row
from cnnlab.ui.lessons.pooling.downsampling import _table


def test_a_shape_that_is_read_in_the_file_is_marked():
    computed = Row("conv", "Conv2D", ((26, 26, 32),), 320, 320, 194_688, None)
    read = Row("shuffle", "Lambda", ((26, 26, 32),), 0, 0, None, None, saved=True)
    lines = _table((computed, read)).splitlines()
    assert "|26 × 26 × 32|" in lines[-2]
    assert "|26 × 26 × 32 (from the file)|" in lines[-1]

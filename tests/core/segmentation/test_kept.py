"""What is kept of a mask, by hand."""

import numpy as np
import pytest

from cnnlab.core.requests import Segmented
from cnnlab.core.segmentation.kept import kept_mask, means


def test_shares_and_certainty_by_hand():
    """At 2 x 2 pixels nothing is interpolated."""
    output = np.array([[[255, 0, 0], [51, 204, 0]], [[85, 85, 85], [0, 255, 0]]], np.uint8)
    found = kept_mask(Segmented(output, (2, 2), 1.0))
    assert (found.size, found.shares) == ((2, 2), (0.5, 0.5, 0.0))
    assert found.certainty == pytest.approx((1 + 0.8 + 1 / 3 + 1) / 4)
    assert np.array_equal(found.probabilities, output)


def test_means_over_masks_by_hand():
    outputs = [np.uint8([[[255, 0], [204, 51]]]), np.uint8([[[0, 255], [0, 255]]])]
    masks = [kept_mask(Segmented(output, (1, 2), 1.0)) for output in outputs]
    assert means(masks) == pytest.approx(((1 + 0) / 2, (0.9 + 1) / 2))


def test_a_mask_with_soft_edges_is_packed_to_less_than_half():
    rows, columns = np.mgrid[:256, :256]
    share = 1 / (1 + np.exp((np.hypot(rows - 128, columns - 128) - 80) / 4))
    first = np.floor(255 * share)
    output = np.stack([first, 255 - first], axis=-1).astype(np.uint8)
    found = kept_mask(Segmented(output, (3000, 4000), 1.0))
    assert len(found.packed) < output.size / 2
    assert found.shares[0] == pytest.approx(np.pi * 80**2 / 256**2, rel=0.01)

"""Scores of masks: 4 x 4 cases by hand, Keras's and scipy's results, and laws."""

import keras
import numpy as np
import pytest
from scipy import ndimage

from cnnlab.core.segmentation import (
    MaskError,
    accuracy,
    boundary_distance,
    boundary_iou,
    boundary_region,
    confusion_matrix,
    error_map,
    mean_iou,
    overlaps,
)

RANDOM = np.random.default_rng(0)
# Two pixels of class 0 are predicted as 1; class 3 is in neither, and the corner is not counted
TRUTH = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [2, 2, 1, 1], [2, 2, 1, 255]])
FOUND = np.array([[0, 1, 1, 1], [0, 1, 1, 1], [2, 2, 1, 1], [2, 2, 1, 3]])


def masks(classes=4, size=(12, 15)) -> tuple[np.ndarray, np.ndarray]:
    return RANDOM.integers(0, classes, size), RANDOM.integers(0, classes, size)


def test_by_hand():
    counts = confusion_matrix(TRUTH, FOUND, 4, ignored=(255,))
    assert counts.tolist() == [[2, 2, 0, 0], [0, 7, 0, 0], [0, 0, 4, 0], [0, 0, 0, 0]]
    assert [(found.both, found.missed, found.invented) for found in overlaps(counts)] == [
        (2, 2, 0),
        (7, 0, 2),
        (4, 0, 0),
        (0, 0, 0),
    ]
    assert [found.iou for found in overlaps(counts)] == [0.5, 7 / 9, 1.0, None]
    assert [found.dice for found in overlaps(counts)] == [4 / 6, 14 / 16, 1.0, None]
    assert accuracy(counts) == 13 / 15
    assert mean_iou(counts) == pytest.approx((0.5 + 7 / 9 + 1) / 3)


def test_border_pixels_that_are_not_counted():
    counts = confusion_matrix(TRUTH, FOUND, 4, ignored=(2, 255))
    assert counts.sum() == 11
    assert counts[2].tolist() == [0, 0, 0, 0]


def test_agrees_with_keras():
    """MeanIoU leaves out absent classes by the confusion matrix too."""
    truth, found = masks(3)
    counts = confusion_matrix(truth, found, 5)
    metric = keras.metrics.MeanIoU(5)
    metric.update_state(truth, found)
    assert mean_iou(counts) == pytest.approx(float(metric.result()), abs=1e-6)
    assert [overlap.is_there for overlap in overlaps(counts)] == [True, True, True, False, False]
    assert accuracy(counts) == pytest.approx(
        float(np.mean(keras.metrics.categorical_accuracy(*_one_hot(truth, found))))
    )


def _one_hot(*both):
    return (np.eye(5)[mask.ravel()] for mask in both)


def test_dice_is_twice_iou_over_one_more_than_iou_and_iou_is_dice_over_two_minus_dice():
    for overlap in overlaps(confusion_matrix(*masks(), 4)):
        assert overlap.dice == pytest.approx(2 * overlap.iou / (1 + overlap.iou))
        assert overlap.iou == pytest.approx(overlap.dice / (2 - overlap.dice))


def test_laws():
    """A mask agrees with itself; exchanging the masks exchanges missed and invented; the order of pixels is nothing."""
    truth, found = masks()
    counts = confusion_matrix(truth, found, 4)
    assert mean_iou(confusion_matrix(truth, truth, 4)) == accuracy(confusion_matrix(truth, truth, 4)) == 1
    assert np.array_equal(confusion_matrix(found, truth, 4), counts.T)
    assert np.array_equal(confusion_matrix(truth.ravel()[::-1], found.ravel()[::-1], 4), counts)


@pytest.mark.parametrize(
    ("truth", "found", "said"),
    [
        (np.zeros((2, 3), int), np.zeros((3, 2), int), r"sizes: \(2, 3\) and \(3, 2\)"),
        (np.array([255]), np.array([0]), "from 255 to 255, but the classes are 0 to 1"),
        (np.array([0]), np.array([-1]), "from -1 to -1"),
    ],
)
def test_masks_that_cannot_be_compared(truth, found, said):
    with pytest.raises(MaskError, match=said):
        confusion_matrix(truth, found, 2)


def test_nothing_counted():
    counts = confusion_matrix(np.array([2]), np.array([0]), 3, ignored=(2,))
    for score in (accuracy, mean_iou):
        with pytest.raises(MaskError, match="No pixel is counted"):
            score(counts)


def test_the_error_map_holds_the_numbers_of_the_confusion_matrix():
    truth, found = masks()
    for index, overlap in enumerate(overlaps(confusion_matrix(truth, found, 4))):
        kinds = np.bincount(error_map(truth, found, index).ravel(), minlength=4)
        assert kinds.tolist() == [truth.size - sum(kinds[1:]), overlap.both, overlap.missed, overlap.invented]


@pytest.mark.parametrize("distance", [1, 2, 5])
def test_a_boundary_is_what_an_erosion_takes_away(distance):
    """scipy erodes by a square of three pixels as often as the distance; beyond the picture nothing is mask."""
    mask = ndimage.gaussian_filter(RANDOM.normal(size=(40, 50)), 3) > 0
    eroded = ndimage.binary_erosion(mask, np.ones((3, 3)), iterations=distance)
    assert np.array_equal(boundary_region(mask, distance), mask & ~eroded)
    assert (mask & ~eroded).any()


def test_boundary_iou_by_hand():
    """A square of 4 and the same one column wider; their outlines have 12 and 14 pixels, 10 of them in common."""
    truth, found = np.ones((2, 8, 8), int)
    truth[2:6, 2:6] = found[2:6, 2:7] = 0
    assert boundary_iou(truth, found, 0, distance=1) == 10 / (12 + 14 - 10)
    assert boundary_iou(truth, found, 3, distance=1) is None
    assert boundary_iou(truth, truth, 0, distance=1) == 1


def test_boundary_iou_is_iou_where_the_distance_is_larger_than_the_object():
    truth, found = masks(2)
    for index, overlap in enumerate(overlaps(confusion_matrix(truth, found, 2))):
        assert boundary_iou(truth, found, index, distance=50) == overlap.iou


def test_the_distance_is_two_percent_of_the_diagonal():
    assert boundary_distance(600, 800) == 20
    assert boundary_distance(1, 1) == 1

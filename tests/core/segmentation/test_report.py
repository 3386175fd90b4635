"""All scores of a mask: with and without a border, against keras.metrics; boxes around pieces."""

import keras
import numpy as np
import pytest

from cnnlab.core.pictures.masks import mask_of, outlines
from cnnlab.core.segmentation import NOT_COUNTED, MaskError
from cnnlab.core.segmentation.boxes import Box, boxed
from cnnlab.core.segmentation.hand_drawn import object_iou
from cnnlab.core.segmentation.known import ANIMAL, BACKGROUND, WITHOUT_ANIMAL, known_classes
from cnnlab.core.segmentation.report import counted_errors, report

# 0 the animal, 1 the background, 2 the border
TRIMAP = np.array([[1, 2, 2, 1], [2, 0, 0, 2], [2, 0, 0, 2], [1, 2, 2, 1]], np.uint8)
DRAWN = np.array([[1, 1, 1, 1], [1, 0, 0, 1], [1, 0, 0, 1], [1, 1, 1, 1]], np.uint8)


# One likelier class each, as rows of animal, background, border; where the border is likeliest, what else it may be
A, B, OR_A, OR_B = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.3, 0.1, 0.6), (0.1, 0.3, 0.6)
OUTPUT = np.array([[B, B, OR_B, B], [B, A, OR_A, OR_B], [B, A, A, OR_B], [B, B, A, B]], np.float32)
FOUND = np.array([[1, 1, 2, 1], [1, 0, 2, 2], [1, 0, 0, 2], [1, 1, 0, 1]], np.uint8)
LIKELIER = np.array([[1, 1, 1, 1], [1, 0, 0, 1], [1, 0, 0, 1], [1, 1, 0, 1]], np.uint8)


def test_a_trimaps_border_pixels_are_left_out_and_the_networks_own_go_to_the_likelier_other_class():
    """By hand: 8 of 16 pixels are counted, the corners and the middle; the border in the middle is likelier animal."""
    found = report(TRIMAP, OUTPUT, 2, counts_border=False)
    assert found.counted == 0.5
    assert found.counts.tolist() == [[4, 0, 0], [0, 4, 0], [0, 0, 0]]
    assert found.accuracy == found.mean_iou == 1


def test_a_border_that_is_not_counted_has_no_scores():
    """Pixels called border where a trimap says animal or background would give the border an IoU of 0."""
    truth = np.array([[0, 0, 2, 1, 1, 1]], np.uint8)
    found = report(truth, np.array([[A, OR_B, OR_B, B, B, OR_B]]), 2, counts_border=False)
    assert found.counts.tolist() == [[1, 1, 0], [0, 3, 0], [0, 0, 0]]
    assert found.overlaps[2].iou is None
    assert found.boundaries[2] is None
    assert found.absent == (2,)


def test_a_drawn_mask_has_no_border_so_the_networks_border_pixels_go_to_the_likelier_other_class():
    """By hand: all 16 pixels are counted; one of them is called animal and is background."""
    found = report(DRAWN, OUTPUT, 2, counts_border=False)
    assert found.counted == 1
    assert np.array_equal(found.predicted, LIKELIER)
    assert found.counts.tolist() == [[4, 0, 0], [1, 11, 0], [0, 0, 0]]
    assert found.absent == (2,)
    assert found.mean_iou == pytest.approx((4 / 5 + 11 / 12) / 2)
    assert found.overlaps[0].iou == object_iou(OUTPUT, DRAWN == 0)


def test_a_mask_that_is_all_border_but_for_one_pixel_is_not_perfect():
    """By hand: 1 of 4 animal pixels is found, the 3 others are likelier background."""
    output = np.full((4, 4, 3), OR_B, np.float32)
    output[1, 1] = A
    assert report(DRAWN, output, 2, counts_border=False).overlaps[0].iou == 1 / 4


def test_an_outline_is_not_moved_by_the_border_around_it():
    """A perfect mask but for the border, which covers the outermost ring of the animal; so its outline is the true one.

    Counted, the border moves it: by hand, 16 pixels of 8 x 8 against 6 x 6, whose outlines share no pixel.
    """
    truth = np.ones((12, 12), np.uint8)
    truth[2:10, 2:10] = 0
    output = np.array([A, B])[truth]
    output[2:10, 2:10] = OR_A
    output[3:9, 3:9] = A
    assert report(truth, output, 2, counts_border=False).boundaries[0] == 1
    assert report(truth, output, 2, counts_border=True).boundaries[0] == 0


def test_pixels_that_are_not_counted_have_no_outline():
    """The left half has no class, the right half is perfect."""
    truth = np.full((10, 10), NOT_COUNTED, np.uint8)
    truth[:, 5:] = 1
    truth[3:7, 5:9] = 0
    output = np.array([A, B])[np.where(truth == NOT_COUNTED, 0, truth)]
    found = report(truth, output, 2, counts_border=False)
    assert found.boundaries[:2] == [found.overlaps[0].iou, found.overlaps[1].iou] == [1, 1]


@pytest.mark.parametrize("counts_border", [True, False])
def test_a_network_without_a_border_needs_no_rule_for_it(counts_border):
    output = np.array([[A, B]])[..., :2]
    assert report(np.array([[0, 1]], np.uint8), output, None, counts_border).accuracy == 1


@pytest.mark.parametrize("truth", [TRIMAP, DRAWN], ids=["trimap", "drawn"])
def test_with_the_border_every_score_is_keras(truth):
    found = report(truth, OUTPUT, 2, counts_border=True)
    assert found.counted == 1
    assert found.accuracy == pytest.approx(_keras(keras.metrics.Accuracy(), truth))
    for index, overlap in enumerate(found.overlaps):
        assert overlap.iou == pytest.approx(_keras(keras.metrics.IoU(3, [index]), truth))
        dice = keras.losses.Dice(axis=(0, 1))((truth == index)[..., None], (index == FOUND)[..., None])
        assert overlap.dice == pytest.approx(1 - float(dice))
    assert found.mean_iou == pytest.approx(_keras(keras.metrics.MeanIoU(3), truth))


def _keras(metric: keras.metrics.Metric, truth: np.ndarray) -> float:
    metric.update_state(truth, FOUND)
    return float(metric.result())


@pytest.mark.parametrize("counts_border", [True, False])
@pytest.mark.parametrize("truth", [TRIMAP, DRAWN], ids=["trimap", "drawn"])
def test_the_error_map_has_the_numbers_of_the_table(truth, counts_border):
    found = report(truth, OUTPUT, 2, counts_border)
    for index, overlap in enumerate(found.overlaps):
        errors = counted_errors(found, index)
        counted = [int((errors == kind).sum()) for kind in (1, 2, 3)]
        assert counted == [overlap.both, overlap.missed, overlap.invented]


def test_a_mask_of_which_no_pixel_is_counted_is_refused():
    with pytest.raises(MaskError, match="No pixel is counted"):
        report(np.full((4, 4), NOT_COUNTED, np.uint8), OUTPUT, 2, counts_border=True)


@pytest.mark.parametrize("sample_id", sorted(outlines()))
def test_what_is_outlined_in_a_picture_without_an_animal_is_background(sample_id):
    found, mask = known_classes(sample_id), mask_of(sample_id)
    expected = np.full(mask.shape, BACKGROUND) if sample_id in WITHOUT_ANIMAL else np.where(mask, ANIMAL, BACKGROUND)
    assert np.array_equal(found, expected)


def test_boxes_by_hand():
    """A piece of 4 pixels, one of 2 that touches no other, and a single pixel that is too small."""
    mask = np.array([[1, 1, 0, 0, 0], [1, 1, 0, 0, 1], [0, 0, 0, 0, 1], [1, 0, 0, 0, 0]], bool)
    found = boxed(mask, least=0.1)
    assert found.boxes == (Box(0, 0, 2, 2, 4 / 20), Box(1, 4, 3, 5, 2 / 20))
    assert found.left_out == 1


def test_a_mask_without_the_animal_has_no_box():
    assert boxed(np.zeros((3, 3), bool)).boxes == ()


def test_two_animals_that_touch_are_one_piece_and_apart_they_are_two():
    apart = np.zeros((20, 20), bool)
    apart[2:10, 2:8] = apart[4:12, 11:18] = True
    assert len(boxed(apart).boxes) == 2
    apart[5:8, 8:11] = True
    assert len(boxed(apart).boxes) == 1

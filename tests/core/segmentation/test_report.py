"""All scores of a mask: with and without a border, against keras.metrics; boxes around pieces."""

import keras
import numpy as np
import pytest

from cnnlab.core.pictures.masks import mask_of, outlines
from cnnlab.core.segmentation import NOT_COUNTED, MaskError
from cnnlab.core.segmentation.boxes import Box, boxed
from cnnlab.core.segmentation.known import ANIMAL, BACKGROUND, WITHOUT_ANIMAL, known_classes
from cnnlab.core.segmentation.report import counted_errors, report

# 0 the animal, 1 the background, 2 the border
TRIMAP = np.array([[1, 2, 2, 1], [2, 0, 0, 2], [2, 0, 0, 2], [1, 2, 2, 1]], np.uint8)
DRAWN = np.array([[1, 1, 1, 1], [1, 0, 0, 1], [1, 0, 0, 1], [1, 1, 1, 1]], np.uint8)
FOUND = np.array([[1, 1, 2, 1], [1, 0, 2, 2], [1, 0, 0, 2], [1, 1, 0, 1]], np.uint8)


def test_a_trimaps_border_pixels_are_left_out_wherever_the_network_puts_its_border():
    """By hand: 8 of 16 pixels are counted, the corners and the middle; of the 4 middle ones one is border."""
    found = report(TRIMAP, FOUND, 3, 2, counts_border=False)
    assert found.counted == 0.5
    assert found.counts.tolist() == [[3, 0, 1], [0, 4, 0], [0, 0, 0]]
    assert found.accuracy == 7 / 8
    assert found.mean_iou == pytest.approx((3 / 4 + 1) / 2)


def test_a_drawn_mask_has_no_border_so_the_pixels_that_the_network_calls_border_are_left_out():
    """By hand: 4 pixels are called border; of the 12 others one is called animal and is background."""
    found = report(DRAWN, FOUND, 3, 2, counts_border=False)
    assert found.counted == 12 / 16
    assert found.counts.tolist() == [[3, 0, 0], [1, 8, 0], [0, 0, 0]]
    assert found.absent == (2,)
    assert found.mean_iou == pytest.approx((3 / 4 + 8 / 9) / 2)


@pytest.mark.parametrize("truth", [TRIMAP, DRAWN], ids=["trimap", "drawn"])
def test_with_the_border_every_score_is_keras(truth):
    found = report(truth, FOUND, 3, 2, counts_border=True)
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
    found = report(truth, FOUND, 3, 2, counts_border)
    for index, overlap in enumerate(found.overlaps):
        errors = counted_errors(found, FOUND, index)
        counted = [int((errors == kind).sum()) for kind in (1, 2, 3)]
        assert counted == [overlap.both, overlap.missed, overlap.invented]


def test_a_mask_of_which_no_pixel_is_counted_is_refused():
    with pytest.raises(MaskError, match="No pixel is counted"):
        report(np.full((4, 4), NOT_COUNTED, np.uint8), FOUND, 3, 2, counts_border=True)


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

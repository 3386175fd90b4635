"""The tabs Scores, Two networks and Tasks of vision under AppTest."""

import keras
import numpy as np
import pytest

from cnnlab.core.pictures.masks import mask_of
from cnnlab.core.segmentation import labels
from cnnlab.ui.shell import cache
from tests.ui.conftest import numbers_of
from tests.ui.lessons.segmentation.test_page import asked


def texts(test) -> str:
    return "\n".join(element.value for element in (*test.markdown, *test.caption, *test.info))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("tab", ["scores", "networks", "tasks"])
def test_a_tab_opens(app, tab, language):
    test = app("segmentation", language, seg_tab=tab)
    assert not test.warning
    assert len(texts(test)) > 300


def test_the_scores_of_a_drawn_mask_are_keras(app):
    """Border pixels counted, because keras.metrics leaves none out."""
    test = app("segmentation", seg_picture="kitten", seg_tab="scores", seg_count_border="True")
    found = asked("pets_unet", "kitten").found
    predicted, truth = labels(found.probabilities, *found.size), np.where(mask_of("kitten"), 0, 1)
    mean = keras.metrics.MeanIoU(3)
    mean.update_state(truth, predicted)
    numbers = numbers_of(test)
    assert numbers["Mean IoU"] == f"{float(mean.result()):.3f}"
    assert numbers["Pixel accuracy"] == f"{(truth == predicted).mean():.1%}"
    assert numbers["Pixels counted"] == "> 99.9%"
    overlap = keras.metrics.IoU(3, [0])
    overlap.update_state(truth, predicted)
    assert rf"= {float(overlap.result()):.3f}$" in texts(test)


def test_without_the_border_its_class_is_named_as_absent(app):
    """The mean as keras.metrics has it with a weight of 0 for the pixels that are called border."""
    test = app("segmentation", seg_picture="kitten", seg_tab="scores")
    found = asked("pets_unet", "kitten").found
    predicted, truth = labels(found.probabilities, *found.size), np.where(mask_of("kitten"), 0, 1)
    mean = keras.metrics.MeanIoU(3)
    mean.update_state(truth, predicted, sample_weight=predicted != 2)
    assert numbers_of(test)["Mean IoU"] == f"{float(mean.result()):.3f}"
    assert "Absent, left out of the mean: border." in texts(test)


def test_a_picture_without_an_animal_is_scored_as_background_throughout(app):
    test = app("segmentation", seg_picture="coffee", seg_tab="scores")
    assert "|pet|0.000|0.000|" in texts(test)


def test_a_picture_without_a_true_mask_says_so(app):
    test = app("segmentation", seg_picture="tabby", seg_tab="scores")
    assert any("No true mask is known" in info.value for info in test.info)


def test_the_figures_of_both_networks_are_their_cards(app):
    test = app("segmentation", seg_tab="networks")
    for model in ("pets_unet", "pets_segmentation"):
        card = cache.model_cards()[model]
        for figure in card.measured:
            if figure.figure in ("mean IoU", "IoU of pet", "pixel accuracy"):
                assert f"{figure.value:.3f}" in texts(test)
        assert f"{card.parameters:,}" in texts(test)


def test_which_network_is_better_on_this_picture_and_by_how_much(app):
    [line] = [
        text.value for text in app("segmentation", seg_tab="networks").markdown if "On this picture" in text.value
    ]
    assert "U-Net on a trained encoder has 0.98" in line


def test_two_dogs_that_touch_are_one_piece(app):
    test = app("segmentation", seg_picture="two_dogs", seg_tab="tasks")
    assert "Boxes: 1" in texts(test)
    assert "Samoyed" in texts(test)

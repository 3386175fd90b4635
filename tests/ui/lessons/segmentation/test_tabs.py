"""The tabs Scores, Two networks and Tasks of vision under AppTest."""

import io

import keras
import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures.masks import mask_of
from cnnlab.core.segmentation import labels
from cnnlab.ui.shell import cache
from tests.ui.conftest import numbers_of
from tests.ui.lessons.segmentation.test_page import FIRST, MODELS, asked


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
    assert numbers["Pixels counted"] == "100%"
    overlap = keras.metrics.IoU(3, [0])
    overlap.update_state(truth, predicted)
    assert rf"= {float(overlap.result()):.3f}$" in texts(test)


def test_without_the_border_its_class_is_named_as_absent(app):
    """The mean as keras.metrics has it where the border's pixels go to the likelier of the two other classes."""
    test = app("segmentation", seg_picture="kitten", seg_tab="scores")
    found = asked("pets_unet", "kitten").found
    predicted, truth = labels(found.probabilities[..., :2], *found.size), np.where(mask_of("kitten"), 0, 1)
    mean = keras.metrics.MeanIoU(3)
    mean.update_state(truth, predicted)
    assert numbers_of(test)["Mean IoU"] == f"{float(mean.result()):.3f}"
    assert "Absent or not counted, left out of the mean: border." in texts(test)


def test_a_picture_without_an_animal_is_scored_as_background_throughout(app):
    test = app("segmentation", seg_picture="coffee", seg_tab="scores")
    assert "|pet|0.000|0.000|" in texts(test)


def test_one_uploaded_mask_is_kept_the_last_one(app):
    test = app("segmentation", seg_tab="scores")
    for name in ("kitten", "cat"):
        test.selectbox(key="seg_picture").set_value(name).run()
        file = io.BytesIO()
        Image.fromarray(mask_of(name)).save(file, "PNG")
        test.file_uploader[0].upload(f"{name}.png", file.getvalue(), "image/png").run()
        assert not test.exception
    kept = [f"seg_{cache.sample_digest(name)[:12]}_opened_mask" in test.session_state for name in ("kitten", "cat")]
    assert kept == [False, True]


def test_a_picture_without_a_true_mask_says_so(app):
    test = app("segmentation", seg_picture="tabby", seg_tab="scores")
    assert any("No true mask is known" in info.value for info in test.info)


def test_where_no_true_mask_is_known_two_networks_say_so(app):
    assert "No true mask is known" in texts(app("segmentation", seg_picture="tabby", seg_tab="networks"))
    assert "No true mask is known" not in texts(app("segmentation", seg_picture="kitten", seg_tab="networks"))


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
    stated = [cache.model_cards()[model].on_photographs[FIRST]["IoU of pet"] for model in MODELS]
    assert f"U-Net, trained encoder has {stated[0]:.3f}, Pets: encoder-decoder {stated[1]:.3f}." in line
    assert f"Pets: U-Net, trained encoder is better here, by {round(stated[0], 3) - round(stated[1], 3):.3f}." in line


def test_the_scores_have_the_iou_that_the_card_states(app):
    """Of the animal in the first picture, in the table and below it."""
    stated = cache.model_cards()["pets_unet"].on_photographs[FIRST]["IoU of pet"]
    assert f"|pet|{stated:.3f}|" in texts(app("segmentation", seg_tab="scores"))


def test_where_there_is_no_animal_the_networks_are_not_said_to_be_equal(app):
    test = app("segmentation", seg_picture="china", seg_tab="networks")
    [line] = [text.value for text in test.markdown if "This picture has no animal" in text.value]
    found = asked("pets_segmentation", "china").found
    invented = (labels(found.probabilities[..., :2], *found.size) == 0).mean()
    assert invented > 0.3
    assert "Pets: U-Net, trained encoder is better here, by " in line
    assert "percentage points." in line
    assert f"{invented:.1%} by" in line
    assert "0.000" not in line


def test_two_dogs_that_touch_are_one_piece(app):
    test = app("segmentation", seg_picture="two_dogs", seg_tab="tasks")
    assert "Boxes: 1" in texts(test)
    assert "Samoyed" in texts(test)

"""The size of a Grad-CAM map by hand, and the slips behind wrong answers."""

import pytest

from cnnlab.core.cards import Stage
from cnnlab.core.questions.grad_cam import map_question


def question(height=7, width=7, channels=1280, input_size=224):
    stage = Stage(convolution="head_conv", output="head_relu", height=height, width=width, channels=channels)
    return map_question(stage, input_size)


def test_the_map_has_one_number_for_each_cell():
    assert question().answer == 49
    assert question(height=5, width=6).answer == 30
    assert (
        question().question.format(**question().values)
        == "How many numbers does the Grad-CAM map at the layer head_conv hold?"
    )


@pytest.mark.parametrize(("answer", "hint"), [(50_176, "number of pixels"), (62_720, "all 1,280 feature maps")])
def test_the_slip_behind_a_wrong_number(answer, hint):
    assert hint in str(question().options[answer])


def test_no_slip_is_the_answer():
    assert list(question(channels=1).options) == [49, 50_176]
    assert list(question(height=224, width=224, channels=2).options) == [50_176, 100_352]

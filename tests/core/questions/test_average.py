"""The question about padding in average pooling."""

import numpy as np

from cnnlab.core.questions.average import average_exercise
from cnnlab.core.stepping.cell import run
from tests.core.questions.every_layer import built


def test_the_average_at_the_corner_agrees_with_keras():
    exercise = average_exercise()
    field = np.zeros((5, 5, 1))
    field[4, 4] = exercise.values["value"]
    layer = {"class_name": "AveragePooling2D", "config": {"pool_size": 2, "padding": "same"}}
    assert run(layer, field, [])[2, 2, 0] == exercise.answer
    assert np.asarray(built(layer)(field[None]))[0, 2, 2, 0] == exercise.answer

"""Questions about a whole network, their answers and slips by hand."""

import pytest

from cnnlab.core.layers import LayerError
from cnnlab.core.network import read
from cnnlab.core.network.famous import FAMOUS, famous
from cnnlab.core.questions.exercises import Exercise
from cnnlab.core.questions.halving import HALF, halving_question
from cnnlab.core.questions.network import (
    field_exercise,
    parameters_exercise,
    shape_exercise,
)

ASKED = (shape_exercise, parameters_exercise, field_exercise, halving_question)


def chain(*layers, shape=(28, 28, 1)):
    inputs = {"class_name": "InputLayer", "config": {"batch_shape": [None, *shape], "name": "picture"}}
    listed = [
        {"class_name": kind, "config": config | {"name": f"{kind}_{at}"}} for at, (kind, config) in enumerate(layers)
    ]
    return read({"class_name": "Sequential", "config": {"name": "small", "layers": [inputs, *listed]}})


CONV = ("Conv2D", {"filters": 4, "kernel_size": 3})
POOL = ("MaxPooling2D", {"pool_size": 2})
DENSE = (("Flatten", {}), ("Dense", {"units": 10}))


def test_rows_by_hand():
    """28 -> 26 -> 13; from 40 it is 38 -> 19, and in proportion 13 * 40 / 28 = 18.6."""
    asked = shape_exercise(chain(CONV, POOL))
    assert (asked.values["size"], asked.answer, asked.change) == (40, 19, {"size": "40"})
    assert sorted(asked.slips) == [13, 18, 40]


def test_parameters_of_a_dense_layer_by_hand():
    """40 weights and biases; 13 * 13 * 4 * 10 + 10 = 6,770, for 56 x 56 27 * 27 * 4 * 10 + 10 = 29,170."""
    asked = parameters_exercise(chain(CONV, POOL, *DENSE))
    assert (asked.values, asked.answer) == ({"size": 56, "before": 28}, 29_210)
    assert sorted(asked.slips) == [6_810, 13_620, 27_240]
    assert "Flatten" in asked.slips[6_810].template


def test_parameters_after_global_pooling_stay():
    """40, and 4 * 10 + 10."""
    asked = parameters_exercise(chain(CONV, ("GlobalAveragePooling2D", {}), ("Dense", {"units": 10})))
    assert asked.answer == 90
    assert sorted(asked.slips) == [180, 360]
    assert "Global pooling" in asked.reason.template


def test_the_field_by_hand():
    """3, after pooling 4 with steps of 2; three of its rows are two steps apart: 8."""
    asked = field_exercise(chain(CONV, POOL))
    assert asked.answer == 8
    assert sorted(asked.slips) == [4, 6, 7, 10, 12]


def test_half_the_work_by_hand():
    """Conv2D_1: 24 * 24 * 9 * 4 * 4. Of a 13 x 13 input 11 * 11 of 24 * 24 are left, of 1 x 1 kernels 26 * 26 / 9."""
    asked = halving_question(chain(CONV, CONV))
    assert asked.values == {"layer": "`Conv2D_1`"}
    assert {words: slip and slip.values["share"] for words, slip in asked.options.items()} == {
        "The input of this layer half as high and half as wide": "21.0%",
        HALF: None,
        "A 1 × 1 kernel": "13.0%",
        "Half as many filters in this layer and in the one before": "25.0%",
    }
    assert asked.answer == HALF


def test_another_input_size_counts():
    assert field_exercise(chain(CONV), (40, 40, 1)).answer == field_exercise(chain(CONV)).answer == 5
    assert parameters_exercise(chain(CONV, *DENSE), (14, 14, 1)).values["before"] == 14


@pytest.mark.parametrize("ask", [shape_exercise, parameters_exercise])
def test_a_picture_that_is_not_square_is_not_asked_about(ask):
    with pytest.raises(LayerError, match="not one square picture"):
        ask(chain(CONV, shape=(28, 20, 1)))


def test_a_network_without_convolutions_is_not_asked_about():
    dense = chain(("Dense", {"units": 3}), shape=(8,))
    for ask in ASKED:
        with pytest.raises(LayerError):
            ask(dense)


@pytest.mark.sweep
@pytest.mark.parametrize("name", FAMOUS)
def test_no_slip_of_a_famous_network_is_right(name):
    for ask in ASKED:
        try:
            asked = ask(famous(name))
        except LayerError:
            continue
        if isinstance(asked, Exercise):
            assert asked.answer not in asked.slips
        else:
            assert list(asked.options.values()).count(None) == 1


def test_the_rows_on_the_way_are_the_reason_where_they_only_become_fewer():
    """LeNet-5 on 45 rows: 5 x 5, 2 x 2, 5 x 5, 2 x 2, 5 x 5, each without padding."""
    assert (
        str(shape_exercise(famous("lenet5")).reason)
        == "The rows on the way: 45 \u2192 41 \u2192 20 \u2192 16 \u2192 8 \u2192 4."
    )
    assert str(shape_exercise(famous("VGG16")).reason).endswith("apart: 320 / 32 = 10.")

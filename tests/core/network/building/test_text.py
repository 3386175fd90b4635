"""A list of layers as a text: what is written is read, and nothing else."""

import pytest

from cnnlab.core.network import NetworkError
from cnnlab.core.network.building import Plan, format_plan, new_item, read_plan
from tests.core.network.building.edited_plans import plans

REFUSED = {
    "": "starts with its input",
    "c32-3": "starts with its input",
    "i28x28": "starts with its input",
    "i28x28x1x1": "starts with its input",
    "i0x28x1": "cannot be 0 × 28 × 1",
    "i28x2000x1": "from 1 to 1024",
    "i28x28x1.": "describes no layer",
    "i28x28x1.z3": "describes no layer",
    "i28x28x1.Conv2D": "describes no layer",
    "i28x28x1.c32": "a Conv2D layer: numbers needed: 2, given: 1",
    "i28x28x1.f3": "a Flatten layer: numbers needed: 0, given: 1",
    "i28x28x1.c0-3": "`filters` cannot be 0. Use a whole number from 1 to 4096",
    "i28x28x1.c32-99": "`kernel_size` cannot be 99",
    "i28x28x1.c32-3-s9": "describes no layer",
    "i28x28x1.c32-3-same-valid": "describes no layer",
    "i28x28x1.p2-relu": "describes no layer",
    "i28x28x1.d10--relu": "describes no layer",
    "i28x28x1.d100001": "`units` cannot be 100001. Use a whole number from 1 to 100000",
    "i28x28x1.d9999999": "describes no layer",
    "i28x28x1.o96": "`percent` cannot be 96",
    "i28x28x1.c٣-3": "describes no layer",
    "i28x28x1" + ".f" * 61: "61 layers, more than the limit of 60",
    "i28x28x1" + ".f" * 2000: "4008 characters, more than the limit of 3000",
}


@pytest.mark.parametrize("seed", range(100))
def test_any_list_is_read_as_it_was_written(seed):
    for plan in plans(seed):
        assert read_plan(format_plan(plan)) == plan


def test_a_small_network_has_a_short_text():
    conv = new_item("Conv2D").edited("activation", "relu")
    items = (conv, new_item("MaxPooling2D"), new_item("Flatten"), new_item("Dense").edited("activation", "softmax"))
    assert format_plan(Plan((28, 28, 1), items)) == "i28x28x1.c32-3-relu.p2.f.d10-softmax"


def test_every_setting_can_be_written():
    text = (
        "i64x48x3.c8-5-s2-same-nobias-tanh.c8-3-d2.s16-3-m2.w3-s2-m4.p3-s2-same.a2-s1.b16-s2-project.n.r-sigmoid.o25.g"
    )
    plan = read_plan(text)
    assert format_plan(plan) == text
    assert plan.items[0].by_name == {
        **{"filters": 8, "kernel_size": 5, "strides": 2, "padding": "same"},
        **{"dilation_rate": 1, "use_bias": False, "activation": "tanh"},
    }
    assert plan.items[6].by_name == {"filters": 16, "strides": 2, "projection": True}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_what_is_no_network_is_refused(text):
    with pytest.raises(NetworkError, match=REFUSED[text]):
        read_plan(text)

"""Edits of a list of layers, going back and forth along them, and their limits."""

import pytest

from cnnlab.core.network import NetworkError
from cnnlab.core.network.building import Edits, Plan, built, new_item, read_plan

FOUR = read_plan("i28x28x1.c32-3.p2.f.d10")


def kinds(plan):
    return [item.kind for item in plan.items]


def test_a_layer_is_added_removed_moved_and_edited():
    assert kinds(FOUR.added(2, new_item("Dropout"))) == ["Conv2D", "MaxPooling2D", "Dropout", "Flatten", "Dense"]
    assert kinds(FOUR.added(4, new_item("Dropout")))[-1] == "Dropout"
    assert kinds(FOUR.removed(0)) == ["MaxPooling2D", "Flatten", "Dense"]
    assert kinds(FOUR.moved(0, 2)) == ["MaxPooling2D", "Flatten", "Conv2D", "Dense"]
    assert kinds(FOUR.moved(3, 0)) == ["Dense", "Conv2D", "MaxPooling2D", "Flatten"]
    assert FOUR.edited(3, "units", 7) == read_plan("i28x28x1.c32-3.p2.f.d7")
    assert read_plan("i28x28x1.c32-3.p2.f.d10") == FOUR


@pytest.mark.parametrize(
    ("place", "name", "value", "text"),
    [
        (0, "filters", 5000, "`filters` cannot be 5000. Use a whole number from 1 to 4096."),
        (0, "filters", True, "`filters` cannot be True"),
        (0, "padding", "full", "`padding` cannot be 'full'. Use one of: valid, same."),
        (0, "strides", True, "`strides` cannot be True. Use one of: 1, 2, 3, 4."),
        (3, "units", 0, "`units` cannot be 0"),
    ],
)
def test_a_value_that_is_not_offered_is_refused(place, name, value, text):
    with pytest.raises(NetworkError, match=text):
        FOUR.edited(place, name, value)


def test_there_is_a_limit_of_60_layers():
    full = Plan((8, 8, 1), (new_item("Dropout"),) * 60)
    with pytest.raises(NetworkError, match="61 layers, more than the limit of 60"):
        full.added(3, new_item("Dropout"))


def test_steps_are_undone_and_done_again():
    shorter = FOUR.removed(0)
    edits = Edits(FOUR).done(shorter).done(shorter).done(shorter.removed(0))
    assert edits.back().plan == shorter
    assert edits.back().back().plan == edits.back().back().back().plan == FOUR
    assert edits.back().back().forth().forth() == edits == edits.forth()
    other = edits.back().done(FOUR.edited(3, "units", 7))
    assert other.forth() == other
    assert other.back().plan == shorter


def test_the_oldest_steps_are_forgotten():
    edits = Edits(FOUR)
    for units in range(1, 301):
        edits = edits.done(FOUR.edited(3, "units", units))
    for _ in range(300):
        edits = edits.back()
    assert edits.plan.items[3].by_name["units"] == 200
    assert len(edits.undone) == 100


def test_the_layers_before_one_that_does_not_fit_stay():
    found = built(FOUR.moved(2, 0))  # Flatten, Conv2D
    assert found.refused is not None
    assert found.refused.place == 1
    assert "Conv2D cannot use the input shape (784,)" in str(found.refused.error)
    assert [row.class_name for row in found.network.table()] == ["InputLayer", "Flatten"]
    assert found.shapes == ((784,),)


def test_a_block_without_projection_refuses_other_channels_at_its_addition():
    found = built(read_plan("i56x56x64.b64.b128-s2"))
    assert found.refused is not None
    assert found.refused.place == 1
    assert "Add cannot merge inputs of the shapes [(28, 28, 128), (56, 56, 64)]" in str(found.refused.error)
    assert len(found.names[0]) == 7
    assert built(read_plan("i56x56x64.b64.b128-s2-project")).refused is None


def test_an_output_larger_than_a_tensor_is_refused():
    found = built(read_plan("i1024x1024x1.c2048-1-same"))  # 2^31 values, one more than fit
    assert found.refused is not None
    assert "2,147,483,648 values, more than 2,147,483,647" in str(found.refused.error)
    assert built(read_plan("i1024x1024x1.c2047-1-same")).refused is None


def test_an_empty_list_is_a_network_without_layers():
    found = built(Plan((8, 8, 3)))
    assert [row.output_shape for row in found.network.table()] == [(8, 8, 3)]

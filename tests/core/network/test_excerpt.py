"""A part of a network has the rows that it has in the whole one; the blocks of the lessons, by hand and by paper."""

import json

import pytest

from cnnlab.core.network import NetworkError, read, total
from cnnlab.core.network.excerpt import excerpt
from cnnlab.core.network.famous import famous
from cnnlab.core.network.famous.blocks import BLOCKS, block
from cnnlab.core.network.plan import planned
from tests.core.network.hostile_files import layer, model


def facts(row):
    """What does not depend on the input that the network has."""
    return row.name, row.output_shapes, row.parameters, row.trainable_parameters, row.multiply_adds


@pytest.mark.parametrize("lesson", BLOCKS)
def test_the_rows_are_those_of_the_whole_network(lesson):
    name, start, last = BLOCKS[lesson]
    whole = {row.name: facts(row) for row in famous(name).table()}
    first, *rows = block(lesson).table()
    assert (first.name, first.class_name, first.output_shapes) == (start, "InputLayer", whole[start][1])
    assert [facts(row) for row in rows] == [whole[row.name] for row in rows]
    assert last in {row.name for row in rows}


@pytest.mark.parametrize("lesson", BLOCKS)
def test_a_block_is_small_and_every_unit_of_it_sees_known_cells(lesson):
    plan = planned(block(lesson))
    assert len(plan.nodes) <= 20
    assert all(node.sight.parts for node in plan.nodes)


@pytest.mark.parametrize(
    ("lesson", "parameters"),
    [
        ("lenet", 16 * (6 * 25 + 1)),
        ("vgg", 128 * 256 * 9 + 2 * 256 * 256 * 9 + 3 * 256),
        ("googlenet", 163_696),  # table 1 of the paper rounds it to 159K, without biases and with other numbers
        ("resnet", 9 * 64 * 128 + 3 * 9 * 128 * 128 + 64 * 128 + 5 * 4 * 128),  # five normalizations
        ("xception", 3 * (536_536 - 0 + 4 * 728)),  # 9 * 728 + 728 * 728 weights in each of three
    ],
)
def test_parameters_by_hand(lesson, parameters):
    assert total(block(lesson).table()).known == parameters


def test_skips_and_the_gate_are_inside():
    assert sum(edge.skip for edge in planned(block("resnet")).edges) == 1  # the other shortcut is a projection
    gated = [row.name for row in block("se").table() if row.gated]
    assert gated[0] == "conv2_2_excite"


@pytest.mark.parametrize(
    ("start", "last", "said"),
    [
        ("nobody", "block5_pool", "has no layer nobody"),
        ("block5_pool", "block4_pool", "block4_pool does not depend on block5_pool"),
        ("block4_pool", "block4_pool", "does not depend on"),
    ],
)
def test_what_is_no_part_is_refused(start, last, said):
    with pytest.raises(NetworkError, match=said):
        excerpt(famous("VGG16"), start, last)


@pytest.mark.parametrize("outer", ["before", "picture"])
def test_a_branch_around_the_start_is_refused(outer):
    """picture -> before -> start -> conv, and a sum of conv and of what is in front of the start."""
    made = [layer("ReLU", "before", ["picture"]), layer("ReLU", "start", ["before"])]
    made += [layer("ReLU", "inner", ["start"]), layer("Add", "sum", ["inner", outer])]
    network = read(json.loads(model(*made)))
    assert [row.name for row in excerpt(network, "start", "inner").table()] == ["start", "inner"]
    with pytest.raises(NetworkError, match=f"sum also takes the output of {outer}, which comes before the start"):
        excerpt(network, "start", "sum")


def test_a_branch_beside_the_start_is_refused():
    """picture -> before -> start, before -> beside, and the sum of the two."""
    made = [layer("ReLU", "before", ["picture"]), layer("ReLU", "start", ["before"])]
    made += [layer("ReLU", "beside", ["before"]), layer("Add", "sum", ["start", "beside"])]
    with pytest.raises(NetworkError, match="beside also takes the output of before"):
        excerpt(read(json.loads(model(*made))), "start", "sum")

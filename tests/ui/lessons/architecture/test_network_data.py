"""What the view of a network is drawn from, where something is unknown or not the same for all units."""

import keras
import pytest
from keras import layers

from cnnlab.core.network import read
from cnnlab.core.network.plan import planned
from cnnlab.ui.lessons.architecture.network_data import network_data

LAYER, KIND, OUTPUT, SEES, PARAMETERS, MULTIPLY_ADDS, MEMORY, TRAINABLE = range(8)


def data_of(outputs, given):
    return network_data(planned(read(keras.Model(given, outputs).get_config())), None)


def cells_of(data, name):
    return next(row["cells"] for row in data["rows"] if row["name"] == name)


def test_cells_have_a_text_and_what_they_are_sorted_by():
    given = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, name="conv")(given)
    data = data_of(layers.Dense(10, name="dense")(layers.Flatten(name="flatten")(x)), given)
    assert data["heads"][SEES] == "Field"
    assert cells_of(data, "conv") == [
        *(("conv", "conv"), ("Conv2D", "Conv2D"), ("30 × 30 × 16", 30), ("3 × 3", 3), ("448", 448)),
        *(("388,800", 388800), ("57.6 kB", 57600), ("448", 448)),
    ]
    assert cells_of(data, "flatten")[MEMORY] == ("0 B", 0)
    assert cells_of(data, "dense")[SEES] == ("32 × 32", 32)  # a vector: all that comes in


def test_what_is_unknown_is_a_question_mark_and_sorted_last():
    mine = {"class_name": "Mine", "registered_name": "a>Mine", "config": {"name": "mine"}}
    conv = {"class_name": "Conv2D", "config": {"name": "conv", "filters": 4, "kernel_size": 3}}
    data = network_data(planned(read({"name": "small", "layers": [conv, mine]}), (8, 8, 1)), None)
    unknown = ("?", None)
    assert cells_of(data, "mine")[OUTPUT:] == [unknown, ("? · unknown layer", None), *[unknown] * 4]
    node = next(node for node in data["nodes"] if node["row"] == "mine")
    assert (node["shape"], node["spans"], node["kind"], node["why"]) == (None, [], "other", "layer")


def test_where_units_see_different_numbers_of_cells_it_is_the_most():
    """Behind an enlarging by 2, a window of 3 sees two cells of the map before it, at the border one: 2 x 2 each."""
    given = keras.Input((8, 8, 1))
    x = layers.UpSampling2D(2, name="up")(layers.MaxPooling2D(2)(given))
    data = data_of(layers.Conv2D(1, 3, padding="same", name="conv")(x), given)
    assert cells_of(data, "conv")[SEES] == ("4 × 4", 4)


@pytest.mark.parametrize("size", [8, 9])
def test_each_different_span_is_sent_once(size):
    given = keras.Input((size, 8, 1))
    data = data_of(layers.Conv2D(1, 3)(layers.ReLU()(given)), given)
    assert len(data["spans"]) == (2 if size == 8 else 4)
    assert data["sizes"] == {0: [size, 8]}
    first, second, last = (node["spans"] for node in data["nodes"])
    assert first == second
    assert data["spans"][last[0][0]][:4] == [0, 3, 1, 4]


def test_a_network_of_vectors_has_no_picture():
    given = keras.Input((4,))
    data = data_of(layers.Dense(2)(given), given)
    assert (data["sizes"], data["range"], data["lit"]) == ({0: None}, "", 0)


def test_a_row_says_why_it_is_not_known_what_its_units_see():
    """Two pictures of unlike sizes: each branch sees its own; what joins them depends on both."""
    one, other, vector = keras.Input((8, 8, 1)), keras.Input((6, 4, 1)), keras.Input((3,))
    branches = [layers.Conv2D(1, 3, name=name)(given) for name, given in (("left", one), ("right", other))]
    pooled = [layers.GlobalAveragePooling2D()(branch) for branch in branches]
    joined = layers.Concatenate(name="joined")([*pooled, layers.Dense(2, name="dense")(vector)])
    data = data_of(layers.Permute((2, 1, 3), name="turned")(branches[0]), [one, other, vector])
    assert cells_of(data, "turned")[SEES] == ("? · values change places", None)
    data = data_of(layers.Dense(1, name="last")(joined), [one, other, vector])
    assert data["sizes"] == {0: [8, 8], 1: [6, 4], 2: None}
    assert [cells_of(data, name)[SEES][0] for name in ("left", "right")] == ["3 × 3", "3 × 3"]
    assert cells_of(data, "dense")[SEES] == ("? · no picture", None)
    assert cells_of(data, "joined")[SEES] == cells_of(data, "last")[SEES] == ("? · several inputs", None)
    assert [node["source"] for node in data["nodes"] if node["row"] in ("left", "right", "last")] == [0, 1, -1]

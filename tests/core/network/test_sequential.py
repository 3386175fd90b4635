"""Sequential models, whose files give the shapes that the layers were built for."""

import json

import keras
import pytest
from keras import layers

from cnnlab.core.network import NetworkError, read
from tests.core.network.custom_layers import Impostor, Mixing
from tests.core.network.keras_rows import known_rows_agree


def chain(*steps, size=8):
    return keras.Sequential([keras.Input((size, size, 3)), *steps])


def conv(name, filters=4):
    return layers.Conv2D(filters, 3, name=name)


def table_of(model, input_shape=None):
    return {row.name: row for row in read(model.get_config()).table(input_shape)}


def test_the_output_of_an_unknown_layer_is_what_the_next_was_built_for():
    """ReLU and Dropout are built for no shape, but their input has that of their output."""
    model = chain(
        conv("first"),
        Mixing(5, name="custom"),
        layers.ReLU(),
        layers.Dropout(0.5),
        Impostor(name="impostor"),
        conv("second", 2),
        layers.Lambda(lambda x: x, name="last"),
    )
    rows = known_rows_agree(model)
    assert [(row.output_shape, row.saved) for row in rows.values()] == [
        ((6, 6, 4), False),
        ((6, 6, 5), True),
        ((6, 6, 5), False),
        ((6, 6, 5), False),
        ((6, 6, 10), True),
        ((4, 4, 2), False),
        (None, False),
    ]
    assert [row.parameters for row in rows.values()] == [112, None, 0, 0, None, 182, 0]


def test_an_unknown_layer_in_a_nested_chain():
    inputs = keras.Input((8, 8, 3))
    inner = chain(conv("first"), Mixing(5, name="custom"))
    model = keras.Model(inputs, conv("second", 2)(inner(inputs)))
    rows = known_rows_agree(model)
    assert rows[inner.name].output_shape == (6, 6, 5)
    assert rows["second"].parameters == 5 * 9 * 2 + 2


def test_an_unknown_layer_for_another_input():
    model = chain(conv("first"), Mixing(5, name="custom"), layers.MaxPooling2D(name="pool"), conv("second", 2))
    assert [row.output_shape for row in table_of(model, (12, 12, 3)).values()] == [(10, 10, 4), None, None, None]
    assert [row.parameters for row in table_of(model, (12, 12, 3)).values()] == [112, None, 0, None]


def test_layers_that_were_built_in_another_network():
    """They keep the shapes of the first: on 12 cells `first` was built for 8, and says nothing about what is here."""
    first, custom, second = conv("first"), Mixing(5, name="custom"), conv("second", 2)
    chain(first, custom, second)
    again = chain(first, second_of(first), size=12)
    rows = known_rows_agree(again)
    assert [row.output_shape for row in rows.values()] == [(10, 10, 4), (8, 8, 4)]
    with_custom = table_of(chain(first, custom, second, size=12))
    assert [row.output_shape for row in with_custom.values()] == [(10, 10, 4), None, None]
    assert [row.parameters for row in with_custom.values()] == [112, None, None]


def second_of(first):
    return layers.Conv2D(first.filters, 3, name="other")


def test_a_layer_of_another_network_behind_an_unknown_one():
    """Its shape is taken for the unknown layer's output, until a layer that was built here contradicts it."""
    custom, elsewhere = Mixing(3, name="custom"), conv("elsewhere")
    chain(elsewhere)
    model = chain(custom, elsewhere, layers.Flatten(name="flat"), size=12)
    with pytest.raises(
        NetworkError, match=r"layer elsewhere has the shape \(6, 6, 4\) .* but \(10, 10, 4\) by the file"
    ):
        table_of(model)


def test_weights_that_do_not_fit_the_layer_before_are_an_error():
    config = json.loads(chain(conv("first"), layers.Flatten(), layers.Dense(3, name="dense")).to_json())
    config["config"]["layers"][1]["config"]["filters"] = 6
    with pytest.raises(NetworkError, match=r"the layer flatten.* has the shape \(216,\) by its settings, but \(144,\)"):
        read(config).table()
    assert read(config).table((9, 9, 3))[-1].parameters == 7 * 7 * 6 * 3 + 3
    config = json.loads(chain(conv("first"), conv("second")).to_json())
    config["config"]["layers"][1]["config"]["filters"] = 6
    with pytest.raises(
        NetworkError, match=r"the layer first has the shape \(6, 6, 6\) by its settings, but \(6, 6, 4\)"
    ):
        read(config).table()


def test_a_pipeline_is_a_chain():
    inputs = keras.Input((8, 8, 3))
    x = layers.Pipeline([layers.RandomFlip(), layers.Rescaling(2.0)], name="pipeline")(inputs)
    rows = known_rows_agree(keras.Model(inputs, conv("conv")(x)))
    assert [row.class_name for row in rows["pipeline"].rows] == ["RandomFlip", "Rescaling"]
    assert rows["conv"].receptive_field.size == (3, 3)

"""Receptive fields behind squeeze-and-excitation: the field along the windows; the whole picture counts besides."""

import keras
import pytest
from keras import layers

from cnnlab.core.network import read
from cnnlab.nets.zoo.efficientnet_lite import efficientnet_lite0


def rows_of(model: keras.Model) -> dict:
    return {row.name: row for row in read(model.get_config()).table()}


@pytest.fixture(scope="module")
def b0() -> keras.Model:
    return keras.applications.EfficientNetB0(weights=None)


def test_efficientnet_b0_sees_what_its_windows_see_and_lite0_has_the_same_windows(b0):
    """Lite0 is B0 without squeeze-and-excitation: an error along the gates would make the fields differ."""
    found, plain = rows_of(b0), rows_of(efficientnet_lite0())
    assert found["top_conv"].receptive_field.size == plain["head_conv"].receptive_field.size == (851, 851)
    assert (found["top_conv"].gated, plain["head_conv"].gated) == (True, False)
    convolutions = [row for row in found.values() if row.class_name in ("Conv2D", "DepthwiseConv2D")]
    names = [row.name for row in convolutions if "_se_" not in row.name]
    assert all(found[name].receptive_field for name in names)
    assert [name for name in names if not found[name].gated] == ["stem_conv", "block1a_dwconv"]


def test_the_gate_itself_has_no_field_and_is_not_gated(b0):
    found = rows_of(b0)
    squeezed = [found[f"block1a_se_{name}"] for name in ("squeeze", "reshape", "reduce", "expand")]
    assert [(row.receptive_field, row.gated) for row in squeezed] == [(None, False)] * 4
    assert found["block1a_se_excite"].receptive_field == found["block1a_activation"].receptive_field


def squeezed(merge: layers.Layer, nested: bool = False) -> keras.Model:
    given = keras.Input((16, 16, 3))
    x = layers.Conv2D(8, 3, padding="same", name="conv")(given)
    gate = layers.Dense(8, "sigmoid", name="gate")
    maps = keras.Input((16, 16, 8))
    inner = keras.Model(maps, gate(layers.GlobalAveragePooling2D(keepdims=True)(maps)), name="inner")
    weights = inner(x) if nested else gate(layers.GlobalAveragePooling2D(keepdims=True)(x))
    return keras.Model(given, layers.Conv2D(4, 3, name="last")(merge([x, weights])))


@pytest.mark.parametrize("nested", [False, True])
def test_a_gate_may_be_a_network_of_its_own(nested):
    last = rows_of(squeezed(layers.Multiply(), nested))["last"]
    assert (last.receptive_field.size, last.gated) == ((5, 5), True)


def test_what_is_added_to_all_positions_is_no_gate():
    last = rows_of(squeezed(layers.Add()))["last"]
    assert (last.receptive_field, last.gated) == (None, False)


def test_a_product_of_gates_alone_has_no_field():
    given = keras.Input((16, 16, 3))
    one, two = (layers.GlobalMaxPooling2D(keepdims=True)(given) for _ in range(2))
    row = rows_of(keras.Model(given, layers.Multiply(name="product")([one, two])))["product"]
    assert (row.receptive_field, row.gated) == (None, False)


@pytest.mark.parametrize(("axis", "gated"), [((1, 2), True), ((2, 3), False)])
def test_the_mean_over_the_positions_is_a_gate_and_another_mean_is_not(axis, gated):
    given = keras.Input((16, 16, 16))
    x = layers.Conv2D(16, 3, padding="same", data_format="channels_last")(given)
    mean = keras.ops.mean(x, axis=axis, keepdims=True)
    last = rows_of(keras.Model(given, layers.Multiply(name="last")([x, mean])))["last"]
    assert (bool(last.receptive_field), last.gated) == (gated, gated)

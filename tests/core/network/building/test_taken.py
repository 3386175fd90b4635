"""A network that is given becomes a list of layers, which gives the same network again, or is refused."""

import keras
import pytest
from keras import layers

from cnnlab.core.network import NetworkError, read, total
from cnnlab.core.network.building import built, format_plan, read_plan
from cnnlab.core.network.building.kinds import RESIDUAL
from cnnlab.core.network.building.presets import PRESETS
from cnnlab.core.network.building.taken import plan_of
from cnnlab.core.network.famous import FAMOUS, famous
from cnnlab.core.snippets.built_network import built_network_code
from tests.core.network.building.edited_plans import plans

CHAINS = {"lenet5_fully_connected", "VGG16", "VGG19"}  # of the famous networks


def numbers(model):
    return [(tuple(layer.output.shape), layer.count_params()) for layer in model.layers if layer.name != "input_layer"]


def by_code(plan):
    keras.utils.clear_session()
    names: dict = {}
    exec(built_network_code(plan).removesuffix("\nmodel.summary()"), names)
    return names["model"]


def behind_input(network):
    return [row for row in network.table() if row.class_name != "InputLayer"]


@pytest.mark.parametrize("seed", range(60))
def test_a_list_is_taken_from_its_own_network(seed):
    plan = plans(seed)[-1]
    found = built(plan)
    place = len(plan.items) if found.refused is None else found.refused.place
    items = plan.items[:place]
    if any(item.kind == RESIDUAL for item in items):
        with pytest.raises(NetworkError, match="branches"):
            plan_of(found.network)
    else:
        taken = built(plan_of(found.network)).network.table()
        assert taken == found.network.table()


@pytest.mark.parametrize("name", FAMOUS)
def test_a_famous_network_without_branches_is_taken_and_others_are_refused(name):
    network = famous(name)
    if name in CHAINS:
        mine, given = behind_input(built(plan_of(network)).network), behind_input(network)
        assert total(mine) == total(given)
        assert [row.output_shape for row in mine] == [row.output_shape for row in given]
    else:
        with pytest.raises(NetworkError, match="cannot be edited as a list"):
            plan_of(network)


def test_a_model_of_keras_is_taken_with_all_that_counts():
    model = keras.Sequential(
        [
            keras.Input((20, 24, 3)),
            layers.Conv2D(4, (3, 3), padding="same", activation="relu", kernel_initializer="he_normal"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.MaxPooling2D(3, strides=2),
            layers.SeparableConv2D(6, 3, depth_multiplier=2, use_bias=False),
            layers.DepthwiseConv2D(2, strides=(2, 2)),
            layers.AveragePooling2D((2, 2)),
            layers.Dropout(0.35),
            layers.Flatten(),
            layers.Dense(5),
            layers.Softmax(),
        ]
    )
    plan = plan_of(read(model.get_config()))
    text = "i20x24x3.c4-3-same-relu.n.r.p3-s2.s6-3-m2-nobias.w2-s2.a2.o35.f.d5.r-softmax"
    assert format_plan(plan) == text
    assert numbers(by_code(plan)) == numbers(model)


REFUSED = {
    "groups": (layers.Conv2D(4, 3, groups=2), "`groups` = 2"),
    "two sizes": (layers.Conv2D(4, (1, 3)), r"`kernel_size` = \[1, 3\]|`kernel_size` = \(1, 3\)"),
    "a regularizer": (layers.Conv2D(4, 3, kernel_regularizer="l2"), "`kernel_regularizer`"),
    "another activation": (layers.Conv2D(4, 3, activation="gelu"), "`activation` = 'gelu'"),
    "too many": (layers.Conv2D(5000, 3), "`filters` = 5000"),
    "a dilated depthwise": (layers.DepthwiseConv2D(3, dilation_rate=2), "`dilation_rate`"),
    "no bias": (layers.Dense(3, use_bias=False), "`use_bias` = False"),
    "frozen": (layers.Dense(3, trainable=False), "`trainable` = False"),
    "a fine rate": (layers.Dropout(0.125), "`rate` = 0.125"),
    "a momentum": (layers.BatchNormalization(momentum=0.9), "`momentum` = 0.9"),
    "an axis": (layers.BatchNormalization(axis=1), "`axis` = 1"),
    "kept axes": (layers.GlobalAveragePooling2D(keepdims=True), "`keepdims` = True"),
    "a capped ReLU": (layers.ReLU(max_value=6), "`max_value` = 6"),
    "another kind": (layers.Conv2DTranspose(4, 3), "is a Conv2DTranspose"),
    "a nested network": (keras.Sequential([keras.Input((8, 8, 4)), layers.Dense(2)]), "is a Sequential"),
    "a rescaling": (layers.Rescaling(1 / 255), "is a Rescaling"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_list_cannot_have_is_refused_with_its_name(name):
    layer, words = REFUSED[name]
    inputs = keras.Input((8, 8, 4))
    with pytest.raises(NetworkError, match=words):
        plan_of(read(keras.Model(inputs, layer(inputs)).get_config()))


def test_networks_of_other_forms_are_refused():
    inputs = keras.Input((8, 8, 4))
    branched = keras.Model(inputs, layers.Add()([layers.Dense(4)(inputs), inputs]))
    first = layers.Dense(3)(inputs)
    early = keras.Model(inputs, [first, layers.Dense(2)(first)])
    shared = layers.Dense(4)
    twice = keras.Model(inputs, shared(shared(inputs)))
    vector = keras.Sequential([keras.Input((8,)), layers.Dense(2)])
    for model in (branched, early, twice):
        with pytest.raises(NetworkError, match="without branches"):
            plan_of(read(model.get_config()))
    with pytest.raises(NetworkError, match="The input cannot be 8"):
        plan_of(read(vector.get_config()))


def test_another_input_size_is_taken_too():
    assert plan_of(famous("VGG16"), (180, 180, 3)).input_shape == (180, 180, 3)
    assert plan_of(famous("VGG16")) == read_plan(PRESETS["vgg16"])


@pytest.mark.parametrize("config", [{"rate": float("nan")}, {"rate": 1e400}, {"rate": "half"}, {"rate": [0.5]}, {}])
def test_a_strange_config_is_refused(config):
    inputs = {"class_name": "InputLayer", "config": {"batch_shape": [None, 8, 8, 3], "name": "input"}}
    dropout = {"class_name": "Dropout", "config": {"name": "drop", **config}}
    conv = {"class_name": "Conv2D", "config": {"name": "conv", "filters": 3, "kernel_size": [[1], {}]}}
    for layer in (dropout, conv):
        with pytest.raises(NetworkError, match="cannot have"):
            plan_of(read({"name": "strange", "layers": [inputs, layer]}))

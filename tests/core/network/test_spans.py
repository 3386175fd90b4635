"""What all units of all layers see, from one pass, against `Network.sees`, which traces each unit backwards."""

import json
from itertools import product

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.cards import cards
from cnnlab.core.network import NetworkError, read, read_keras_file
from cnnlab.core.network.famous import famous
from cnnlab.core.network.graph import Tensor
from cnnlab.core.network.spans import NOTHING, spans
from tests.core.network import traced_networks as nets
from tests.core.network.hostile_files import layer, model
from tests.core.network.test_sees import as_network

BUILT = (nets.plain, nets.inception, nets.unequal_strides, nets.unet, nets.bilinear, nets.resized, nets.residual)
BUILT += (nets.padded_and_cropped, nets.adaptive, nets.causal, nets.volumes, nets.dense)
BUILT += (nets.flattened, nets.flattened_channels_first)

MIXED = (nets.rearranged, nets.beside_each_other, nets.pooled_along_an_axis, nets.pooled_positions, nets.dense_on_a_map)


def seen_by(sight, unit):
    """The interval of each axis; that of a vector, or of a map that reaches no cell, is the same for all units."""
    parts = [
        [tuple(span[min(at, len(span) - 1)].tolist()) for at, span in zip(unit, spans, strict=True)]
        for spans in sight.parts
    ]
    reached = [intervals for intervals in parts if NOTHING not in intervals]
    axes = zip(*reached, strict=True)
    return tuple((min(first for first, _ in along), max(end for _, end in along)) for along in axes) or None


def reached(intervals):
    """None where nothing of the picture reaches the unit."""
    return None if any(first == end for first, end in intervals) else intervals


def check(network, layer, found):
    """Every unit of a layer, on both axes."""
    trace = network.trace()
    sizes = trace.sizes(layer)
    rank = len(found.parts[0])
    if len(sizes) != rank:  # a vector: all its units together
        intervals = [trace.sees(layer, (at,)) for at in range(sizes[0])]
        ends = [np.array(axis) for axis in zip(*intervals, strict=True)]
        assert seen_by(found, [0] * rank) == tuple((int(axis[:, 0].min()), int(axis[:, 1].max())) for axis in ends)
        return
    for unit in product(*(sorted({*range(0, size, 3), size - 1}) for size in sizes)):
        assert seen_by(found, unit) == reached(trace.sees(layer, unit)), (layer, unit)


@pytest.mark.parametrize("build", BUILT)
def test_every_layer_of_small_networks(build):
    network = as_network(build())
    found = spans(network, network.signals())[()]
    last = network.outputs[0]
    assert found[last].parts
    for at in network.order:
        if found[at].parts:
            check(network, at.layer, found[at])


@pytest.mark.parametrize("build", MIXED)
def test_nothing_is_said_of_madethat_do_not_go_axis_by_axis(build):
    network = as_network(build())
    assert spans(network, network.signals())[()][network.outputs[0]] == ((), 0, "axes")


@pytest.mark.parametrize("card", [card for card in cards() if card.task == "segmentation"], ids=lambda card: card.id)
def test_the_bundled_networks_row_by_row(card):
    network = read_keras_file(card.model_file)
    last = network.outputs[0]
    [(rows, columns)] = spans(network, network.signals())[()][last].parts
    trace = network.trace()
    for at in range(0, len(rows), 7):
        other = (7 * at + 5) % len(columns)
        assert (tuple(rows[at]), tuple(columns[other])) == trace.sees(last.layer, (at, other))


@pytest.mark.parametrize("name", ["EfficientNetB0", "MobileNetV3Small", "DenseNet121", "InceptionResNetV2"])
def test_madeof_keras_applications(name):
    """The middle unit and a corner of every thirtieth layer, gates left out."""
    network = read(getattr(keras.applications, name)(weights=None, input_shape=(224, 224, 3)).get_config())
    found, trace = spans(network, network.signals())[()], network.trace()
    for at in network.order[::30]:
        sizes = trace.sizes(at.layer)
        assert found[at].parts, at
        if len(sizes) == 2:
            for unit in ([size // 2 for size in sizes], [size - 1 for size in sizes]):
                assert seen_by(found[at], unit) == reached(trace.sees(at.layer, unit)), (at, unit)


def test_maps_that_are_empty_at_different_places_stay_apart_until_a_window_covers_both():
    """A unit that takes nothing of one map in its row takes nothing of its column either."""
    given = keras.Input((4, 4, 1))
    padded = layers.Cropping2D(((0, 1), (1, 0)))(layers.ZeroPadding2D(((1, 0), (0, 1)))(given))
    joined = layers.Add(name="sum")([given, padded])
    network = as_network(keras.Model(given, nets.conv(1, 2, name="conv")(joined)))
    found = spans(network, network.signals())[()]
    [(rows, _columns)] = found[network.order[0]].parts
    assert rows[0].tolist() == list(NOTHING)
    assert [len(found[Tensor(name)].parts) for name in ("sum", "conv")] == [2, 1]
    assert (found[Tensor("sum")].most(), found[Tensor("conv")].most()) == ((2, 2), (3, 3))
    for name in ("sum", "conv"):
        for unit in product(*map(range, network.trace().sizes(name))):
            assert seen_by(found[Tensor(name)], unit) == reached(network.sees(name, unit)), (name, unit)


def test_all_madeof_nasnet_against_the_trace_of_units():
    """Its maps are padded on one side and cropped on the other before they are joined: corners and middles."""
    network = famous("NASNetMobile")
    found, trace = spans(network, network.signals())[()], network.trace()
    assert all(found[at].parts for at in network.order)
    several = [at for at in network.order if len(found[at].parts) > 1]
    assert several
    for at in [*several[::5], *network.order[::60]]:
        sizes = trace.sizes(at.layer)
        if len(sizes) == 2:
            for unit in product(*({0, size // 2, size - 1} for size in sizes)):
                assert seen_by(found[at], unit) == reached(trace.sees(at.layer, unit)), (at, unit)


def test_nested_and_shared_networks_by_the_call():
    inner_input = keras.Input((None, None, 1))
    inner = keras.Model(inner_input, nets.conv(1, 3, name="conv")(inner_input), name="inner")
    given = keras.Input((9, 9, 1))
    network = as_network(keras.Model(given, inner(inner(given))))
    found = spans(network, network.signals())
    sizes = [int(found[place][Tensor("conv")].parts[0][0][0, 1]) for place in found if place]
    assert sizes == [3, 5]
    assert found[()][network.outputs[0]].parts[0][0].tolist() == [[at, at + 5] for at in range(5)]


def test_each_of_several_inputs_is_seen_by_its_own_branch():
    one, other = keras.Input((8, 8, 1)), keras.Input((10, 10, 1))
    branch = nets.conv(1, 3, name="branch")(other)
    network = as_network(keras.Model([one, other], layers.Add()([one, branch])))
    found = spans(network, network.signals())[()]
    assert found[Tensor("branch")].source == 1
    check(network, "branch", found[Tensor("branch")])
    assert found[network.outputs[0]] == ((), -1, "inputs")
    with pytest.raises(NetworkError):
        network.sees(network.outputs[0].layer, (0, 0))


ALONE = layer("Mine", "mine", []) | {"inbound_nodes": [{"args": [], "kwargs": {}}]}  # called on nothing


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ([ALONE, layer("ReLU", "next", ["mine"])], "layer"),
        ([ALONE, layer("Add", "next", ["picture", "mine"])], "layer"),
        ([layer("Mine", "mine", ["picture"]), layer("Add", "next", ["picture", "mine"])], "layer"),
        ([layer("Permute", "moved", ["picture"], dims=[2, 1, 3]), layer("Add", "next", ["picture", "moved"])], "axes"),
    ],
)
def test_the_reason_why_a_layer_before_is_not_known_is_passed_on(made, reason):
    network = read(json.loads(model(*made)))
    assert spans(network, network.signals())[()][Tensor("next")].reason == reason

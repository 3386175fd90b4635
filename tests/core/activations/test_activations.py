"""Maps in 8 bits, the layers that are shown, what is measured over depth, two pictures, and what is stored."""

from dataclasses import replace

import numpy as np
import pytest
from msgspec import structs

from cnnlab.core.activations import ShownLayer, in_order, pack, shown_layers, values
from cnnlab.core.activations.depth import chance, dead, over_depth, trend
from cnnlab.core.activations.differences import difference, side_by_side
from cnnlab.core.activations.exciting import COUNT, excited, stored, write
from cnnlab.core.cards import Stage, card, cards
from cnnlab.core.requests import Exciting, LayerActivity

GENERATOR = np.random.default_rng(3)


def layer_of(*channels: list[float]) -> LayerActivity:
    """A layer by its channels: lowest, highest, mean, share of zeros, likeness."""
    return LayerActivity(*np.array(channels, "float32").T)


def test_bytes_by_hand():
    """A channel up to 10 in steps of 10 / 255; one of zeros; 0.001 is not 0, so its byte is not 0 either."""
    packed = pack(np.array([[[10.0, 0.0], [2.0, 0.0]], [[0.001, 0.0], [0.0, 0.0]]], "float32"))
    assert packed.cells.tolist() == [[[255, 51], [1, 0]], [[0, 0], [0, 0]]]
    assert packed.reach.tolist() == [10, 0]
    assert not packed.signed


def test_bytes_of_both_signs_by_hand():
    """128 is 0; a channel without negative values has the same scale, because another channel has some."""
    packed = pack(np.array([[[-4.0, 1.0], [2.0, 0.0], [-0.001, 0.5]]], "float32"))
    assert packed.cells.tolist() == [[[1, 192, 127]], [[255, 128, 192]]]
    assert packed.signed


@pytest.mark.parametrize("low", [0.0, -1.0])
def test_what_bytes_stand_for_is_off_by_half_a_step_and_zeros_are_exact(low):
    maps = np.maximum(GENERATOR.normal(size=(9, 7, 5)), low).astype("float32")
    packed = pack(maps)
    step = packed.reach / (127 if packed.signed else 255)
    assert (np.abs(values(packed) - maps) <= step).all()
    assert np.array_equal(values(packed) == 0, maps == 0)
    assert np.array_equal(np.sign(values(packed)), np.sign(maps))


def test_layers_in_the_order_in_which_they_run():
    assert [(layer.name, layer.kind, layer.shape) for layer in shown_layers(card("cats_dogs_scratch"))[:3]] == [
        ("conv1", "Conv2D", (178, 178, 32)),
        ("pool1", "MaxPooling2D", (89, 89, 32)),
        ("conv2", "Conv2D", (87, 87, 64)),
    ]


def test_a_layer_inside_another_network_has_its_path():
    first = shown_layers(card("cats_dogs_fine_tuned"))[0]
    assert (first.name, first.output, first.inside) == ("stem_conv", "stem_relu", "efficientnet_lite0")
    assert first.path == "efficientnet_lite0/stem_relu"


def test_a_network_whose_config_cannot_be_read_has_the_layers_of_its_card():
    stage = Stage(convolution="conv", output="relu", height=5, width=4, channels=3)
    assert in_order([stage], []) == (ShownLayer("conv", "relu", "Conv2D", (5, 4, 3)),)


@pytest.mark.parametrize("name", [known.id for known in cards()])
def test_every_card_has_its_stages_among_its_layers(name):
    known = card(name)
    layers = shown_layers(known)
    assert [layer.name for layer in layers if "Pooling" not in layer.kind] == [
        stage.convolution for stage in known.stages
    ]
    assert len({layer.name for layer in layers}) == len(layers)


def test_over_depth_by_hand():
    rectified = layer_of([0, 2, 1, 0.5, 0.4], [0, 0, 0, 1, 0])
    linear = layer_of([-3, 1, -1, 0, 0.2], [0, 1, 0.5, 0.5, 0.6])
    found = over_depth([rectified, linear])
    assert found.zeros == [0.75, 0.25]
    assert found.means == [0.5, -0.25]
    assert found.largest == [2, 3]
    assert found.likeness == pytest.approx([0.4, 0.4])  # the dead channel of the first does not count
    assert found.dead == [1, 0]
    assert found.rectified == [True, False]
    assert dead(rectified).tolist() == [False, True]


def test_a_trend_compares_the_first_third_with_the_last():
    assert trend([1.0, 3.0, 9.0, 9.0, 4.0, 6.0]) == trend([2.0, 5.0])
    assert trend([2.0, 5.0]).rises
    assert not trend([2.0, 2.0]).rises


def test_chance_is_what_random_values_give():
    """Of 20,000 pairs of 49 independent values each."""
    one, other = GENERATOR.normal(size=(2, 20_000, 49))
    one, other = (each - each.mean(axis=1, keepdims=True) for each in (one, other))
    found = np.abs((one * other).sum(axis=1)) / np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    assert chance(49) == pytest.approx(found.mean(), rel=0.02)


def test_two_pictures_by_hand():
    """Means (1, 0, 2) and (1, 3, 0): the second channel differs by 3, the third by 2, the first not at all."""
    one, two = (pack(np.array([[row, row]], "float32")) for row in ([1.0, 0.0, 2.0], [1.0, 3.0, 0.0]))
    found = difference(one, two)
    assert found.order.tolist() == [1, 2, 0]
    assert found.similarity == pytest.approx(1 / np.sqrt(5 * 10))
    assert found.only == (1, 1)
    shown = side_by_side(one, two, found.order[:2])
    assert [maps[0, 0].tolist() for maps in shown] == [[0, 1], [1, 0]]


def test_the_same_picture_twice():
    maps = pack(np.maximum(GENERATOR.normal(size=(6, 6, 8)), 0).astype("float32"))
    found = difference(maps, maps)
    assert found.similarity == pytest.approx(1)
    assert found.only == (0, 0)
    assert difference(maps, replace(maps, cells=np.zeros_like(maps.cells))).similarity is None


def test_what_is_stored_comes_back(tmp_path):
    known = card("cats_dogs_scratch")
    layers = shown_layers(known)
    made = tuple(
        Exciting(
            np.full((layer.shape[2], COUNT), at, np.uint8),
            np.full((layer.shape[2], COUNT, 2), 100 * at, np.uint16),
            np.full((layer.shape[2], COUNT), 0.5, np.float32),
        )
        for at, layer in enumerate(layers)
    )
    write({known.sha256: made}, tmp_path / "a.npz")
    found = stored(known, tmp_path / "a.npz")
    assert [part.pictures.shape for part in found] == [(layer.shape[2], COUNT) for layer in layers]
    assert excited(layers, found, "conv2").pictures[0, 0] == 2
    assert [part.cells[0, 0].tolist() for part in found] == [[100 * at] * 2 for at in range(len(layers))]
    assert stored(structs.replace(known, sha256="0" * 64), tmp_path / "a.npz") is None
    assert stored(known, tmp_path / "none.npz") is None

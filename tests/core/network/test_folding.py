"""Repeated blocks are found: the repetitions that the papers' tables list, each layer once, nothing unequal joined."""

import keras
import pytest
from keras import layers

from cnnlab.core.network import folding, read
from cnnlab.core.network.folding import folded
from cnnlab.nets.zoo.residual import resnet34

APPLICATIONS = keras.applications
REPEATED = {  # how many units that equal their neighbour each stage has, from the papers' tables
    "ResNet-34": (resnet34, (3, 3, 5, 2)),  # 3, 4, 6, 3; from the second stage on, the first unit has a projection
    "ResNet-50": (lambda: APPLICATIONS.ResNet50(weights=None), (2, 3, 5, 2)),
    "DenseNet-121": (lambda: APPLICATIONS.DenseNet121(weights=None), (6, 12, 24, 16)),
    "Xception": (lambda: APPLICATIONS.Xception(weights=None), (8,)),  # its middle flow
    "MobileNetV2": (lambda: APPLICATIONS.MobileNetV2(weights=None), (2, 3, 2, 2)),  # n - 1 where n > 2
    "InceptionV3": (lambda: APPLICATIONS.InceptionV3(weights=None), (2, 2, 2)),
    "EfficientNetB0": (lambda: APPLICATIONS.EfficientNetB0(weights=None), (2, 2, 3)),
}


@pytest.fixture(scope="module", params=REPEATED)
def network(request):
    build, repeated = REPEATED[request.param]
    return read(build().get_config()), repeated


def test_the_repetitions_are_those_of_the_papers(network):
    graph, repeated = network
    counts = tuple(block.count for block in folded(graph) if block.count > 1 and len(block.layers) > 1)
    assert counts == repeated


def test_unfolded_again_each_call_comes_once_and_in_order(network):
    graph, _ = network
    names = [name for block in folded(graph) for repetition in block.repetitions for name in repetition]
    assert names == [at.layer for at in graph.order]


def test_vgg16_folds_its_convolutions_by_number_of_filters():
    graph = read(APPLICATIONS.VGG16(weights=None).get_config())
    blocks = [(block.layers[0], len(block.layers), block.count) for block in folded(graph)]
    assert blocks[:7] == [
        *(("block1_conv1", 1, 2), ("block1_pool", 1, 1), ("block2_conv1", 1, 2), ("block2_pool", 1, 1)),
        *(("block3_conv1", 1, 3), ("block3_pool", 1, 1), ("block4_conv1", 4, 2)),
    ]


def test_a_residual_unit_is_one_block_from_its_first_convolution_on():
    graph = read(APPLICATIONS.ResNet50(weights=None).get_config())
    block = next(block for block in folded(graph) if block.count == 5)
    assert (block.layers[0], block.layers[-1]) == ("conv4_block2_1_conv", "conv4_block2_out")
    assert block.repetitions[-1][-1] == "conv4_block6_out"


def chain(*units: layers.Layer) -> list[tuple[tuple[str, ...], int]]:
    x = given = keras.Input((16, 16, 8))
    for unit in units:
        x = layers.Add()([x, unit(x)])
    graph = read(keras.Model(given, x).get_config())
    return [(tuple(name.split("_")[0] for name in block.layers), block.count) for block in folded(graph)]


def test_units_with_other_settings_or_other_connections_are_not_joined():
    same = {"filters": 8, "padding": "same"}
    convolution = layers.Conv2D(kernel_size=3, **same)
    assert chain(layers.Conv2D(kernel_size=3, **same), convolution) == [(("conv2d", "add"), 2)]
    assert [count for _, count in chain(convolution, layers.Conv2D(kernel_size=5, **same))] == [1, 1]
    assert [count for _, count in chain(convolution, layers.Conv2D(kernel_size=3, activation="relu", **same))] == [1, 1]


def test_branches_of_another_shape_are_not_joined():
    given = keras.Input((16, 16, 8))
    one, two, three = (layers.ReLU()(given) for _ in range(3))
    first = layers.Add()([one, layers.Add()([two, three])])
    one, two, three = (layers.ReLU()(first) for _ in range(3))
    second = layers.Add()([layers.Add()([one, two]), three])
    assert [block.count for block in folded(read(keras.Model(given, second).get_config()))] == [1, 1]


class Counted(str):
    """A mark that counts how often it is compared."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, str(other))


@pytest.mark.parametrize(
    "filters", [lambda at, _: at + 1, lambda at, _: 1 + at * at % 7, lambda at, size: 1 + (at == size - 1)]
)
def test_the_time_grows_in_proportion_to_the_size(filters, monkeypatch):
    """Counted in comparisons: of convolutions that all differ, that are of few kinds, that are alike but the last."""
    monkeypatch.setattr(folding, "_mark", lambda layers, piece, mark=folding._mark: Counted(mark(layers, piece)))
    counts = []
    for size in (1000, 2000):
        settings = [{"name": f"c{at}", "filters": filters(at, size), "kernel_size": 1} for at in range(size)]
        Counted.compared = 0
        folded(read({"name": "long", "layers": [{"class_name": "Conv2D", "config": one} for one in settings]}))
        counts.append(Counted.compared)
    assert counts[1] <= 2.2 * counts[0]

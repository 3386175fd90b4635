"""Famous networks without weights: published parameters, multiply-adds and fields; tables equal to Keras's."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from cnnlab.core.network import read, total
from cnnlab.core.network.files import read_file
from cnnlab.nets.zoo import __main__ as command
from cnnlab.nets.zoo.__main__ import NETWORKS
from cnnlab.nets.zoo.alexnet import local_response_normalization
from cnnlab.nets.zoo.googlenet import googlenet
from cnnlab.nets.zoo.lenet import CONNECTIONS, lenet5, lenet5_fully_connected

pytestmark = pytest.mark.tensorflow  # its own local response normalization is compared with ours

TRAINABLE = {
    "lenet5": 60_000,  # LeCun and others 1998, figure 2 and its text
    "lenet5_fully_connected": 61_706,
    "alexnet": 60_965_224,  # "60 million" in the paper
    "alexnet_one_group": 62_378_344,
    "vgg16": 138_357_544,
    "vgg19": 143_667_240,
    "googlenet": 6_998_552,  # the paper's own table counts weights alone
    "googlenet_auxiliary": 13_378_280,
    "resnet34": 21_797_672,  # torchvision's resnet34
    "resnet34_ten_classes": 21_289_802,
    "resnet50": 25_557_032,  # torchvision's resnet50
    "resnet50_keras": 25_557_032 + 26_560,  # its convolutions have biases, which the normalizations cancel
    "xception": 22_855_952,
    "se_resnet50": 28_088_024,  # 25,557,032 + 2 / 16 of the squares of the units' widths + the biases of the gates
    "mobilenet_v2": 3_504_872,  # torchvision's mobilenet_v2
    "efficientnet_lite0": 4_652_008,
}
MULTIPLY_ADDS = {  # in millions, to the digit that is published; torchvision's are `_ops` of its weights
    "alexnet": 724,
    "vgg16": 15_470,
    "vgg19": 19_632,
    "resnet34": 3_664,
    "resnet50": 4_089,
    "resnet50_keras": 3_858,  # He and others: 3.8 * 10^9
    "mobilenet_v2": 301,
}
FIELDS = {  # Araujo, Norris and Sim (2019); of v1.5, MLRichter's receptive_field_analysis_toolbox
    "alexnet": ("pool5", 195),
    "vgg16": ("block5_pool", 212),
    "resnet50_keras": ("conv5_block3_out", 483),
    "resnet50": ("conv5_3_out", 427),
}


@pytest.fixture(scope="module", params=NETWORKS)
def built(request):
    model = NETWORKS[request.param]()
    yield request.param, model
    keras.utils.clear_session()


def test_the_numbers_are_the_published_ones_and_the_table_is_that_of_keras(built):
    name, model = built
    rows = read(model.get_config()).table()
    assert total(rows, "trainable_parameters") == (TRAINABLE[name], ())
    assert total(rows).known == model.count_params()
    shapes = {row.name: row.output_shape for row in rows}
    assert all(shapes[layer.name] == layer.output.shape[1:] for layer in model.layers if layer.name in shapes)
    assert len(rows) == len(model.layers) or isinstance(model, keras.Sequential) or name == "lenet5"  # bare slices
    if name in MULTIPLY_ADDS:
        assert round(total(rows, "multiply_adds").known / 1e6) == MULTIPLY_ADDS[name]
    if name in FIELDS:
        layer, size = FIELDS[name]
        assert next(row for row in rows if row.name == layer).receptive_field.size == (size, size)


def test_every_network_has_a_published_number():
    assert TRAINABLE.keys() == NETWORKS.keys()


def test_the_layers_of_lenet5_have_the_parameters_that_the_paper_lists():
    rows = {row.name: row.parameters for row in read(lenet5().get_config()).table()}
    c3 = sum(number for name, number in rows.items() if name.startswith("C3_") and number)
    assert (rows["C1"], rows["S2"], c3, rows["S4"], rows["C5"], rows["F6"]) == (156, 12, 1_516, 32, 48_120, 10_164)


def test_the_maps_of_c3_take_what_table_1_of_the_paper_marks():
    """The table's rows, a line for each map of S2, as printed."""
    printed = [
        "X...XXX..XXXX.XX",
        "XX...XXX..XXXX.X",
        "XXX...XXX..X.XXX",
        ".XXX..XXXX..X.XX",
        "..XXX..XXXX.XX.X",
        "...XXX..XXXX.XXX",
    ]
    assert ["".join("X" if index in chosen else "." for chosen in CONNECTIONS) for index in range(6)] == printed


def test_an_inception_module_has_the_parameters_that_its_branches_add_up_to():
    rows = read(googlenet().get_config()).table()
    assert sum(row.parameters for row in rows if row.name.startswith("inception3a")) == 163_696


def test_local_response_normalization_is_that_of_tensorflow():
    maps = np.random.default_rng(0).normal(0, 30, (2, 5, 4, 16)).astype("float32")
    expected = tf.nn.local_response_normalization(maps, depth_radius=2, bias=2.0, alpha=1e-4, beta=0.75)
    found = local_response_normalization((5, 4, 16), "norm")(maps)
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    assert float(np.abs(np.asarray(found) / maps - 2**-0.75).max()) > 0.01  # the neighbours inhibit


def test_the_command_writes_a_config_that_is_read_again(tmp_path):
    file = tmp_path / "network.json"
    command.main(["lenet5_fully_connected", "--out", str(file)])
    assert read_file(file.read_bytes()).table() == read(lenet5_fully_connected().get_config()).table()

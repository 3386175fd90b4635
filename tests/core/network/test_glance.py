"""What is looked at first in a table, and the table as CSV."""

import csv
import io

import pytest

from cnnlab.core.network import read
from cnnlab.core.network.famous import famous
from cnnlab.core.network.glance import csv_of, last_convolution, last_map, most


def chain(*layers):
    listed = [{"class_name": kind, "config": config | {"name": name}} for name, kind, config in layers]
    return read({"class_name": "Sequential", "config": {"name": "small", "layers": listed}})


INPUT = ("picture", "InputLayer", {"batch_shape": [None, 8, 8, 3]})
CONV = ("conv", "Conv2D", {"filters": 4, "kernel_size": 3, "strides": 2})
UNKNOWN = ("mine", "MyLayer", {})


@pytest.mark.parametrize(
    ("name", "layer", "size"),
    [
        ("lenet5_fully_connected", "C5", (32, 32)),
        ("alexnet", "pool5", (195, 195)),
        ("ResNet50", "conv5_block3_out", (483, 483)),
        ("resnet50_v1_5", "conv5_3_out", (427, 427)),
        ("se_resnet50", "conv5_3_out", (427, 427)),
        ("InceptionV3", "mixed10", (1311, 1311)),
    ],
)
def test_the_last_feature_map_of_famous_networks(name, layer, size):
    """google-research/receptive_field publishes 195 for AlexNet, 483 for ResNet50 and 1311 for InceptionV3."""
    row = last_map(famous(name).table(expand_nested=True))
    assert (row.name, row.receptive_field.size) == (layer, size)


def test_a_vector_is_no_feature_map():
    network = chain(INPUT, CONV, ("pool", "GlobalAveragePooling2D", {}), ("dense", "Dense", {"units": 2}))
    assert last_map(network.table()).name == "conv"
    assert (
        last_map(chain(("picture", "InputLayer", {"batch_shape": [None, 8]}), ("dense", "Dense", {"units": 2})).table())
        is None
    )


def test_the_csv_by_hand():
    text = csv_of(chain(INPUT, CONV, ("flatten", "Flatten", {}), ("dense", "Dense", {"units": 2}), UNKNOWN).table())
    head, *lines = csv.reader(io.StringIO(text))
    assert head[:6] == ["name", "class_name", "output_shape", "parameters", "trainable_parameters", "multiply_adds"]
    assert head[6:] == ["field_size", "field_stride", "field_start", "gated"]
    assert lines == [
        ["conv", "Conv2D", "3 x 3 x 4", "112", "112", "972", "3 x 3", "2 x 2", "0 x 0", "False"],
        ["flatten", "Flatten", "36", "0", "0", "0", "", "", "", "False"],
        ["dense", "Dense", "2", "74", "74", "72", "", "", "", "False"],
        ["mine", "MyLayer", "?", "", "", "", "", "", "", "False"],
    ]


def test_a_name_with_commas_and_lines_stays_one_cell():
    text = csv_of(chain(INPUT, ('a,"b"\nc', "Conv2D", {"filters": 1, "kernel_size": 1})).table())
    assert [line[0] for line in csv.reader(io.StringIO(text))] == ["name", 'a,"b"\nc']


def test_the_last_convolution_is_not_that_of_a_gate():
    """MobileNetV3 ends in convolutions of a single position, behind its global pooling."""
    names = ("lenet5_fully_connected", "MobileNetV3Small", "EfficientNetB0", "pets_unet")
    found = {name: last_convolution(famous(name).table(expand_nested=True)) for name in names}
    assert [found[name].name for name in names[:3]] == ["C5", "conv_1", "top_conv"]
    assert found["pets_unet"].output_shape[-1] == 3  # one map for each class
    assert last_convolution(chain(INPUT, ("flatten", "Flatten", {})).table()) is None


@pytest.mark.parametrize(("data_format", "shape"), [("channels_last", [8, 8, 3]), ("channels_first", [3, 8, 8])])
def test_a_convolution_behind_global_pooling_is_not_the_last_one_whatever_the_order_of_axes(data_format, shape):
    """With channels first, the size that is not 1 is not that of a place."""
    conv = {"filters": 4, "kernel_size": 1, "data_format": data_format}
    pooling = ("pooled", "GlobalAveragePooling2D", {"keepdims": True, "data_format": data_format})
    picture = ("picture", "InputLayer", {"batch_shape": [None, *shape]})
    rows = chain(picture, ("conv", "Conv2D", conv), pooling, ("head", "Conv2D", conv)).table()
    assert (rows[-1].name, rows[-1].pooled, sorted(rows[-1].output_shape)) == ("head", True, [1, 1, 4])
    assert last_convolution(rows).name == "conv"


def test_layers_that_tie_are_all_named():
    twice = [("a", "Conv2D", {"filters": 3, "kernel_size": 3}), ("b", "Conv2D", {"filters": 3, "kernel_size": 3})]
    rows = chain(INPUT, *twice, ("flatten", "Flatten", {})).table()
    assert [row.name for row in most(rows, "parameters")] == ["a", "b"]
    assert [row.name for row in most(rows, "multiply_adds")] == ["a"]
    assert most(chain(INPUT, ("flatten", "Flatten", {})).table(), "parameters") == ()

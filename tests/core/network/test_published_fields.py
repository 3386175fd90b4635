"""The published table of receptive fields, end point by end point, from configs alone.

data/receptive_fields.csv has the figures of "Pre-computed receptive field parameters", RECEPTIVE_FIELD_TABLE.md in
google-research/receptive_field at commit cfbfe6b (Apache License 2.0), the library of Araujo, Norris and Sim,
"Computing Receptive Fields of Convolutional Neural Networks" (2019): those of networks that CNN Lab has too. An empty
resolution is a size left open, an empty padding one that then depends on it. The paddings of its ResNets hold at one
size only, because TF-Slim pads them by "same", and are left out.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from cnnlab.core.network.building import built, read_plan
from cnnlab.core.network.famous import famous

with (Path(__file__).parent / "data" / "receptive_fields.csv").open(encoding="utf-8", newline="") as _file:
    PUBLISHED = list(csv.DictReader(_file))
VGG_A = "i224x224x3.c64-3-same.p2.c128-3-same.p2" + ".c256-3-same.c256-3-same.p2" + 2 * ".c512-3-same.c512-3-same.p2"
VGG_A_LAYERS = ("conv1/conv1_1", "pool1", "conv2/conv2_1", "pool2", "conv3/conv3_1", "conv3/conv3_2", "pool3")
VGG_A_LAYERS += ("conv4/conv4_1", "conv4/conv4_2", "pool4", "conv5/conv5_1", "conv5/conv5_2", "pool5")
STEM = {
    **{"Conv2d_1a_3x3": "conv2d", "Conv2d_2a_3x3": "conv2d_1", "Conv2d_2b_3x3": "conv2d_2"},
    **{"MaxPool_3a_3x3": "max_pooling2d", "Conv2d_3b_1x1": "conv2d_3", "Conv2d_4a_3x3": "conv2d_4"},
    "MaxPool_5a_3x3": "max_pooling2d_1",
}
MIXED = ("5b", "5c", "5d", "6a", "6b", "6c", "6d", "6e", "7a", "7b", "7c")
LAYERS = {  # of each network of the table, its name here and the layers that its end points are called
    "alexnet_v2": ("alexnet", {}),
    "vgg_16": (
        "VGG16",
        {f"conv{block}/conv{block}_{at}": f"block{block}_conv{at}" for block in range(1, 6) for at in (1, 2)}
        | {f"pool{block}": f"block{block}_pool" for block in range(1, 6)},
    ),
    "inception_v3": (
        "InceptionV3",
        STEM | {f"Mixed_{name}": f"mixed{at}" for at, name in enumerate(MIXED)},
    ),
    "inception_resnet_v2": (
        "InceptionResNetV2",
        STEM
        | {f"Mixed_{name}": f"mixed_{name}" for name in ("5b", "6a", "7a")}
        | {"PreAuxLogits": "block17_20_ac", "Conv2d_7b_1x1": "conv_7b"},
    ),
    "mobilenet_v1": (
        "MobileNet",
        {"Conv2d_0": "conv1"} | {f"Conv2d_{at}_pointwise": f"conv_pw_{at}" for at in range(1, 14)},
    ),
}
# TF-Slim strides in the last unit of a block, as Keras does in version 2; in version 1 Keras does in the next layer.
LAYERS |= {
    f"resnet_v1_{depth}": (
        f"ResNet{depth}",
        {f"block{block}": f"conv{block + 2}_block1_1_conv" for block in (1, 2, 3)} | {"block4": "conv5_block3_out"},
    )
    for depth in (50, 101, 152)
}
LAYERS |= {
    f"resnet_v2_{depth}": (
        f"ResNet{depth}V2",
        {f"block{at}": f"conv{at + 1}_block{units}_out" for at, units in enumerate(counts, start=1)},
    )
    for depth, counts in ((50, (3, 4, 6, 3)), (101, (3, 4, 23, 3)), (152, (3, 8, 36, 3)))
}


@cache
def fields(network, resolution):
    """The receptive field of each end point of a network of the table."""
    if network == "vgg_a":
        rows = built(read_plan(VGG_A)).network.table()
        return {name: row.receptive_field for name, row in zip(VGG_A_LAYERS, rows[-len(VGG_A_LAYERS) :], strict=True)}
    name, layers = LAYERS[network]
    rows = famous(name).table((int(resolution),) * 2 + (3,) if resolution else None, expand_nested=True)
    found = {row.name: row.receptive_field for row in rows}
    return found | {end_point: found[layer] for end_point, layer in layers.items()}


@pytest.mark.parametrize(
    "line", PUBLISHED, ids=lambda line: f"{line['network']}-{line['resolution']}-{line['end_point']}"
)
def test_a_field_is_the_published_one(line):
    field = fields(line["network"], line["resolution"])[line["end_point"]]
    assert field.size == (int(line["size"]),) * 2
    assert field.stride == (int(line["stride"]),) * 2
    if line["padding"]:
        assert field.start == (-int(line["padding"]),) * 2


def test_the_table_is_whole():
    """115 end points of 14 networks and sizes, each once."""
    assert len(PUBLISHED) == len({tuple(line.values())[:3] for line in PUBLISHED}) == 115

"""The block that each lesson about a famous network is about, cut out of the network."""

from functools import cache
from typing import NamedTuple

from cnnlab.core.network.excerpt import excerpt
from cnnlab.core.network.famous import famous
from cnnlab.core.network.table import Network


class Block(NamedTuple):
    """The layers of a network of FAMOUS from behind `start` to `last`."""

    network: str
    start: str
    last: str


BLOCKS = {
    "lenet": Block("lenet5_fully_connected", "C1", "S4"),
    "alexnet": Block("alexnet", "pool2", "pool5"),
    "vgg": Block("VGG16", "block2_pool", "block3_pool"),
    "googlenet": Block("googlenet", "pool2", "inception3a"),
    "resnet": Block("resnet34", "conv2_3_out", "conv3_2_out"),
    "xception": Block("Xception", "add_3", "add_4"),
    "se": Block("se_resnet50", "conv2_1_out", "conv2_2_out"),
    "mobilenet": Block("MobileNetV2", "block_4_add", "block_5_add"),
    "efficientnet": Block("EfficientNetB0", "block2a_project_bn", "block2b_add"),
}


@cache
def block(lesson: str) -> Network:
    """Return the block of one of BLOCKS as a network.

    >>> from cnnlab.core.network import total
    >>> total(block("googlenet").table()).known  # with biases
    163696
    """
    name, start, last = BLOCKS[lesson]
    return excerpt(famous(name), start, last)

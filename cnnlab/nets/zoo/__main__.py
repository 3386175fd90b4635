"""Write the config of a famous network, without weights: `python -m cnnlab.nets.zoo resnet34 --out resnet34.json`.

`python -m cnnlab.core.network resnet34.json` prints its table.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import keras

from cnnlab.nets.zoo.alexnet import alexnet
from cnnlab.nets.zoo.efficientnet_lite import efficientnet_lite0
from cnnlab.nets.zoo.googlenet import googlenet
from cnnlab.nets.zoo.lenet import lenet5, lenet5_fully_connected
from cnnlab.nets.zoo.residual import resnet34, resnet50

NETWORKS: dict[str, Callable[[], keras.Model]] = {
    "lenet5": lenet5,
    "lenet5_fully_connected": lenet5_fully_connected,
    "alexnet": alexnet,
    "alexnet_one_group": lambda: alexnet(groups=1),
    "vgg16": lambda: keras.applications.VGG16(weights=None),
    "vgg19": lambda: keras.applications.VGG19(weights=None),
    "googlenet": googlenet,
    "googlenet_auxiliary": lambda: googlenet(auxiliary=True),
    "resnet34": resnet34,
    "resnet34_ten_classes": lambda: resnet34(classes=10),
    "resnet50": resnet50,
    "resnet50_keras": lambda: keras.applications.ResNet50(weights=None),
    "xception": lambda: keras.applications.Xception(weights=None),
    "se_resnet50": lambda: resnet50(excited=True),
    "mobilenet_v2": lambda: keras.applications.MobileNetV2(weights=None),
    "efficientnet_lite0": efficientnet_lite0,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one network's config."""
    parser = argparse.ArgumentParser(prog="python -m cnnlab.nets.zoo", description=__doc__)
    parser.add_argument("name", choices=NETWORKS, metavar="NAME", help=", ".join(NETWORKS))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write its JSON")
    given = parser.parse_args(arguments)
    given.out.write_text(NETWORKS[given.name]().to_json(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Configs of famous networks, written once by scripts/famous_networks.py from Keras and from `cnnlab.nets.zoo`."""

import lzma
from functools import lru_cache
from pathlib import Path

from cnnlab.core.errors import N_
from cnnlab.core.network.files import read_file
from cnnlab.core.network.graph import NetworkError
from cnnlab.core.network.table import Network

CONFIGS = Path(__file__).parent / "configs"
OWN = {  # networks of cnnlab.nets.zoo
    "lenet5_fully_connected": N_("LeNet-5, as it is taught today"),
    "lenet5": N_("LeNet-5 of 1998"),
    "mnist_convnet": N_("The network of the page Digit"),
    "alexnet": N_("AlexNet, in two groups"),
    "alexnet_one_group": N_("AlexNet, in one group"),
    "googlenet": "GoogLeNet",
    "googlenet_auxiliary": N_("GoogLeNet with auxiliary heads"),
    "resnet34": "ResNet-34",
    "resnet34_ten_classes": N_("ResNet-34 with ten classes"),
    "resnet50_v1_5": "ResNet-50 v1.5",
    "se_resnet50": "SE-ResNet-50",
    "efficientnet_lite0": "EfficientNet-Lite0",
    "mini_xception": "mini-Xception",
    "pets_unet": N_("U-Net that segments pets"),
    "pets_encoder_decoder": N_("Encoder-decoder that segments pets"),
}
KERAS = (  # builders of keras.applications
    *("VGG16", "VGG19"),
    *("ResNet50", "ResNet101", "ResNet152", "ResNet50V2", "ResNet101V2", "ResNet152V2"),
    *("InceptionV3", "InceptionResNetV2", "Xception"),
    *("MobileNet", "MobileNetV2", "MobileNetV3Small", "MobileNetV3Large"),
    *("DenseNet121", "DenseNet169", "DenseNet201"),
    *("NASNetMobile", "NASNetLarge"),
    *(f"EfficientNetB{number}" for number in range(8)),
    *("EfficientNetV2B0", "EfficientNetV2B1", "EfficientNetV2B2", "EfficientNetV2B3"),
    *("EfficientNetV2S", "EfficientNetV2M", "EfficientNetV2L"),
    *("ConvNeXtTiny", "ConvNeXtSmall", "ConvNeXtBase", "ConvNeXtLarge", "ConvNeXtXLarge"),
)
FAMOUS = OWN | {name: name for name in KERAS}


def file_of(name: str) -> Path:
    """The file of a network's config: JSON, compressed."""
    return CONFIGS / f"{name}.json.xz"


@lru_cache(maxsize=8)
def famous(name: str) -> Network:
    """Read a network of FAMOUS. Raises NetworkError where there is none of that name.

    >>> famous("VGG16").input_shapes
    ((224, 224, 3),)
    """
    return read_file(config(name))


def config(name: str) -> bytes:
    """The config of a network of FAMOUS as JSON, as `model.to_json()` gives it."""
    if name not in FAMOUS:
        raise NetworkError(
            N_("There is no famous network {name!r} here. Use one of {names}."),
            name=name[:60],
            names=", ".join(FAMOUS),
        )
    return lzma.decompress(file_of(name).read_bytes())

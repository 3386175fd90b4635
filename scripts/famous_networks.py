"""Write the configs of famous networks, which the Architecture page reads: python -m scripts.famous_networks [ID ...]

No weights are made up or downloaded, and the page needs no Keras to read the files. Run it once, and again where Keras
builds a network differently.
"""

import json
import lzma
import sys
from collections.abc import Callable

import keras

from cnnlab.core.network.famous import FAMOUS, file_of
from cnnlab.nets.zoo.__main__ import NETWORKS
from cnnlab.nets.zoo.digits import mnist_convnet
from cnnlab.nets.zoo.efficientnet_lite import efficientnet_lite0
from cnnlab.nets.zoo.mini_xception import mini_xception
from cnnlab.nets.zoo.pets_encoder_decoder import pets_encoder_decoder
from cnnlab.nets.zoo.pets_unet import pets_unet

UNET_SIZE = 256  # pixels a side, as the trained one has
BUILT: dict[str, Callable[[], keras.Model]] = {
    **NETWORKS,
    "resnet50_v1_5": NETWORKS["resnet50"],
    "mini_xception": mini_xception,
    "mnist_convnet": mnist_convnet,
    "pets_encoder_decoder": pets_encoder_decoder,
    "pets_unet": lambda: pets_unet(efficientnet_lite0(input_size=UNET_SIZE)),
}


def main(ids: list[str]) -> None:
    for name in ids or FAMOUS:
        file_of(name).write_bytes(lzma.compress(config(name).encode(), preset=9 | lzma.PRESET_EXTREME))


def config(name: str) -> str:
    """Return the config of a network as one line of JSON.

    The names that Keras counts up, such as conv2d_1, are those of a program that builds nothing else.
    """
    keras.backend.clear_session()
    return json.dumps(json.loads(build(name).to_json()), separators=(",", ":"))


def build(name: str) -> keras.Model:
    """Build a network, with random weights: Keras would leave the size of MobileNetV3's input open."""
    builder = getattr(keras.applications, name, None)
    if builder is None:
        return BUILT[name]()
    return builder(weights=None, **({"input_shape": (224, 224, 3)} if name.startswith("MobileNetV3") else {}))


if __name__ == "__main__":
    main(sys.argv[1:])

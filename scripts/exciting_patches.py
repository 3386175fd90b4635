"""Store what excites each channel most among the bundled photographs: python -m scripts.exciting_patches

Writes cnnlab/core/activations/exciting.npz for the networks in NETWORKS; the Activations page asks the engine for the
others. Run it after one of these networks or the bundled photographs have changed.
"""

import numpy as np

from cnnlab.core.activations import shown_layers
from cnnlab.core.activations.exciting import FILE, stored, write
from cnnlab.core.cards import card
from cnnlab.core.requests import FindExciting
from cnnlab.engine import Engine

NETWORKS = ("cats_dogs_augmented", "cats_dogs_scratch", "cats_dogs_mini_xception", "efficientnet_lite0")


def main() -> None:
    engine = Engine()
    try:
        found = {}
        for name in NETWORKS:
            known = card(name)
            layers = tuple(layer.output for layer in shown_layers(known))
            found[known.sha256] = engine.submit(FindExciting(name, layers)).result().value
            print(name, sum(len(layer.pictures) for layer in found[known.sha256]), "channels")
    finally:
        engine.stop()
    write(found)
    assert all(stored(card(name)) for name in NETWORKS)
    print(f"{FILE.name}: {np.round(FILE.stat().st_size / 1e6, 2)} MB")


if __name__ == "__main__":
    main()

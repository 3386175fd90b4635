"""Write the first kernels of networks as they were before training: python -m scripts.initial_kernels

The seed in a card gives the same numbers again: after training the kernels still resemble those that they started as.
"""

import keras
import numpy as np

from cnnlab.core.cards import card
from cnnlab.core.filters.kernels import INITIAL
from cnnlab.nets import device
from cnnlab.train.bases import DEFAULT
from cnnlab.train.recipes import recipe
from cnnlab.train.transfer import NetworkSpec

IDS = ("cats_dogs_scratch", "cats_dogs_augmented", "cats_dogs_mini_xception")


def main() -> None:
    device.describe()
    found = {}
    for model_id in IDS:
        described = card(model_id)
        assert described.training
        keras.utils.set_random_seed(described.training.seed)
        model = recipe(described.training.recipe).build(NetworkSpec(DEFAULT, None, 2))
        found[model_id] = model.get_layer(described.stages[0].convolution).get_weights()[0]
    INITIAL.parent.mkdir(exist_ok=True)
    np.savez_compressed(INITIAL, **found)


if __name__ == "__main__":
    main()

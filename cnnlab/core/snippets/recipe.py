"""The Keras code of the layers that replaced an older recipe for augmentation; tests run it."""

from cnnlab.core.transfer.recipe import layers

TEXT = """import keras
import numpy as np
from keras.layers import {classes}

augmentation = keras.Sequential(
    [
{layers}
    ]
)

# Four made-up pictures; put your own in their place.
pictures = np.random.default_rng(0).uniform(0, 255, (4, 180, 180, 3)).astype("float32")
changed = augmentation(pictures, training=True)
print(changed.shape)
"""


def recipe_code() -> str:
    """Return code that builds the layers and applies them to a batch."""
    names = sorted({layer.split("(")[0] for layer in layers()})
    return TEXT.format(classes=", ".join(names), layers="\n".join(f"        {layer}," for layer in layers()))

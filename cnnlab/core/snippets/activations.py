"""Keras code for the maps of many layers, as text to copy; tests run it and compare its numbers with the page's."""

from collections.abc import Sequence
from textwrap import fill

from cnnlab.core.activations import ShownLayer
from cnnlab.core.cards import ModelCard

HEAD = """import keras
import numpy as np
from PIL import Image

path = "pretrained/{model}/model.keras"
model = keras.saving.load_model(path, compile=False)
"""
DIRECT = """
names = [
{names}
]
# One model with an output for each layer: a single pass computes them all.
outputs = [model.get_layer(name).output for name in names]
inspected = keras.Model(model.inputs[0], outputs)
"""
INSIDE = """
base = model.get_layer("{inside}")
names = [
{names}
]
# One model with an output for each layer of the base: a single pass computes
# them all. What comes before the base changes pictures in training only.
outputs = [base.get_layer(name).output for name in names]
inspected = keras.Model(base.inputs[0], outputs)
"""
TAIL = """
picture = np.asarray(Image.open("picture.png").convert("RGB"), "float32")
found = inspected(picture[None], training=False)
found = [keras.ops.convert_to_numpy(maps)[0] for maps in found]

for name, maps in zip(names, found):  # maps: (rows, columns, channels)
    zeros = (maps == 0).mean()
    dead = (maps == 0).all(axis=(0, 1)).sum()
    largest = np.abs(maps).max()
    print(f"{{name}}: {{maps.shape}}, {{zeros:.1%}} zeros, "
          f"{{dead}} dead channels, largest {{largest:.3g}}")

# The channels of {layer},
# 16 in a row, each scaled to its largest value.
maps = np.abs(found[names.index("{output}")])
maps = maps / np.maximum(maps.max(axis=(0, 1)), 1e-12)
maps = np.pad(maps, ((1, 1), (1, 1), (0, -maps.shape[2] % 16)))
rows, columns, channels = maps.shape
grid = maps.transpose(2, 0, 1).reshape(-1, 16, rows, columns)
grid = grid.swapaxes(1, 2).reshape(-1, 16 * columns)
Image.fromarray((255 * grid).astype("uint8")).save("grid.png")
"""
CNNLAB = """
from cnnlab.nets.activations import activations

names = [
{names}
]
picture = np.asarray(Image.open("picture.png").convert("RGB"), "float32")
found = list(activations(model, picture, names).values())
"""


def activations_code(card: ModelCard, layers: Sequence[ShownLayer], layer: ShownLayer) -> str:
    """Return code that prints size, zeros, dead channels and largest value of `layers`, and saves the grid of `layer`.

    It needs the cnnlab package only where the layers are not all in one graph of Keras.
    """
    around = {one.inside for one in layers}
    inside = next(iter(around)) if len(around) == 1 else ""
    plain = len(around) == 1 and "/" not in inside
    names = [one.path.rpartition("/")[2] if plain else one.output for one in layers]
    listed = fill(", ".join(f'"{name}"' for name in names) + ",", 75, initial_indent="    ", subsequent_indent="    ")
    middle = (INSIDE if inside else DIRECT) if plain else CNNLAB
    tail = TAIL if plain else TAIL[TAIL.index("\nfor name") :]
    output = layer.path.rpartition("/")[2] if plain else layer.output
    return (HEAD + middle + tail).format(model=card.id, names=listed, inside=inside, layer=layer.name, output=output)

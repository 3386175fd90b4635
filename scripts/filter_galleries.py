"""Make the galleries of the Filters page: python -m scripts.filter_galleries [ID ...]

Of each network, three layers: 64 filters each (all of them, where there are fewer), climbed by gradient ascent. Writes
a sheet of 8 x 8 pictures for each layer and, beside them, galleries.json with the settings. About a quarter of an hour
on two cores.
"""

import argparse
import json
import time
from dataclasses import asdict

import numpy as np
from PIL import Image

from cnnlab.core.cards import card
from cnnlab.core.filters import AscentSettings
from cnnlab.core.filters.galleries import COLUMNS, COUNT, FILE, FOLDER, TILE
from cnnlab.nets import catalog
from cnnlab.nets.filters import visualize_filters

QUALITY = 72
SETTINGS = AscentSettings(steps=48, rate=7.0, size=96, parametrization="fourier", jitter=4, rotation=5, scale=0.05)
LAYERS = {  # in the order of their depth: edges, textures, parts
    "efficientnet_lite0": ("block2a_expand_conv", "block3b_expand_conv", "block5c_expand_conv"),
    "cats_dogs_scratch": ("conv2", "conv3", "conv5"),
    "cats_dogs_augmented": ("conv2", "conv3", "conv5"),
    "cats_dogs_mini_xception": ("block1a_conv", "block3a_conv", "block4b_conv"),
}
SIZES = (64, 96, 112)  # pixels a side at each depth: what a filter sees has to fit


def gallery(model_id: str, layer: str, settings: AscentSettings) -> Image.Image:
    """The sheet: filters 0, 1, 2... from left to right and from top to bottom, black where there is none."""
    model = catalog.load(model_id)
    stage = next(stage for stage in card(model_id).stages if stage.convolution == layer)
    pictures = visualize_filters(model, stage.output, range(min(COUNT, stage.channels)), settings)
    sheet = Image.new("RGB", (COLUMNS * TILE, COUNT // COLUMNS * TILE))
    for at, picture in enumerate(pictures):
        tile = Image.fromarray(np.round(255 * picture).astype(np.uint8)).resize((TILE, TILE), Image.Resampling.LANCZOS)
        sheet.paste(tile, (at % COLUMNS * TILE, at // COLUMNS * TILE))
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the galleries of the Filters page.")
    parser.add_argument("ids", nargs="*", metavar="ID", help="; ".join(LAYERS))
    asked = parser.parse_args().ids or list(LAYERS)
    FOLDER.mkdir(exist_ok=True)
    listed = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    for model_id in asked:
        found = []
        for layer, size in zip(LAYERS[model_id], SIZES, strict=True):
            settings = AscentSettings(**{**asdict(SETTINGS), "size": size})
            started = time.perf_counter()
            gallery(model_id, layer, settings).save(FOLDER / f"{model_id}_{layer}.webp", quality=QUALITY, method=6)
            print(f"{model_id} {layer}: {time.perf_counter() - started:.0f} s", flush=True)
            found.append({"layer": layer, "settings": asdict(settings)})
        listed[model_id] = {"sha256": card(model_id).sha256, "layers": found}
        FILE.write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Keras code that segments a picture, as text to copy; a test runs it and compares the mask."""

from cnnlab.core.cards import ModelCard

TEXT = """import keras
import numpy as np
from PIL import Image

path = "pretrained/{model}/model.keras"
model = keras.saving.load_model(path, compile=False)

picture = Image.open("picture.png").convert("RGB")
# The whole picture, stretched to the network's input, as in training.
inputs = picture.resize(({columns}, {rows}), Image.Resampling.BILINEAR)
batch = np.asarray(inputs, "float32")[None]
probabilities = model.predict(batch, verbose=0)  # (1, {rows}, {columns}, {classes})

# To the picture's own size: the probabilities are interpolated, and only then
# the likeliest class is taken, so that the mask is (height, width).
size = picture.height, picture.width
enlarged = keras.ops.image.resize(probabilities, size, "bilinear")
mask = np.argmax(keras.ops.convert_to_numpy(enlarged)[0], axis=-1)

names = {names}
for index, name in enumerate(names):
    print(f"{{name}}: {{(mask == index).mean():.1%}} of the picture")
"""


def segmentation_code(card: ModelCard, names: list[str]) -> str:
    """Return code that reads a model and a picture and prints the share of each class, by its English name."""
    rows, columns = card.input.height, card.input.width
    return TEXT.format(model=card.id, rows=rows, columns=columns, classes=len(names), names=names)

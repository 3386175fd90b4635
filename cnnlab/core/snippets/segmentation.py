"""Keras code that segments a picture, as text to copy; a test runs it and compares the mask."""

from cnnlab.core.cards import ModelCard

TEXT = """import keras
import numpy as np
from PIL import Image

model = keras.saving.load_model("pretrained/{model}/model.keras", compile=False)

picture = Image.open("picture.png").convert("RGB")
inputs = picture.resize(({columns}, {rows}), Image.Resampling.BILINEAR)  # stretched, as in training
probabilities = model.predict(np.asarray(inputs, "float32")[None], verbose=0)  # (1, {rows}, {columns}, {classes})

# To the picture's own size: the probabilities are interpolated, and only then the likeliest class is taken.
height, width = picture.height, picture.width
enlarged = keras.ops.image.resize(probabilities, (height, width), interpolation="bilinear")
mask = np.argmax(keras.ops.convert_to_numpy(enlarged)[0], axis=-1)  # (height, width)

names = {names}
for index, name in enumerate(names):
    print(f"{{name}}: {{(mask == index).mean():.1%}} of the picture")
"""


def segmentation_code(card: ModelCard, names: list[str]) -> str:
    """Return code that reads a model and a picture and prints the share of each class, by its English name."""
    rows, columns = card.input.height, card.input.width
    return TEXT.format(model=card.id, rows=rows, columns=columns, classes=len(names), names=names)

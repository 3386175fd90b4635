"""Networks of keras.applications with their ImageNet weights, made into models that take pictures as the others do."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
from msgspec.structs import replace

from cnnlab.core.cards import PRETRAINED, CardError, ClassName, ModelCard, Source
from cnnlab.core.cards.applications import Application
from cnnlab.core.errors import N_
from cnnlab.nets.describe import write_card

MEAN, DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])  # of ImageNet's colours, red first
CAFFE_MEAN = (123.68, 116.779, 103.939)  # red first
CLASSES = "efficientnet_lite0"  # a model with the names of ImageNet's classes, which all have in the same order


def convert(one: Application, weights: Path, folder: Path = PRETRAINED) -> ModelCard:
    """Build the network with its weights and save it with its card in a folder of its own below `folder`.

    The model takes RGB pictures with values from 0 to 255, (batch, side, side, 3): what Keras's `preprocess_input`
    does is in it. The folder is there only when everything in it is. Raises CardError if it cannot be written.
    """
    try:
        return _converted(one, weights, folder)
    except OSError as error:
        raise CardError(
            N_("The model {name} cannot be written to {folder} ({reason}). Make room there or change its permissions."),
            name=one.builder,
            folder=str(folder),
            reason=error.strerror or str(error),
        ) from error


def _converted(one: Application, weights: Path, folder: Path) -> ModelCard:
    builder = getattr(keras.applications, one.builder)
    inputs = keras.Input((one.side, one.side, 3))
    model = builder(weights=str(weights), input_tensor=keras.layers.Rescaling(**_rescaling(one))(inputs))
    if one.scaling == "caffe":
        _take_red_first(model)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as made:
        place = Path(made) / one.id
        place.mkdir()
        model.save(place / "model.keras")
        shutil.copy(PRETRAINED / CLASSES / "classes.csv", place)
        card = write_card(
            place,
            model,
            title=ClassName(en=f"{one.builder}, trained on ImageNet", ko=f"ImageNet으로 훈련한 {one.builder}"),
            task="classification",
            source=Source(name="keras.applications", url=one.url, licence=one.licence, credit=one.credit),
            measured=[],
        )
        shutil.rmtree(folder / one.id, ignore_errors=True)  # what could not be read
        place.replace(folder / one.id)
    return replace(card, folder=folder / one.id)


def _rescaling(one: Application) -> dict[str, Any]:
    """Keras's `preprocess_input` as one multiplication and one addition for each channel."""
    if one.scaling == "tf":
        return {"scale": 1 / 127.5, "offset": -1.0}
    if one.scaling == "torch":
        return {"scale": (1 / (255 * DEVIATION)).tolist(), "offset": (-MEAN / DEVIATION).tolist()}
    return {"scale": 1.0, "offset": [-value for value in CAFFE_MEAN]}


def _take_red_first(model: keras.Model) -> None:
    """Exchange the input channels of the first convolution, whose weights are for blue, green, red."""
    first = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    kernel, *others = first.get_weights()
    first.set_weights([kernel[:, :, ::-1], *others])

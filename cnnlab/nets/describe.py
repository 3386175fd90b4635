"""Write the card of a model: what can be read off the model, and what its maker says of it."""

import json
from pathlib import Path

import keras
from keras import layers

from cnnlab.core.cards import ClassName, InputShape, Measured, ModelCard, Source, Stage, Task, Training, sha256
from cnnlab.nets.surgery import spatial_layers

CONVOLUTIONS = (layers.Conv2D, layers.DepthwiseConv2D, layers.SeparableConv2D, layers.Conv2DTranspose)
FOLLOWERS = (layers.BatchNormalization, layers.Activation, layers.ReLU, layers.LeakyReLU)


def write_card(
    folder: Path,
    model: keras.Model,
    *,
    title: ClassName,
    task: Task,
    source: Source,
    measured: list[Measured],
    training: Training | None = None,
) -> ModelCard:
    """Describe the model saved as `folder`/model.keras in `folder`/card.json, and return the card."""
    file = folder / "model.keras"
    height, width, channels = model.inputs[0].shape[1:]
    card = ModelCard(
        id=folder.name,
        title=title,
        task=task,
        sha256=sha256(file),
        size_bytes=file.stat().st_size,
        parameters=model.count_params(),
        input=InputShape(height=height, width=width, channels=channels),
        stages=stages(model),
        source=source,
        keras_version=keras.__version__,
        measured=measured,
        training=training,
        folder=folder,
    )
    text = json.dumps(card.model_dump(), indent=1, ensure_ascii=False)
    (folder / "card.json").write_text(text + "\n", encoding="utf-8")
    return card


def stages(model: keras.Model) -> list[Stage]:
    """Every convolution layer, with the normalization and activation layers that alone follow it."""
    sizes = spatial_layers(model)
    found = []
    for layer in model._flatten_layers(include_self=False, recursive=True):
        if not isinstance(layer, CONVOLUTIONS) or layer.name not in sizes:
            continue
        last = layer
        while (after := _only_follower(last)) is not None:
            last = after
        height, width = sizes[last.name]
        channels = last.output.shape[-1]
        found.append(Stage(convolution=layer.name, output=last.name, height=height, width=width, channels=channels))
    return found


def _only_follower(layer: layers.Layer) -> layers.Layer | None:
    following = [node.operation for node in layer._outbound_nodes]
    return following[0] if len(following) == 1 and isinstance(following[0], FOLLOWERS) else None

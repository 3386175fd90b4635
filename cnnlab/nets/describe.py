"""Write the card of a model: what can be read off the model, and what its maker says of it."""

import json
import re
from pathlib import Path

import keras
from keras import layers

from cnnlab.core.cards import (
    CardError,
    ClassName,
    InputShape,
    Measured,
    ModelCard,
    Source,
    Stage,
    Task,
    Training,
    sha256,
)
from cnnlab.core.cards.model_card import ID, read_card, read_classes
from cnnlab.core.errors import N_
from cnnlab.nets.surgery import spatial_layers

CONVOLUTIONS = (layers.Conv2D, layers.DepthwiseConv2D, layers.SeparableConv2D, layers.Conv2DTranspose)
FOLLOWERS = (layers.BatchNormalization, layers.Activation, layers.ReLU, layers.LeakyReLU)
OWN = Source(name="", url="", licence="not stated", credit="put here by the owner of this copy")


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
    """Describe the model saved as `folder`/model.keras in `folder`/card.json, and return the card.

    The notes of a card that is there already are kept: nobody but a reader of the model's answers can write them.
    """
    before = _card_before(folder)
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
        notes=before.notes if before else [],
        folder=folder,
    )
    text = json.dumps(card.model_dump(exclude_defaults=True), indent=1, ensure_ascii=False)
    written = folder / ".card.json.new"  # the old card is there until the new one is whole
    written.write_text(text + "\n", encoding="utf-8")
    written.replace(folder / "card.json")
    return card


def describe_file(file: Path, title: str | None = None) -> ModelCard:
    """Write the card of somebody's own model, and a table of class names where there is none yet.

    Of the same model's card that is there already everything stays that cannot be read off the model.
    Raises CardError for what is no model, or none that a page can show: one input of pictures, one output.
    """
    folder = file.resolve().parent
    if file.name != "model.keras":
        raise CardError(
            N_("A file named model.keras in a folder of its own was expected; {came} came."), came=str(file)
        )
    if not re.fullmatch(ID, folder.name):
        raise CardError(
            N_(
                "A folder named in small letters, digits and underscores was expected, for its name becomes the "
                "model's id; {came} came. Rename it."
            ),
            came=repr(folder.name),
        )
    model = _opened(file)
    units = model.outputs[0].shape[-1]
    _name_classes(folder / "classes.csv", max(2, units))
    name = title or folder.name
    before = _card_before(folder)
    same = before if before and before.sha256 == sha256(file) else None
    return write_card(
        folder,
        model,
        title=same.title if same and not title else ClassName(en=name, ko=name),
        task="classification" if len(model.outputs[0].shape) == 2 else "segmentation",
        source=same.source if same else OWN.model_copy(update={"name": name}),
        measured=same.measured if same else [],
        training=same.training if same else None,
    )


def _opened(file: Path) -> keras.Model:
    """The model in a file; CardError where there is none, or none with one picture in and one answer out."""
    try:
        model = keras.saving.load_model(file, compile=False)
        shapes = [tuple(each.shape) for each in (*model.inputs, *model.outputs)]  # an unbuilt Sequential has none
    except Exception as error:  # Keras raises anything at all for a file that is no model
        raise CardError(
            N_("A model saved by Keras 3 was expected in {file}; opening it gave: {reason}."),
            file=str(file),
            reason=str(error)[:300],
        ) from error
    if len(shapes) != 2 or len(shapes[0]) != 4 or None in shapes[0][1:] or len(shapes[1]) not in (2, 4):
        raise CardError(
            N_("One input (batch, height, width, channels) of known size and one output were expected; {shapes} came."),
            shapes=str(shapes),
        )
    return model


def _card_before(folder: Path) -> ModelCard | None:
    try:
        return read_card(folder / "card.json")
    except CardError:
        return None


def _name_classes(path: Path, count: int) -> None:
    """Write a table of class names where there is none; CardError where the one that is there has another length."""
    if not path.exists():
        rows = "".join(f"class {index},클래스 {index}\n" for index in range(count))
        path.write_text("en,ko\n" + rows, encoding="utf-8")
    read_classes(path, count)


def stages(model: keras.Model) -> list[Stage]:
    """Every convolution layer in the order in which they run, with the normalization and activation that follow it."""
    sizes = spatial_layers(model)
    layers_by_name = {each.name: each for each in model._flatten_layers(include_self=False, recursive=True)}
    found = []
    for name in sizes:
        layer = layers_by_name.get(name)  # an operation such as x / 255 has none
        if not isinstance(layer, CONVOLUTIONS):
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

"""Write the card of a model: what can be derived from the model, and what its author states about it."""

import re
from pathlib import Path

import keras
from keras import layers
from msgspec.structs import replace

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
from cnnlab.core.cards.card_file import read_card, save_card
from cnnlab.core.cards.model_card import ID, read_classes
from cnnlab.core.errors import N_, is_out_of_memory
from cnnlab.nets.graph import Graph
from cnnlab.nets.surgery import spatial_layers, takes_channels_first

CONVOLUTIONS = (layers.Conv2D, layers.DepthwiseConv2D, layers.SeparableConv2D, layers.Conv2DTranspose)
FOLLOWERS = (layers.BatchNormalization, layers.Activation, layers.ReLU, layers.LeakyReLU)
OWN = Source(name="", url="", licence="not stated", credit="added by the owner of this installation")


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

    Notes in an existing card are preserved, because they are written by hand; what it says about the bundled
    photographs is preserved if the model is the same.
    """
    before = _existing_card(folder)
    file = folder / "model.keras"
    digest = sha256(file)
    height, width, channels = model.inputs[0].shape[1:]
    card = ModelCard(
        id=folder.name,
        title=title,
        task=task,
        sha256=digest,
        size_bytes=file.stat().st_size,
        parameters=model.count_params(),
        input=InputShape(height=height, width=width, channels=channels),
        stages=stages(model),
        source=source,
        keras_version=keras.__version__,
        measured=measured,
        training=training,
        notes=before.notes if before else [],
        on_photographs=before.on_photographs if before and before.sha256 == digest else {},
        folder=folder,
    )
    save_card(card)
    return card


def describe_file(file: Path, title: str | None = None) -> ModelCard:
    """Write the card of a user's own model, and a table of class names if there is none yet.

    Everything in an existing card for the same file that cannot be derived from the model is kept.
    Raises CardError if the file is not a model, or not one that a page can show: one input of pictures, one output.
    """
    folder = file.resolve().parent
    if file.name != "model.keras":
        raise CardError(
            N_(
                "A model file must be named model.keras, in a folder of its own; this one is {path}. Move or rename it."
            ),
            path=str(file),
        )
    if not re.fullmatch(ID, folder.name):
        raise CardError(
            N_(
                "The folder's name becomes the model's id, so it may contain only lowercase letters, digits and "
                "underscores; it is {name}. Rename it."
            ),
            name=repr(folder.name),
        )
    model = open_file(file)
    _check_shapes(model)
    units = model.outputs[0].shape[-1]
    _name_classes(folder / "classes.csv", max(2, units))
    name = title or folder.name
    before = _existing_card(folder)
    same = before if before and before.sha256 == sha256(file) else None
    return write_card(
        folder,
        model,
        title=same.title if same and not title else ClassName(en=name, ko=name),
        task="classification" if len(model.outputs[0].shape) == 2 else "segmentation",
        source=same.source if same else replace(OWN, name=name),
        measured=same.measured if same else [],
        training=same.training if same else None,
    )


def open_file(file: Path) -> keras.Model:
    """Load the model in a file, without an optimizer; raises CardError if Keras cannot open it."""
    try:
        return keras.saving.load_model(file, compile=False)
    except Exception as error:  # Keras raises exceptions of any type for a file that is not a model
        if is_out_of_memory(error):
            raise
        raise CardError(
            N_(
                "{path} is not a model that Keras 3 can open: {reason}. Save it again with Keras 3, then write its "
                "card: python -m cnnlab.nets.catalog describe {path}"
            ),
            path=str(file),
            reason=str(error)[:300],
        ) from error


def _check_shapes(model: keras.Model) -> None:
    """Raise CardError unless the model takes one picture of fixed size, channels last, and returns one output."""
    tensors = [*getattr(model, "inputs", ()), *getattr(model, "outputs", ())]  # an unbuilt Sequential has neither
    shapes = [tuple(tensor.shape) for tensor in tensors]
    if len(shapes) != 2 or len(shapes[0]) != 4 or None in shapes[0][1:] or len(shapes[1]) not in (2, 4):
        raise CardError(
            N_(
                "A model must be built and have one input (batch, height, width, channels) of fixed size and one "
                "output; the shapes of this one's inputs and outputs are {shapes}. Build or change it."
            ),
            shapes=str(shapes),
        )
    if takes_channels_first(model):
        raise CardError(
            N_(
                "The model takes pictures as (batch, channels, height, width), but the pages show them as (batch, "
                'height, width, channels). Build it with data_format="channels_last".'
            )
        )


def _existing_card(folder: Path) -> ModelCard | None:
    try:
        return read_card(folder / "card.json")
    except CardError:
        return None


def _name_classes(path: Path, count: int) -> None:
    """Write a table of class names if there is none; raise CardError if an existing one has another length."""
    if not path.exists():
        rows = "".join(f"class {index},클래스 {index}\n" for index in range(count))
        path.write_text("en,ko\n" + rows, encoding="utf-8")
    read_classes(path, count)


def stages(model: keras.Model) -> list[Stage]:
    """Return every convolution layer, in the order they run, with the normalization and activation that follow it.

    The layers have the names under which cnnlab.nets.grad_cam knows them.
    """
    graph = Graph(model)
    sizes = spatial_layers(model)
    found = []
    for name in sizes:
        at = graph.labels[name][0]
        if not isinstance(graph.steps[at].operation, CONVOLUTIONS):
            continue
        last = at
        while (after := _only_follower(graph, last)) is not None:
            last = after
        label = next(label for label, indices in graph.labels.items() if last in indices)
        height, width = sizes[label]
        channels = graph.steps[last].node.outputs[0].shape[-1]
        found.append(Stage(convolution=name, output=label, height=height, width=width, channels=channels))
    return found


def _only_follower(graph: Graph, at: int) -> int | None:
    following = graph.consumers(at)
    only = len(following) == 1 and isinstance(graph.steps[following[0]].operation, FOLLOWERS)
    return following[0] if only else None

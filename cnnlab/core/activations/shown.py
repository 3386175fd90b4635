"""The convolution and pooling layers of a network, in the order in which they run, from its card and its config."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cnnlab.core.cards import ModelCard, Stage
from cnnlab.core.network import NetworkError, Row, read_keras_file

POOLING = ("MaxPooling2D", "AveragePooling2D")


@dataclass(frozen=True)
class ShownLayer:
    """A layer with feature maps of `shape` (rows, columns, channels).

    `output` is the layer whose output is its result, its activation if that is a layer of its own. `inside` is the path
    of the nested models around it, empty where there is none; `kind` is Keras's name of the layer's class.
    """

    name: str
    output: str
    kind: str
    shape: tuple[int, int, int]
    inside: str = ""

    @property
    def path(self) -> str:
        """The output layer's name after those of the models around it."""
        name = self.output.rpartition("/")[2]
        return f"{self.inside}/{name}" if self.inside else name


def shown_layers(card: ModelCard) -> tuple[ShownLayer, ...]:
    """Return the convolutions of a card, and the poolings that its model's config has besides, where that can be read.

    >>> from cnnlab.core.cards import card
    >>> [layer.name for layer in shown_layers(card("cats_dogs_augmented"))][:4]
    ['conv1', 'pool1', 'conv2', 'pool2']
    """
    file, size = card.model_file, card.input
    changed = file.stat().st_mtime_ns if file.exists() else 0
    return _shown(file, changed, tuple(card.stages), (size.height, size.width, size.channels))


@lru_cache(maxsize=32)
def _shown(file: Path, _changed: int, stages: tuple[Stage, ...], shape: tuple[int, int, int]) -> tuple[ShownLayer, ...]:
    try:
        rows = read_keras_file(file).table(shape, expand_nested=True)
    except NetworkError:
        rows = []
    return in_order(stages, rows)


def in_order(stages: Sequence[Stage], rows: Sequence[Row]) -> tuple[ShownLayer, ...]:
    """The stages and the pooling rows, in the order of the rows; a stage that no row has comes first."""
    names = [row.name for row in rows]
    found: list[tuple[int, ShownLayer]] = []
    for stage in stages:
        at = _place(stage.convolution, names)
        kind = rows[at].class_name if at >= 0 else "Conv2D"
        inside = names[_place(stage.output, names)].rpartition("/")[0] if at >= 0 else ""
        shape = (stage.height, stage.width, stage.channels)
        found.append((at, ShownLayer(stage.convolution, stage.output, kind, shape, inside)))
    for at, row in enumerate(rows):
        if row.class_name in POOLING and row.output_shape is not None and None not in row.output_shape:
            inside, _, own = row.name.rpartition("/")
            label = own if sum(name.rpartition("/")[2] == own for name in names) == 1 else row.name
            height, width, channels = row.output_shape
            found.append((at, ShownLayer(label, label, row.class_name, (height, width, channels), inside)))
    return tuple(layer for _, layer in sorted(found, key=lambda entry: entry[0]))


def _place(name: str, names: Sequence[str]) -> int:
    """The row of a layer by its path or its own name; -1 where there is none."""
    if name in names:
        return names.index(name)
    return next((at for at, path in enumerate(names) if path.rpartition("/")[2] == name), -1)


def middle_layer(layers: Sequence[ShownLayer], input_size: int) -> ShownLayer:
    """Return the convolution whose map is closest to half of the input's side: the first widest of these.

    There, one recognizes the picture in many channels, and sees that each looks for something else.

    >>> sides = [(178, 32), (87, 64), (41, 128), (7, 256)]
    >>> layers = [ShownLayer(f"conv{side}", "", "Conv2D", (side, side, channels)) for side, channels in sides]
    >>> middle_layer(layers, 180).name
    'conv87'
    """
    convolutions = [layer for layer in layers if layer.kind not in POOLING] or list(layers)
    nearest = min(abs(layer.shape[0] - input_size / 2) for layer in convolutions)
    fitting = [layer for layer in convolutions if abs(layer.shape[0] - input_size / 2) == nearest]
    return max(fitting, key=lambda layer: layer.shape[2])

"""The bases whose layers can be frozen: their layers in Keras's order, read from configs without Keras."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.file_cache import cached_by_file
from cnnlab.core.network import Network, Row, read, read_keras_file, total

CONFIGS = Path(__file__).with_name("configs")
BUNDLED = "efficientnet_lite0"
LAST = "head_relu"  # the last layer of the bundled network that belongs to its base
TITLES = {"vgg16": "VGG16", BUNDLED: "EfficientNet-Lite0", "xception": "Xception"}
FIRST_TO_TUNE = {"vgg16": "block5_conv1", BUNDLED: "block6a_expand_conv", "xception": "block13_sepconv1"}
_BLOCK = re.compile(r"(block\d+[a-z]?|stem|head)_")


class FreezingError(CnnLabError):
    """A base that is not known, or a slice of its layers that cannot be read; the text says what to do."""


@dataclass(frozen=True)
class BaseLayer:
    """A layer of a base; `statistics` of its parameters are moving means and variances, which no gradient changes."""

    name: str
    class_name: str
    block: str
    parameters: int
    statistics: int

    @property
    def normalizes(self) -> bool:
        return self.class_name == "BatchNormalization"


@dataclass(frozen=True)
class Base:
    """A pretrained network without its classifier: `layers` is Keras's `base.layers`, the input layer included.

    `input_shape` and `output_shape` are (height, width, channels); `first_to_tune` is the index of the layer at which
    fine-tuning usually starts.
    """

    name: str
    title: str
    layers: tuple[BaseLayer, ...]
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    first_to_tune: int

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)

    @property
    def weighted(self) -> frozenset[int]:
        """The indices of the layers with weights; freezing another one changes nothing."""
        return frozenset(index for index, layer in enumerate(self.layers) if layer.parameters)

    @property
    def normalizations(self) -> frozenset[int]:
        """The indices of the BatchNormalization layers."""
        return frozenset(index for index, layer in enumerate(self.layers) if layer.normalizes)


def base(name: str) -> Base:
    """Return a base by its name; cached until its file changes. Raises FreezingError for another name.

    >>> vgg16 = base("vgg16")
    >>> len(vgg16.layers), vgg16.parameters, vgg16.output_shape
    (19, 14714688, (5, 5, 512))
    """
    if name not in TITLES:
        raise FreezingError(
            N_("There is no base {name}. Choose one of {known}."), name=repr(name), known=", ".join(TITLES)
        )
    return _base(PRETRAINED / BUNDLED / "model.keras" if name == BUNDLED else CONFIGS / f"{name}.json")


@cached_by_file
def _base(path: Path) -> Base:
    name = path.parent.name if path.suffix == ".keras" else path.stem
    rows = list(_rows(_network(path)))
    assert not total(rows).left_out
    layers = tuple(
        BaseLayer(row.name, row.class_name, block, row.parameters or 0, _statistics(row))
        for row, block in zip(rows, _blocks(rows), strict=True)
    )
    first = next((index for index, layer in enumerate(layers) if layer.name == FIRST_TO_TUNE[name]), None)
    if first is None:
        raise FreezingError(
            N_("{path} is not {base}: it has no layer {layer}. Get the file from the repository again."),
            path=str(path),
            base=TITLES[name],
            layer=FIRST_TO_TUNE[name],
        )
    return Base(name, TITLES[name], layers, rows[0].output_shape, rows[-1].output_shape, first)


def _network(path: Path) -> Network:
    if path.suffix == ".keras":
        return read_keras_file(path)
    return read(json.loads(path.read_text(encoding="utf-8")))


def _rows(network: Network) -> Iterator[Row]:
    """The rows of the base alone, without the classifier of the bundled network."""
    for row in network.table():
        yield row
        if row.name == LAST:
            return


def _statistics(row: Row) -> int:
    """The parameters that are not trainable although the layer is."""
    return (row.parameters or 0) - (row.trainable_parameters or 0)


def _blocks(rows: list[Row]) -> Iterator[str]:
    """The block of each row by its name; one without a block in its name is in that of the row before.

    >>> rows = [Row(name, "", (), 0, 0, 0, None) for name in ("picture", "stem_conv", "block1_conv", "add")]
    >>> list(_blocks(rows))
    ['stem', 'stem', 'block1', 'block1']
    """
    named = [found[1] if (found := _BLOCK.match(row.name)) else "" for row in rows]
    block = next(filter(None, named), "")
    for name in named:
        block = name or block
        yield block

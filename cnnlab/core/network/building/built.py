"""What a list of layers makes: a network, as far as its layers fit together, and the layer that does not."""

import json
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerError, describe
from cnnlab.core.layers.arguments import MAX_SIZE
from cnnlab.core.layers.describe import MERGING
from cnnlab.core.network.building.layers import Names, Part, parts
from cnnlab.core.network.building.plan import Plan
from cnnlab.core.network.reading import read
from cnnlab.core.network.table import Network

INPUT, INPUT_PLACE = "input_layer", -1  # as Keras calls the first input, and where a list has it
_Tensor = tuple[str, tuple[int, ...]]  # the name of a layer, and the shape of its output


@dataclass(frozen=True)
class Refused:
    """The place in the list of the first item that does not fit, and the error of the layer in it."""

    place: int
    error: LayerError


@dataclass(frozen=True)
class Built:
    """The network of the items before the first that does not fit, and of all items where each fits.

    `config` is a Keras config, which `keras.models.model_from_json` takes. `names` has the names of the layers for each
    item of the network, and `shapes` the shape of each item's output.
    """

    plan: Plan
    config: dict[str, Any]
    names: tuple[tuple[str, ...], ...]
    shapes: tuple[tuple[int, ...], ...]
    refused: Refused | None

    @cached_property
    def network(self) -> Network:
        """The config read."""
        return read(self.config)

    def row(self, place: int) -> str | None:
        """The name of the row of the item at a place of the list, or of the input; None where there is none."""
        if place == INPUT_PLACE:
            return INPUT
        return self.names[place][0] if place < len(self.names) else None

    @property
    def json(self) -> str:
        """The config as `model.to_json()` writes it."""
        return json.dumps(self.config, indent=2)


def built(plan: Plan) -> Built:
    """Put a network together.

    >>> from cnnlab.core.network.building.text import read_plan
    >>> found = built(read_plan("i28x28x1.c32-3.p2.f.c8-3"))
    >>> found.shapes, found.names[-1]
    (((26, 26, 32), (13, 13, 32), (5408,)), ('flatten',))
    >>> found.refused.place, str(found.refused.error)[:52]
    (3, 'Conv2D cannot use the input shape (5408,): it needs ')
    """
    batch_shape = [None, *plan.input_shape]
    first = {"class_name": "InputLayer", "config": {"batch_shape": batch_shape, "dtype": "float32", "name": INPUT}}
    layers = [{"module": "keras.layers", **first, "name": INPUT, "inbound_nodes": []}]
    names, naming, tensor, refused = [], Names(), (INPUT, plan.input_shape), None
    shapes = []
    for place, item in enumerate(plan.items):
        try:
            added, tensor = _item(parts(item), tensor, naming)
        except LayerError as error:
            refused = Refused(place, error)
            break
        layers += added
        names.append(tuple(layer["name"] for layer in added))
        shapes.append(tensor[1])
    ends = {"input_layers": [INPUT, 0, 0], "output_layers": [tensor[0], 0, 0]}
    inner = {"name": "network", "trainable": True, "layers": layers, **ends}
    config = {"module": "keras.src.models.functional", "class_name": "Functional", "config": inner}
    return Built(plan, config, tuple(names), tuple(shapes), refused)


def _item(item: list[Part], taken: _Tensor, naming: Names) -> tuple[list[dict[str, Any]], _Tensor]:
    """The layers of an item in a config, and its output; raises LayerError."""
    tensors, layers = [taken], []
    for part in item:
        inputs = [tensors[index] for index in part.takes]
        shapes = [shape for _, shape in inputs]
        facts = describe(
            {"class_name": part.class_name, "config": part.config},
            shapes if part.class_name in MERGING else shapes[0],
        )
        _check_size(part.class_name, facts.output_shape)
        layers.append(_layer(part, naming.next(part.class_name), inputs))
        tensors.append((layers[-1]["name"], facts.output_shape))
    return layers, tensors[-1]


def _layer(part: Part, name: str, inputs: list[_Tensor]) -> dict[str, Any]:
    taken = [
        {
            "class_name": "__keras_tensor__",
            "config": {"shape": [None, *shape], "dtype": "float32", "keras_history": [layer, 0, 0]},
        }
        for layer, shape in inputs
    ]
    return {
        "module": "keras.layers",
        "class_name": part.class_name,
        "config": {"name": name, **part.config},
        "name": name,
        "inbound_nodes": [{"args": [taken] if part.class_name in MERGING else taken, "kwargs": {}}],
    }


def _check_size(class_name: str, shape: tuple[int, ...]) -> None:
    if prod(shape) > MAX_SIZE:
        raise LayerError(
            N_("The output of {layer} would have {count:,} values, more than {limit:,}. Use smaller sizes."),
            layer=class_name,
            count=prod(shape),
            limit=MAX_SIZE,
        )

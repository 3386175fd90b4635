"""The calls of a layer in a Keras config, and the shapes that the file gives for the tensors among their arguments."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import is_integer, short_repr
from cnnlab.core.network.graph import Call, Constant, NetworkError, Shape, Tensor

ARRAYS = ("__numpy__", "__tensor__")  # how Keras marks an array among the arguments of a call


class Calls:
    """Reads calls; `saved` collects the shapes of tensors, with the batch axis."""

    def __init__(self) -> None:
        self.saved: dict[Tensor, Shape] = {}

    def read(self, node: dict[str, Any]) -> Call:
        """The call that one of a layer's `inbound_nodes` describes."""
        return Call(tuple(self._value(node["args"])), self._value(dict(node["kwargs"])))

    def _value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [self._value(item) for item in value]
        if not isinstance(value, dict):
            return value
        if value.get("class_name") in ARRAYS:
            return Constant(np.shape(value["config"]["value"]))
        if value.get("class_name") == "__keras_tensor__":
            return self._tensor(value["config"])
        return {key: self._value(item) for key, item in value.items()}

    def _tensor(self, config: dict[str, Any]) -> Tensor:
        tensor = tensor_of(config["keras_history"])
        shape = saved_shape(config.get("shape"))
        if shape is not None and self.saved.setdefault(tensor, shape) != shape:
            raise NetworkError(
                N_(
                    "The file gives the output of the layer {name} two shapes, {one} and {other}. Save the model again."
                ),
                name=tensor.layer[:60],
                one=self.saved[tensor],
                other=shape,
            )
        return tensor


def saved_shape(value: Any) -> Shape | None:
    """A shape in a config, with the batch axis; None if there is none."""
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not all(size is None or is_integer(size, 0) for size in value):
        raise ValueError(f"{short_repr(value)} is not a shape")
    return tuple(value)


def tensor_of(history: Any) -> Tensor:
    """The tensor with a `keras_history`, [layer, call, output]."""
    layer, call, output = history
    if not (isinstance(layer, str) and is_integer(call, 0) and is_integer(output, 0)):
        raise ValueError(f"{short_repr(history)} is not the history of a tensor")
    return Tensor(layer, call, output)


def tensors_in(value: Any) -> Iterator[Tensor]:
    """The tensors in the nested lists and dicts of histories that a network's inputs and outputs are written as."""
    if isinstance(value, list | tuple) and len(value) == 3 and isinstance(value[0], str):
        yield tensor_of(value)
    else:
        for item in [value[key] for key in sorted(value)] if isinstance(value, dict) else value:
            yield from tensors_in(item)

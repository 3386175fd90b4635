"""The memory that a network takes while it is trained; the bytes of each part are defined here and only here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from cnnlab.core.errors import N_
from cnnlab.core.network.described import Signal
from cnnlab.core.network.graph import Graph, NetworkError, Place, Shape, Tensor
from cnnlab.core.network.rows import Row, total
from cnnlab.core.network.table import Network, Signals

Optimizer = Literal["SGD", "SGD with momentum", "RMSprop", "Adam"]
SLOTS: dict[Optimizer, int] = {"SGD": 0, "SGD with momentum": 1, "RMSprop": 1, "Adam": 2}  # for each trainable weight
FLOAT32, FLOAT16 = 4, 2  # bytes
STEP = 8 + 4  # bytes of the optimizer's iteration (int64) and learning rate (float32)
LOSS_SCALE = 2 * (8 + 4)  # more in mixed precision: the counter and the scale, and a wrapper's iteration and rate
ARRANGING = ("Flatten", "Reshape")  # their output is their input in another shape, and takes no memory of its own


@dataclass(frozen=True)
class TrainingMemory:
    """Bytes, and the names of layers that they leave out because a shape or a number of weights is unknown.

    `activations` are the outputs of all layers for the whole batch, kept for the backward pass, the batch itself among
    them. A backend may keep less, when it computes some of them again, and needs room to work in besides. `gradients`
    has one float32 number for each trainable weight, `slots` what the optimizer keeps.
    """

    activations: int
    weights: int
    gradients: int
    slots: int
    left_out: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """All four together."""
        return self.activations + self.weights + self.gradients + self.slots


def training_memory(
    network: Network,
    batch: int = 32,
    optimizer: Optimizer = "Adam",
    mixed: bool = False,
    input_shape: Sequence[int] | None = None,
) -> TrainingMemory:
    """The memory to train a network with batches of this size.

    With `mixed`, outputs are float16, while weights, gradients and slots stay float32 (Keras's policy mixed_float16).
    Raises NetworkError.

    >>> from cnnlab.core.network import read
    >>> layers = [{"class_name": "Dense", "config": {"name": "dense", "units": 4}}]
    >>> training_memory(read({"name": "small", "layers": layers}), batch=2, input_shape=(8,))
    TrainingMemory(activations=96, weights=144, gradients=144, slots=300, left_out=())
    """
    return memory_of(network, network.run(input_shape), batch, optimizer, mixed)


def memory_of(
    network: Network,
    run: tuple[Sequence[Row], Signals],
    batch: int,
    optimizer: Optimizer,
    mixed: bool,
) -> TrainingMemory:
    """The memory of `training_memory`, from what `network.run` has found. Raises NetworkError."""
    if batch < 1:
        raise NetworkError(N_("A batch has at least one picture, not {count}. Use 1 or more."), count=batch)
    if optimizer not in SLOTS:
        raise NetworkError(
            N_("The memory of the optimizer {name} is not known here. Use one of {names}."),
            name=str(optimizer)[:60],
            names=", ".join(SLOTS),
        )
    rows, signals = run
    parameters, trainable = total(rows), total(rows, "trainable_parameters")
    values, unknown = 0, list(dict.fromkeys((*parameters.left_out, *trainable.left_out)))
    for name, class_name, shape in _outputs(network, signals):
        found = output_bytes(class_name, [shape])
        values += (found or 0) // FLOAT32
        if found is None:
            unknown.append(name)
    scalars = STEP + (LOSS_SCALE if mixed else 0)
    return TrainingMemory(
        activations=batch * values * (FLOAT16 if mixed else FLOAT32),
        weights=parameters.known * FLOAT32,
        gradients=trainable.known * FLOAT32,
        slots=SLOTS[optimizer] * trainable.known * FLOAT32 + scalars,
        left_out=tuple(dict.fromkeys(unknown)),
    )


def output_bytes(class_name: str, shapes: Iterable[Shape | None]) -> int | None:
    """The bytes of what a layer puts out for one picture, in float32; None if a size is unknown.

    `shapes` have no batch axis.

    >>> output_bytes("Conv2D", [(26, 26, 32)]), output_bytes("Flatten", [(21632,)])
    (86528, 0)
    """
    listed = list(shapes)
    if any(shape is None or None in shape for shape in listed):
        return None
    values = sum(prod(size for size in shape if size is not None) for shape in listed if shape is not None)
    return 0 if class_name in ARRANGING else FLOAT32 * values


def _outputs(
    graph: Graph, signals: Mapping[Place, Mapping[Tensor, Signal]], place: Place = ()
) -> Iterator[tuple[str, str, Shape | None]]:
    """Name and class of a layer and the shape without the batch axis, for each output of each call; and for inputs."""
    own = signals.get(place, {})
    layers = {layer.name: layer for layer in graph.layers}
    for tensor, signal in own.items():
        layer = layers.get(tensor.layer)
        inside = layer is not None and layer.nested is not None  # its outputs are those of a layer in it
        if not inside and not (place and tensor in graph.inputs):
            yield tensor.layer, layer.class_name if layer else "InputLayer", signal.shape and signal.shape[1:]
    for at in graph.order:
        nested = layers[at.layer].nested
        if nested:
            yield from _outputs(nested, signals, (*place, at))

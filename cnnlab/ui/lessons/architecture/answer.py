"""What the Architecture page answers: the table of the network, its totals, and the memory to train it."""

from dataclasses import dataclass

from cnnlab.core.network import Network
from cnnlab.core.network.memory import TrainingMemory, memory_of
from cnnlab.core.network.rows import Row, Total, expanded, total
from cnnlab.core.network.typed_size import is_open, typed_shape
from cnnlab.ui.lessons.architecture.settings import Settings


@dataclass(frozen=True)
class Answer:
    """A network for one input shape, without the batch axis; None for the shapes in its config.

    `rows` are those of its layers, nested networks replaced by theirs.
    """

    network: Network
    input_shape: tuple[int, ...] | None
    rows: tuple[Row, ...]
    parameters: Total
    trainable: Total
    multiply_adds: Total
    memory: TrainingMemory
    own_parameters: int  # for the input of the config, or the same as now where that is open

    @property
    def nested(self) -> bool:
        """Whether the network has networks in it, which Keras does not build for another size from their configs."""
        return any(layer.nested for layer in self.network.layers)


def find(settings: Settings) -> Answer:
    """Raises NetworkError where the layers do not fit the size, and names the first of them."""
    network = settings.given.network
    shape = typed_shape(network, settings.size)
    run = network.run(shape)
    rows = tuple(expanded(run[0]))
    memory = memory_of(network, run, settings.batch, settings.optimizer, settings.mixed)
    return Answer(
        network,
        shape,
        rows,
        parameters=total(rows),
        trainable=total(rows, "trainable_parameters"),
        multiply_adds=total(rows, "multiply_adds"),
        memory=memory,
        own_parameters=total(network.table() if shape and not is_open(network) else rows).known,
    )

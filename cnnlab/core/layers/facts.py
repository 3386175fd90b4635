"""What is said of a layer, and the error for one that Keras would refuse."""

from dataclasses import dataclass

from cnnlab.core.errors import CnnLabError
from cnnlab.core.layers.windows import Window

Shape = tuple[int, ...]


class LayerError(CnnLabError):
    """Keras would refuse the layer, or the lab does not know it; the text says why and what to do."""


@dataclass(frozen=True)
class LayerFacts:
    """What one layer makes of an input shape (no batch axis).

    `multiply_adds` counts one for each weight used for each output value, padding cells included; biases, pooling,
    normalization and activations count nothing. `padding` has one (before, after) for each spatial axis; None where
    there is none to speak of. `windows` has one for each spatial axis; it is empty where every value depends on its own
    place only, None where no window moves along (dense, global pooling, whatever rearranges or enlarges).
    `scatters`, of a transposed convolution alone, are the windows of the convolution that it reverses: those that
    lead from its output back to its input.
    """

    output_shape: Shape
    parameters: int = 0
    trainable_parameters: int = 0
    multiply_adds: int = 0
    padding: tuple[tuple[int, int], ...] | None = None
    windows: tuple[Window, ...] | None = ()
    scatters: tuple[Window, ...] | None = None

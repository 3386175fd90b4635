"""The facts about a layer, and the error for one that Keras would refuse."""

from dataclasses import dataclass

from cnnlab.core.errors import CnnLabError
from cnnlab.core.layers.windows import Window

Shape = tuple[int, ...]


class LayerError(CnnLabError):
    """A layer that Keras would refuse, or whose class is not supported; the text says why and what to do."""


class UnsupportedError(LayerError):
    """A layer that Keras may well accept, but whose output or weights cannot be worked out here."""


@dataclass(frozen=True)
class LayerFacts:
    """What one layer makes of an input shape (without the batch axis).

    `multiply_adds` counts one for each weight used for each output value, padding cells included; biases, pooling,
    normalization and activations are not counted. `padding` has one (before, after) for each spatial axis; None for
    layers without padding, such as Dense. `windows` has one window for each spatial axis; it is empty if every value
    depends on its own position only, and None if no window slides over the input (dense layers, global pooling, layers
    that rearrange or enlarge). `scatters` is set for transposed convolutions only: the windows of the convolution that
    the layer reverses, which leads from the layer's output back to its input.
    """

    output_shape: Shape
    parameters: int = 0
    trainable_parameters: int = 0
    multiply_adds: int = 0
    padding: tuple[tuple[int, int], ...] | None = None
    windows: tuple[Window, ...] | None = ()
    scatters: tuple[Window, ...] | None = None

    @property
    def receptive_field_size(self) -> Shape:
        """The extent of the layer's input on which one output cell depends, for each spatial axis.

        K_eff for a window; what it gathers for a transposed convolution. Empty where no window slides over the input.

        >>> LayerFacts((4, 4, 1), windows=(Window(8, 3, dilation_rate=2),) * 2).receptive_field_size
        (5, 5)
        """
        if self.scatters:
            return tuple(window.gathered_size for window in self.scatters)
        return tuple(window.effective_size for window in self.windows or ())

"""What one layer does to a shape: output size, padding, parameters and multiply-adds."""

from cnnlab.core.layers.describe import describe
from cnnlab.core.layers.facts import LayerError, LayerFacts
from cnnlab.core.layers.windows import Window, causal_padding, effective_size, same_padding

__all__ = ["LayerError", "LayerFacts", "Window", "causal_padding", "describe", "effective_size", "same_padding"]

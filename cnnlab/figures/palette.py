"""The colour scales, for maps over pictures and for signed values, and a colour for each kind of layer."""

from functools import cache

import numpy as np
from plotly.colors import sample_colorscale

EVEN, CALM, JET = "viridis", "cividis", "jet"
DIVERGING = [[0.0, "#2166ac"], [0.5, "#ffffff"], [1.0, "#b2182b"]]

# Okabe and Ito's colours, which colour-blind people can distinguish, by the class of the layer
GREY = "#8a93a0"  # layers that merge or reshape
KINDS = {
    "Conv2D": "#0072b2",
    "DepthwiseConv2D": "#56b4e9",
    "SeparableConv2D": "#56b4e9",
    "Conv2DTranspose": "#009e73",
    "MaxPooling2D": "#e69f00",
    "AveragePooling2D": "#e69f00",
    "GlobalMaxPooling2D": "#e69f00",
    "GlobalAveragePooling2D": "#e69f00",
    "Dense": "#d55e00",
    "BatchNormalization": "#cc79a7",
}
RUNS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", GREY)  # of training runs, in their order


@cache
def table(scale: str) -> np.ndarray:
    """Return 256 colours of a named Plotly scale, or of the "diverging" one; uint8 (256, 3)."""
    named = DIVERGING if scale == "diverging" else scale
    colours = sample_colorscale(named, list(np.linspace(0, 1, 256)), colortype="tuple")
    return (np.array(colours) * 255).round().astype(np.uint8)

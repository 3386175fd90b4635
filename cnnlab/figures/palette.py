"""The colour scales, for maps over pictures and for signed values, and a colour for each kind of layer."""

from functools import cache

import numpy as np
from plotly.colors import hex_to_rgb, sample_colorscale

EVEN, CALM, JET = "viridis", "cividis", "jet"
DIVERGING = [[0.0, "#2166ac"], [0.5, "#ffffff"], [1.0, "#b2182b"]]
DIVERGING_ON_DARK = [[0.0, "#67a9e0"], [0.5, "#1b222c"], [1.0, "#f07d6c"]]  # zero is near the page's background

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
def signed() -> dict[str, list[list[int]]]:
    """The colours of -1, 0 and 1 on a "light" and on a "dark" page, each as red, green, blue."""
    scales = {"light": DIVERGING, "dark": DIVERGING_ON_DARK}
    return {theme: [list(hex_to_rgb(colour)) for _at, colour in scale] for theme, scale in scales.items()}


@cache
def table(scale: str) -> np.ndarray:
    """Return 256 colours of a named Plotly scale, of the "diverging" or the "diverging_on_dark" one; uint8 (256, 3)."""
    own = {"diverging": DIVERGING, "diverging_on_dark": DIVERGING_ON_DARK}
    colours = sample_colorscale(own.get(scale, scale), list(np.linspace(0, 1, 256)), colortype="tuple")
    return (np.array(colours) * 255).round().astype(np.uint8)

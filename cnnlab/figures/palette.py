"""The colour scales: one for maps over pictures, one for values with a sign."""

from functools import cache

import numpy as np
from plotly.colors import sample_colorscale

EVEN, CALM, JET = "viridis", "cividis", "jet"
DIVERGING = [[0.0, "#2166ac"], [0.5, "#ffffff"], [1.0, "#b2182b"]]


@cache
def table(scale: str) -> np.ndarray:
    """256 colours of a named scale, or of the diverging one; uint8 (256, 3)."""
    named = DIVERGING if scale == "diverging" else scale
    colours = sample_colorscale(named, list(np.linspace(0, 1, 256)), colortype="tuple")
    return (np.array(colours) * 255).round().astype(np.uint8)

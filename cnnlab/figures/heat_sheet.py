"""A Grad-CAM map as one picture to download, in the view that is chosen on the page."""

import numpy as np

from cnnlab.figures import heat as heat_figures
from cnnlab.figures import palette
from cnnlab.figures.download_sheet import SIDE, download_sheet, numbered


def heat_sheet(
    picture: np.ndarray, heat: np.ndarray, view: str, scale: str, opacity: float, title: str, note: str
) -> np.ndarray:
    """Lay the map (rows, columns) in [0, 1] over its picture (side, side, 3), or place both side by side; uint8.

    `view` is "over" or "beside", `scale` a name of `palette.table`. `title` and `note` are the first and the last line
    of text below.
    """
    over = heat_figures.blend(picture, heat, scale, opacity)
    panels = [over] if view == "over" else [picture, over]
    lines = [title, "where the network finds evidence for it: 0 = none, 1 = the most", note]
    return download_sheet(panels, lines, heat_figures.faded(scale, opacity), ("0", "0.5", "1"))


def signed_sheet(signed: np.ndarray, title: str, note: str) -> np.ndarray:
    """Draw the map before its ReLU (rows, columns) as cells with their values; uint8 (height, width, 3)."""
    exponent = heat_figures.exponent(signed)
    scaled = signed * 10.0**exponent
    reach = float(np.abs(scaled).max())
    panel = numbered(scaled, heat_figures.enlarged(scaled, SIDE))
    unit = f", in units of 10^-{exponent}" if exponent else ""
    lines = [title, f"red: evidence for it, blue: evidence against it{unit}", note]
    return download_sheet([panel], lines, palette.table("diverging"), (f"{-reach:.2f}", "0", f"{reach:.2f}"))

"""The places where a channel is largest: a component that follows the channel that is chosen in the figure."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.filters.kernels import as_colours
from cnnlab.core.pictures import samples
from cnnlab.core.requests import Exciting
from cnnlab.core.segmentation.seen import Seen
from cnnlab.figures.encode import PictureStrip
from cnnlab.ui.lessons.activations.settings import CONTROLS
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.component import component, packed

HERE = Path(__file__).parent
_component = component("patches", HERE / "patches_view.js", HERE / "patches_view.css")


def patches_view(
    layer: str, found: Exciting, photographs: PictureStrip, kernels: NDArray[np.float32] | None, seen: Seen | None
) -> None:
    """Show the places in `photographs` where each channel of `layer` is largest, and the field of the cell there.

    `kernels` (rows, columns, 3, filters) are shown beside them where the layer takes the picture itself.
    """

    def encoded() -> bytes:
        count, most = found.pictures.shape
        header: dict[str, Any] = {
            "layer": layer,
            "count": count,
            "most": most,
            "side": photographs.height,
            "sizes": [len(photographs.file), found.pictures.nbytes, found.cells.nbytes],
            "values": [[float(f"{value:.3g}") for value in row] for row in found.values],
            "kernels": None if kernels is None else as_colours(kernels).tolist(),
            "seen": seen and asdict(seen),
            "titles": [_(photograph.title) for photograph in samples()],
            "words": {
                "channel": _("Channel {channel} of {count}"),
                "previous": _("Previous channel"),
                "next": _("Next channel"),
                "nothing": _("Nothing in these photographs excites this channel: it is 0 or less everywhere."),
                "kernel": _("Its kernel"),
                "place": _("row {row}, column {column}"),
            },
        }
        return packed(header, photographs.file, found.pictures.tobytes(), found.cells.tobytes())

    given = (layer, Itself(found), Itself(photographs), Itself(kernels), Itself(seen), current())
    _component(held(CONTROLS.key("patches_made"), given, encoded), CONTROLS.key("patches"))

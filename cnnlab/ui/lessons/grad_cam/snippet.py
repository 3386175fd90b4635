"""The Keras code that computes what the Grad-CAM page shows."""

import re
from importlib.resources import files
from typing import Any

from cnnlab.core.cards import ModelCard

TEXT = files("cnnlab.text").joinpath("grad_cam_snippet.txt").read_text(encoding="utf-8")
_PARTS = re.split(r"^#: (\w+)\n", TEXT, flags=re.MULTILINE)
PARTS = dict(zip(_PARTS[1::2], _PARTS[2::2], strict=True))


def written(
    card: ModelCard, layer: str, way: dict[str, Any], activation: str, class_index: int, class_name: str
) -> str:
    """The code for one model, layer and class; `way` is cnnlab.nets.plain's, `activation` the network's last."""
    kind, one_unit = way["kind"], way["units"] == 1
    whole = PARTS["lab"] if kind == "lab" else PARTS["head"] + PARTS[kind] + PARTS["tail"]
    return whole.format(
        model=card.id,
        size=card.input.height,
        layer=layer,
        base=way["base"],
        chain=way["chain"],
        activation=activation.capitalize(),
        sign="-" if one_unit and class_index == 0 else "",
        unit=0 if one_unit else class_index,
        class_index=class_index,
        class_name=class_name,
    )

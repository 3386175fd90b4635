"""Keras code that computes a Grad-CAM map, as text to copy; tests run it and compare the map."""

import re
from importlib.resources import files

from cnnlab.core.cards import ModelCard
from cnnlab.core.requests import LayerPath

TEXT = files("cnnlab.text").joinpath("grad_cam_snippet.txt").read_text(encoding="utf-8")
_PIECES = re.split(r"^#: (\w+)\n", TEXT, flags=re.MULTILINE)
PARTS = dict(zip(_PIECES[1::2], _PIECES[2::2], strict=True))


def grad_cam_code(card: ModelCard, path: LayerPath, activation: str, class_index: int, class_name: str) -> str:
    """Return code that reads a model and a picture and prints the shape of the map of one class at one layer.

    `path` is how Keras reaches the layer, `activation` the network's last one. The code needs the cnnlab package only
    where plain Keras would take more than a few lines.
    """
    kind, one_unit = path["kind"], path["units"] == 1
    template = PARTS["cnnlab"] if kind == "cnnlab" else PARTS["head"] + PARTS[kind] + PARTS["tail"]
    return template.format(
        model=card.id,
        size=card.input.height,
        layer=path["name"],
        base=path["base"],
        chain=path["chain"],
        activation=activation.capitalize(),
        sign="-" if one_unit and class_index == 0 else "",
        unit=0 if one_unit else class_index,
        class_index=class_index,
        class_name=class_name,
    )

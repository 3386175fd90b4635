"""Keras code that computes a Grad-CAM map, as text to copy; tests run it and compare the map."""

import re
from importlib.resources import files

from cnnlab.core.cards import ModelCard
from cnnlab.core.heat_maps import DEFAULT, FUSING
from cnnlab.core.requests import LayerPath

TEXT = files("cnnlab.text").joinpath("grad_cam_snippet.txt").read_text(encoding="utf-8")
_PIECES = re.split(r"^#: (\w+)\n", TEXT, flags=re.MULTILINE)
# The methods in plain Keras, with the part of the text that makes the map of gradients and feature maps.
PLAIN = {
    "grad-cam": "tail",
    "grad-cam++": "tail_plus_plus",
    "hirescam": "tail_hirescam",
    "layercam": "tail_layercam",
    "eigen-cam": "tail_eigen",
}
PARTS = dict(zip(_PIECES[1::2], _PIECES[2::2], strict=True))


def grad_cam_code(
    card: ModelCard, path: LayerPath, activation: str, class_index: int, class_name: str, method: str = DEFAULT
) -> str:
    """Return code that reads a model and a picture and prints the shape of the map of one class at one layer.

    `path` is how Keras reaches the layer, `activation` the network's last one, `method` one of core/heat_maps.py. The
    code needs the cnnlab package only where plain Keras would take more than a few lines.
    """
    kind, one_unit = path["kind"], path["units"] == 1
    if kind != "cnnlab" and method in PLAIN:
        template = PARTS["head"] + PARTS[kind] + PARTS[PLAIN[method]] + PARTS["end"]
    else:
        template = PARTS["cnnlab"] if method == DEFAULT and FUSING not in path["name"] else PARTS["explainer"]
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
        method=method,
        at=f', "{path["name"]}"' if path["name"] else "",
        class_name=class_name,
    )

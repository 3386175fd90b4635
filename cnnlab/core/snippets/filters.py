"""Keras code that climbs towards a filter or a class, as text to copy; tests run it and compare the score."""

import re
from dataclasses import asdict
from importlib.resources import files

from cnnlab.core.cards import ModelCard
from cnnlab.core.filters import AscentSettings

TEXT = files("cnnlab.text").joinpath("filters_snippet.txt").read_text(encoding="utf-8")
_PIECES = re.split(r"^#: (\w+)\n", TEXT, flags=re.MULTILINE)
PARTS = dict(zip(_PIECES[1::2], _PIECES[2::2], strict=True))


def ascent_code(card: ModelCard, layer: str | None, index: int, settings: AscentSettings) -> str:
    """Return code that reads the model, climbs and prints the score after the last step; it writes the picture too.

    `layer` None is the logit of a class. Blur, total variation and octaves are left out, as is what is done where ReLUs
    block every gradient.
    """
    one_unit = len(card.classes()) == 2
    parts = [
        "head",
        "class" if layer is None else "layer",
        settings.parametrization,
        "moving" if settings.moves else "still",
        "tail",
        f"shown_{settings.parametrization}",
    ]
    return "".join(PARTS[part] for part in parts).format(
        **asdict(settings),
        model=card.id,
        layer=layer,
        index=0 if one_unit and layer is None else index,
        sign="-" if one_unit and index == 0 else "",
        activation="sigmoid" if one_unit else "softmax",
    )

"""Keras code that climbs towards a filter or a class, as text to copy; tests run it and compare the score."""

import re
from dataclasses import asdict
from importlib.resources import files

from cnnlab.core.cards import ModelCard
from cnnlab.core.filters import AscentSettings
from cnnlab.core.filters.ascent import SHRINK

TEXT = files("cnnlab.text").joinpath("filters_snippet.txt").read_text(encoding="utf-8")
_PIECES = re.split(r"^#: (\w+)\n", TEXT, flags=re.MULTILINE)
PARTS = dict(zip(_PIECES[1::2], _PIECES[2::2], strict=True))


def ascent_code(card: ModelCard, layer: str | None, index: int, settings: AscentSettings) -> str:
    """Return code that reads the model, climbs and prints the score after the last step; it writes the picture too.

    `layer` None is the logit of a class. What is done where ReLUs block every gradient is left out.
    """
    one_unit = len(card.classes()) == 2
    grows = len(settings.sides()) > 1
    parts = [
        "head",
        "class" if layer is None else "layer",
        *(["octaves"] if grows else []),
        settings.parametrization,
        "moving" if settings.moves else "still",
        *_smoothing(settings),
        "climb_octaves" if grows else "climb",
        "end",
        f"shown_{settings.parametrization}",
    ]
    return "".join(PARTS[part] for part in parts).format(
        **asdict(settings),
        model=card.id,
        layer=layer,
        index=0 if one_unit and layer is None else index,
        sign="-" if one_unit and index == 0 else "",
        activation="sigmoid" if one_unit else "softmax",
        sides=", ".join(map(str, settings.sides())),
        first="sides[0]" if grows else "size",
        side="side_of(step)" if grows else "size",
        SHRINK=SHRINK,
    )


def _smoothing(settings: AscentSettings) -> list[str]:
    """The parts with the step of the ascent, and with what smooths the picture in it."""
    if not settings.smooths:
        return ["step"]
    variation, blur = bool(settings.variation), bool(settings.blur)
    before = [*(["variation"] if variation else []), *(["blur"] if blur else [])]
    step = ["smoothing_step", *(["less_variation"] if variation else []), "blurred_end" if blur else "plain_end"]
    return before + step

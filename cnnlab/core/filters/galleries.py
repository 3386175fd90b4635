"""Pictures of 64 filters of three layers of some networks, made by scripts/filter_galleries.py."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cnnlab.core.cards import ModelCard
from cnnlab.core.filters.ascent import AscentSettings

FOLDER = Path(__file__).parent / "sheets"
FILE = FOLDER / "galleries.json"
TILE = 64  # pixels of a picture's side in a sheet
COLUMNS = 8
COUNT = 64  # pictures in a sheet


@dataclass(frozen=True)
class Gallery:
    """A sheet of pictures, a WebP file, of the first filters of a layer; black where the layer has no more."""

    layer: str
    settings: AscentSettings
    path: Path
    count: int


def galleries(card: ModelCard) -> list[Gallery]:
    """The galleries of a network, from its first layers to its last; none where it is not the network they show."""
    listed = _listed().get(card.id)
    if listed is None or listed["sha256"] != card.sha256:
        return []
    channels = {stage.convolution: stage.channels for stage in card.stages}
    return [
        Gallery(
            entry["layer"],
            AscentSettings(**entry["settings"]),
            FOLDER / f"{card.id}_{entry['layer']}.webp",
            min(COUNT, channels[entry["layer"]]),
        )
        for entry in listed["layers"]
    ]


@cache
def _listed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found

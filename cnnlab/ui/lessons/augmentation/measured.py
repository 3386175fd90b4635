"""Two networks' predictions for many versions of the picture on the Augmentation page, from the engine."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cnnlab.core.augmentation.steadiness import Steadiness, changed_for_any
from cnnlab.core.pictures import square
from cnnlab.core.requests import AugmentedPredictions, PredictAugmented
from cnnlab.engine import Result
from cnnlab.figures.encode import PictureStrip, picture_strip, reduced
from cnnlab.ui.lessons.augmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import ask, named, recalled
from cnnlab.ui.shell.cache import key_of
from cnnlab.ui.shell.language import _

VERSIONS = 32
MOST_TILES, TILE = 6, 150  # TILE is in pixels
CAT, DOG = 0, 1  # the networks' two classes
ASKED = CONTROLS.key("network_asked")


@dataclass(frozen=True)
class Measured:
    """Each network's predictions, by the id of its card, and a few of the versions that changed an answer."""

    networks: dict[str, Steadiness]
    changed: list[int]  # the indices of all versions that changed an answer
    tiles: PictureStrip | None  # the first of them; None if no answer changed
    original: PictureStrip


def measure(settings: Settings, models: list[str]) -> Result[Measured] | None:
    """Ask the networks, by the ids of their cards; automatically only once, afterwards on a click.

    It takes 1–2 s and would otherwise hold up the grid on every change.
    """
    picture = named(settings.picture.digest, lambda: settings.picture.pixels)
    request = PredictAugmented(models, picture, settings.layers, settings.seed, VERSIONS)
    options: dict[str, Any] = {"own": not settings.sample, "convert": lambda value: _small(settings, value)}
    asked = key_of("changes", {"picture": picture, "layers": settings.layers, "seed": settings.seed})
    if (known := recalled(request, **options)) is not None:
        return known
    if st.session_state.setdefault(ASKED, asked) != asked:
        st.markdown(_("The pipeline, the seed or the picture has changed."))
        label = _("Ask the networks about {count} versions").format(count=VERSIONS)
        key = CONTROLS.key("measure")
        st.button(label, key=key, icon=":material/play_arrow:", on_click=_ask_for, args=(asked,))
        return None
    return ask(request, **options)


def _ask_for(key: str) -> None:
    st.session_state[ASKED] = key


def _small(settings: Settings, found: AugmentedPredictions) -> Measured:
    """What the page shows of the predictions."""
    networks = {
        card_id: Steadiness(float(found.plain[card_id][DOG]), probabilities[:, DOG])
        for card_id, probabilities in found.probabilities.items()
    }
    changed = changed_for_any(networks.values())
    tiles = [reduced(found.images[index], TILE) for index in changed[:MOST_TILES]]
    original = picture_strip([square(settings.picture.pixels, "crop", 2 * TILE).pixels])
    return Measured(networks, changed, picture_strip(tiles) if tiles else None, original)

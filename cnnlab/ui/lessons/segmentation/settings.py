"""The settings of the Segmentation page: a picture, a network, and how the mask is looked at."""

from dataclasses import dataclass
from typing import Any

from cnnlab.core.cards import PRETRAINED, CardError, ModelCard
from cnnlab.core.errors import N_
from cnnlab.core.segmentation.known import NAMES
from cnnlab.ui.lessons.segmentation import LESSON
from cnnlab.ui.shell.cache import class_names
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import current, in_language
from cnnlab.ui.widgets import networks, pictures
from cnnlab.ui.widgets.controls import Controls
from cnnlab.ui.widgets.networks import Network

DEFAULTS: dict[str, Any] = {"source": "example", "picture": "shepherd", "model": "pets_unet"}
LOOK: dict[str, Any] = {  # what the browser changes without the server, and keeps in the link
    "view": "overlay",  # or "picture", "mask", "beside"
    "show": "classes",  # or "probability", "entropy", "margin"
    "only": "",  # the class that alone is shown
    "opacity": 0.5,
    "outline": False,
    "dim": False,
    "at": "",  # the pixel that is told, "row.column"
}
CONTROLS = Controls(LESSON.prefix, DEFAULTS, depending=tuple(LOOK))


@dataclass(frozen=True)
class Settings:
    """What the controls are set to."""

    network: Network
    picture: pictures.Chosen

    @property
    def card(self) -> ModelCard:
        return self.network.card

    @property
    def names(self) -> list[str]:
        """The names of the classes in the visitor's language, without the English ones in brackets."""
        made_from = self.card.id, current()
        return held(CONTROLS.key("names"), made_from, lambda: names_of(self.card))


def names_of(card: ModelCard) -> list[str]:
    """The names of a network's classes in the visitor's language alone."""
    return [in_language(name, current()) for name in card.classes()]


def controls() -> Settings:
    """The picture and the network; how they are looked at is chosen beside the picture."""
    CONTROLS.keep_in_link()
    picture = pictures.choose(CONTROLS.prefix, first=DEFAULTS["picture"])
    missing = CardError(
        N_("There is no segmentation network in {folder}. Get the folder `pretrained` from the repository again."),
        folder=str(PRETRAINED),
    )
    return Settings(networks.choose(CONTROLS, fits, missing), picture)


def fits(card: ModelCard) -> bool:
    """Whether the page can show the model: it segments colour pictures, and its first classes are those of NAMES."""
    segments = card.task == "segmentation" and card.input.channels == 3
    return segments and tuple(class_names(card.id, "en")[0][: len(NAMES)]) == NAMES

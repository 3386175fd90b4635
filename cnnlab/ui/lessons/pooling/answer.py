"""What the Pooling page answers: the facts about the layer, and the small case that is stepped through."""

from dataclasses import dataclass

from cnnlab.core.layers import LayerFacts, describe
from cnnlab.core.stepping.stepped import Stepped, stepped
from cnnlab.ui.lessons.pooling.settings import Settings


@dataclass(frozen=True)
class Answer:
    """The facts about the layer, and the layer as it is drawn; None where it is too large to draw cell by cell."""

    facts: LayerFacts
    drawn: Stepped | None


def find(settings: Settings) -> Answer:
    """Raises LayerError for a layer that Keras refuses."""
    facts = describe(settings.layer, settings.input_shape)
    return Answer(facts, stepped(settings.layer, settings.input_shape, settings.content, edits=settings.edits))

"""What the Convolution page answers: the facts about the layer, and the small case that is stepped through."""

from dataclasses import dataclass

import numpy as np

from cnnlab.core.layers import LayerFacts, describe
from cnnlab.core.stepping.stepped import Stepped, stepped
from cnnlab.ui.lessons.convolution.settings import Settings


@dataclass(frozen=True)
class Answer:
    """The facts about the layer, and the layer as it is drawn; None where it is too large to draw cell by cell."""

    facts: LayerFacts
    drawn: Stepped | None

    @property
    def first_kernel(self) -> np.ndarray | None:
        """The first filter's kernel over the first channel, (rows, columns), with the visitor's edits."""
        return self.drawn.weights[0][:, :, 0, 0] if self.drawn else None


def find(settings: Settings) -> Answer:
    """Raises LayerError for a layer that Keras refuses."""
    facts = describe(settings.layer, settings.input_shape)
    drawn = stepped(settings.layer, settings.input_shape, settings.content, settings.kernel, settings.edits)
    return Answer(facts, drawn)

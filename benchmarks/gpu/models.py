"""Which models the benchmark runs, and which of them are in pretrained/; needs no Keras."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnlab.core.cards import PRETRAINED, ModelCard, scan
from cnnlab.core.pictures import sample, square

CLASSIFIER, UNET, SCRATCH = "efficientnet_lite0", "pets_unet", "cats_dogs_scratch"


@dataclass(frozen=True)
class Models:
    """The `classifier` that logits and heat maps are computed for, and two networks of this project."""

    classifier: str = CLASSIFIER

    @cached_property
    def _cards(self) -> dict[str, ModelCard]:
        return {card.id: card for card in scan()[0] if card.model_file.exists()}

    def has(self, name: str) -> bool:
        return name in self._cards

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys((self.classifier, UNET, SCRATCH)))

    @property
    def missing(self) -> dict[str, str]:
        """The models that are not in pretrained/, each with a sentence that says so."""
        return {name: f"There is no {name} in {PRETRAINED.name}/." for name in self.names if not self.has(name)}

    def picture(self, name: str) -> np.ndarray:
        """The bundled photograph of a cat at a model's input size, float32 (height, width, 3)."""
        return square(sample("cat"), "crop", self._cards[name].input.height).pixels.astype("float32")

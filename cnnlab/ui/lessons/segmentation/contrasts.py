"""The "Try this" contrasts of the Segmentation page: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.widgets.contrasts import Changes

CONTRASTS: dict[str, Changes] = {
    N_("Where is it unsure? Along the edges"): {"show": "entropy", "opacity": "0.8"},
    N_("A network without skips or pretraining: blotches"): {"model": "pets_segmentation"},
    N_("The border is a class of its own"): {"only": "2", "opacity": "0.9"},
    N_("Only the animal, the rest dark"): {"view": "picture", "only": "0", "dim": "True"},
    N_("Two dogs that touch become one shape"): {"picture": "two_dogs", "outline": "True"},
    N_("A kitten, and its ball of wool as well"): {"picture": "kitten"},
    N_("A drawing of a cat: not found"): {"picture": "drawing"},
    N_("No animal: a flower is taken for one"): {"picture": "flower"},
}

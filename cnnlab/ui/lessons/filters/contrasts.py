"""The "Try this" contrasts of the Filters page: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.lessons.filters.settings import CLASSES
from cnnlab.ui.widgets.contrasts import Changes

STILL: Changes = {"jitter": 0, "rotation": 0, "scale": 0.0}
PIXELS: Changes = {"parametrization": "pixels", "steps": 30, "rate": 10.0, **STILL}
LYNX = 287  # of ImageNet's classes

CONTRASTS: dict[str, Changes] = {
    N_("A late layer: parts of things"): {"layer": "block5c_expand_conv", "filter": 3, "size": 112},
    N_("The plain recipe: 30 steps on pixels"): PIXELS,
    N_("The same with octaves and a blur"): {**PIXELS, "octaves": 3, "blur": 0.5},
    N_("Without movement: fine noise comes back"): STILL,
    N_("What is a lynx to the network?"): {"layer": CLASSES, "class": LYNX, "steps": 96, "rate": 20.0},
    N_("A small network that learned cats and dogs only"): {
        "model": "cats_dogs_scratch",
        "layer": "conv5",
        "filter": 1,
        "size": 112,
    },
    N_("A filter that stays silent"): {"model": "cats_dogs_scratch", "layer": "conv1", "filter": 6, "size": 64},
}

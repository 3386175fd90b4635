"""The "Try this" contrasts of the Pooling page: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.widgets.contrasts import Changes

CONTRASTS: dict[str, Changes] = {
    N_("Max"): {},
    N_("Average"): {"layer": "AveragePooling2D"},
    N_("Overlapping: 3 × 3, stride 2"): {"pool_size": 3, "strides": "2", "height": 7, "width": 7},
    N_("Padding is not counted"): {
        "layer": "AveragePooling2D",
        "padding": "same",
        "height": 5,
        "width": 5,
        "at": "0.2.0",
    },
    N_("The last row and column are dropped"): {"height": 5, "width": 5},
    N_("Global average: one number per channel"): {"layer": "GlobalAveragePooling2D", "channels": 3, "input": "photo"},
    N_("A real layer: 26 × 26 × 32"): {"height": 26, "width": 26, "channels": 32},
}

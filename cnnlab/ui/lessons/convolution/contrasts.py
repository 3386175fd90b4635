"""The "Try this" contrasts of the Convolution page: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.widgets.contrasts import Changes

CONTRASTS: dict[str, Changes] = {
    N_("`valid`: the window stays inside"): {},
    N_("`same`: a border of zeros"): {"padding": "same"},
    N_("Stride 2"): {"strides": 2},
    N_("Dilation 2"): {"dilation": 2, "height": 9, "width": 9},
    N_("The last row and column are never covered"): {"strides": 2, "height": 8, "width": 8, "at": "2.2.0"},
    N_("More padding on one side"): {
        "strides": 2,
        "padding": "same",
        "height": 8,
        "width": 8,
        "at": "3.3.0",
    },
    N_("Three channels, two filters"): {"channels": 3, "filters": 2, "input": "photo"},
    N_("One large kernel: 7 × 7"): {"kernel_size": "7", "height": 13, "width": 13},
    N_("The first of three: 3 × 3"): {"kernel_size": "3", "height": 13, "width": 13},
    N_("Separable, 64 to 64 channels"): {
        "layer": "SeparableConv2D",
        "channels": 64,
        "filters": 64,
        "padding": "same",
    },
    N_("Transposed: the map grows"): {"layer": "Conv2DTranspose", "height": 4, "width": 4, "strides": 2},
}

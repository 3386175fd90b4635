"""The "Try this" contrasts of the Activations page: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.widgets.contrasts import Changes

CONTRASTS: dict[str, Changes] = {
    N_("First layer: edges, still the cat"): {"layer": "conv1"},
    N_("Last layer: mostly 0"): {"layer": "conv5", "order": "zeros"},
    N_("Max pooling: fewer zeros"): {"layer": "pool3"},
    N_("One scale: few channels matter"): {"scale": "layer", "order": "mean"},
    N_("A dog, same layer"): {"picture": "retriever"},
    N_("No activation, no zeros"): {"model": "efficientnet_lite0", "layer": "block3b_project_conv"},
}

"""The "Try this" contrasts of the Activations page: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.widgets.contrasts import Changes

CONTRASTS: dict[str, Changes] = {
    N_("The first layer: edges, and still the cat"): {"layer": "conv1"},
    N_("The last layer: few cells, most of them 0"): {"layer": "conv5", "order": "mean"},
    N_("Max pooling: fewer zeros than before it"): {"layer": "pool3"},
    N_("One scale for the layer: few channels matter"): {"scale": "layer", "order": "mean"},
    N_("A dog through the same layer"): {"picture": "retriever"},
    N_("Dead channels: crossed out"): {"layer": "conv5", "order": "zeros"},
    N_("No activation, no zeros"): {"model": "efficientnet_lite0", "layer": "block3b_project_conv"},
}

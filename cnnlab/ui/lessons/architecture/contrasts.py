"""The "Try this" contrasts of the Architecture page: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.widgets.contrasts import Changes

CONTRASTS: dict[str, Changes] = {
    N_("Deep and narrow: VGG16"): {"network": "VGG16"},
    N_("Branches: GoogLeNet"): {"network": "googlenet"},
    N_("Skips: ResNet-34"): {"network": "resnet34"},
    N_("Gates: SE-ResNet-50"): {"network": "se_resnet50"},
    N_("Twice the size: 14 times the parameters"): {"size": "64"},
    N_("Twice the size: not one more"): {"network": "resnet50_v1_5", "size": "448"},
    N_("Too small a picture"): {"size": "12"},
}

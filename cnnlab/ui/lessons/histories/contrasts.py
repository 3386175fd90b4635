"""The "Try this" contrasts of the Training histories page: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.widgets.contrasts import Changes

CONTRASTS: dict[str, Changes] = {
    N_("Overfitting: the gap opens"): {"runs": "cats_dogs_scratch", "metric": "loss", "shade": True},
    N_("The same network, augmented"): {"runs": "cats_dogs_scratch,cats_dogs_augmented", "metric": "loss"},
    N_("What did the time buy?"): {"x": "seconds"},
    N_("Noisy curve, smoothed"): {"runs": "cats_dogs_mini_xception", "metric": "loss", "half_life": 3.0},
    N_("Losses on a logarithmic axis"): {
        "runs": "cats_dogs_extraction,cats_dogs_fine_tuned", "metric": "loss", "log": True,
    },
    N_("Pixel accuracy against IoU"): {
        "runs": "pets_segmentation,pets_unet", "metric": "accuracy", "second": "pet_iou",
    },
}  # fmt: skip

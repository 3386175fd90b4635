"""The "Try this" contrasts of the Augmentation page: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.widgets.contrasts import Changes

ROTATE, CROP = "RandomRotation(factor=0.1_0.15,fill_mode=constant)", "RandomCrop(height=160,width=160)"

CONTRASTS: dict[str, Changes] = {
    N_("Flip, rotation, zoom"): {},
    N_("The same, in inference"): {"phase": "inference"},
    N_("Borders filled with black"): {"layers": "RandomRotation(fill_mode=constant)"},
    N_("Rotate, then crop"): {"layers": f"{ROTATE}.{CROP}"},
    N_("Crop, then rotate"): {"layers": f"{CROP}.{ROTATE}"},
    N_("Zoom out only"): {"layers": "RandomZoom(height_factor=0.3_0.6,fill_mode=constant)"},
    N_("Two pictures in one: MixUp"): {
        "layers": "MixUp",
        "of": "several",
        "kind": "others",
        "seed": 128,  # with it every picture is mixed with a different one, and visibly
    },
    N_("Not random: active in inference too"): {
        "layers": "RandomInvert.ContrastLimitedAdaptiveHistogramEqualization",
        "phase": "inference",
        "kind": "colour",
    },
    N_("Overdone"): {
        "layers": "RandomRotation(factor=-0.5_0.5).RandomErasing(scale=0.5_0.8).RandomInvert"
        ".RandomPosterization(factor=1_2)"
    },
}

"""The "Try this" contrasts of A digit's journey: each label, with the settings that it changes."""

from cnnlab.core.errors import N_
from cnnlab.ui.lessons.digit.settings import CLOTHES, OWN
from cnnlab.ui.widgets.contrasts import Changes

# The ink of two drawings: a house, and a small 3 in the corner
HOUSE = "BGDmgVgVgVgVgUgVgVgVgVsUrVsUsUrVsUssrrssssrrssgrgrgrgrgsgrgrgrgrUgVgUgUgVgUgUgVgUgUgVgUg"
CORNER = "AvAqjblbndmfogmimkkmjmgmenclbkZjZiggogojmkkljmgmemcmakZjYhYgYeacbb"

CONTRASTS: dict[str, Changes] = {
    N_("A sneaker: not a digit, but it gets an answer"): {"piece": "fashion-7b", "kind": "fashion"},
    N_("A house: not a digit, but the network is very sure"): {"piece": OWN, "ink": HOUSE},
    N_("An empty drawing"): {"piece": OWN},
    N_("A five that looks like a six"): {"piece": "mnist-5b"},
    N_("A small three in the corner, as drawn"): {"piece": OWN, "ink": CORNER, "like_mnist": False},
    N_("The same three, fitted and centred"): {"piece": OWN, "ink": CORNER},
    N_("A larger network trained on clothes: a boot"): {"piece": "fashion-9", "kind": "fashion", "model": CLOTHES},
}

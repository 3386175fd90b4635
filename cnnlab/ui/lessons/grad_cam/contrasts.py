"""The "Try this" contrasts of the Grad-CAM page: each label, with the settings that it changes for a network."""

from cnnlab.core.cards.stages import early_stage
from cnnlab.core.errors import N_
from cnnlab.ui.lessons.grad_cam.settings import last_map
from cnnlab.ui.widgets.contrasts import Changes
from cnnlab.ui.widgets.networks import Network


def contrasts_for(network: Network) -> dict[str, Changes]:
    """The contrasts that show something on this network."""
    classes, card = network.english, network.card
    early = early_stage(card.stages, card.input.height)
    found: dict[str, Changes] = {N_("The second prediction"): {"guess": "2"}}
    if {"espresso", "cup"} <= set(classes):
        found[N_("The cup instead of the coffee")] = {"picture": "coffee", "guess": "2"}
    if early != last_map(card):
        found[N_("An early layer: finer detail, less meaning")] = {"layer": early.convolution}
    if len(classes) > 2:
        found[N_("Why this class and not a similar one?")] = {"method": "finer-cam"}
    if "espresso" in classes:
        espresso = {"guess": "other", "class": classes.index("espresso"), "view": "raw"}
        found[N_('"Espresso" on the cat photo: mostly negative evidence')] = espresso
    if set(classes) == {"cat", "dog"}:
        found[N_("A cup of coffee: neither cat nor dog")] = {"picture": "coffee"}
        found[N_("The less likely class: evidence against it")] = {"guess": "2", "view": "raw"}
    return found

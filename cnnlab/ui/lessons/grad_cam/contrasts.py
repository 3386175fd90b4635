"""One-click settings of the Grad-CAM page, each a contrast."""

from typing import Any

from cnnlab.ui.lessons.grad_cam.networks import Network, early
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls


def contrasts(network: Network, prefix: str) -> None:
    """The settings that show something on this network; what they do not name stays as it is."""
    found = _settings(network).items()
    wanted = {label: {f"{prefix}{name}": value for name, value in values.items()} for label, values in found}
    controls.contrasts(prefix, wanted)


def _settings(network: Network) -> dict[str, dict[str, Any]]:
    names, card = network.english, network.card
    last, first = card.last_map, early(card)
    assert last  # or the page would not offer this network
    over = {"layer": last.convolution, "view": "over"}
    cat, coffee = {"source": "example", "picture": "cat"}, {"source": "example", "picture": "coffee"}
    found: dict[str, dict[str, Any]] = {_("The second guess"): {**over, "guess": "2"}}
    if "espresso" in names and "cup" in names:
        found[_("The cup instead of the coffee")] = {**over, **coffee, "guess": "2"}
    if first != last:
        found[_("An early layer: finer, but it knows less")] = {"layer": first.convolution, "view": "over"}
    if "espresso" in names:
        found[_("Espresso in the cat: below zero")] = {
            **over,
            **cat,
            "guess": "other",
            "class": names.index("espresso"),
            "view": "raw",
        }
    if set(names) == {"cat", "dog"}:
        found[_("A cup of coffee: neither cat nor dog")] = {**over, **coffee, "guess": "1"}
        found[_("Dog in the cat: below zero")] = {**over, **cat, "guess": "2", "view": "raw"}
    return found

"""The settings of the Filters page: a network, a filter of one of its layers or a class, and how the picture forms."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cnnlab.core.cards import PRETRAINED, CardError, ModelCard, Stage
from cnnlab.core.cards.stages import early_stage
from cnnlab.core.errors import N_
from cnnlab.core.filters import AscentSettings
from cnnlab.core.filters.galleries import Gallery, galleries
from cnnlab.ui.lessons.filters import LESSON
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import networks
from cnnlab.ui.widgets.controls import Controls, one_of, translated
from cnnlab.ui.widgets.networks import Network
from cnnlab.ui.widgets.numbers import size as size_words

CLASSES = "classes"  # among the layers: the network's output
DEFAULTS: dict[str, Any] = {
    "model": "efficientnet_lite0",
    "layer": "block3b_expand_conv",
    "filter": 7,  # counted from 1
    "class": None,  # the first one
    "parametrization": "fourier",
    "steps": 48,
    "rate": 7.0,
    "size": 96,
    "jitter": 4,
    "rotation": 5,
    "scale": 0.05,
    "blur": 0.0,
    "variation": 0.0,
    "octaves": 1,
    "seed": 0,
}
CONTROLS = Controls(LESSON.prefix, DEFAULTS, depending=("tab",))
STEPS = (1, 2, 4, 8, 16, 30, 48, 96, 192)
RATES = (1.0, 2.0, 4.0, 7.0, 10.0, 20.0, 40.0)
SIZES = (64, 96, 112, 160, 224)
PARAMETRIZATIONS = {"pixels": N_("Pixels"), "fourier": N_("Frequencies")}


@dataclass(frozen=True)
class Settings:
    """What the controls are set to; `stage` None is the network's output, whose classes `index` counts."""

    network: Network
    stage: Stage | None
    index: int
    ascent: AscentSettings

    @property
    def card(self) -> ModelCard:
        return self.network.card

    @property
    def layer(self) -> str | None:
        """Where the score is read: after the layer's activation, if that is a layer of its own."""
        return self.stage.output if self.stage else None

    @property
    def name(self) -> str:
        """The filter, or the class, in the visitor's language."""
        if self.stage is None:
            return self.network.names[self.index]
        return _("{layer}, filter {number}").format(layer=self.stage.convolution, number=self.index + 1)


def controls() -> Settings:
    """The network, the layer, the filter and what is changed; all else is folded away."""
    missing = CardError(
        N_(
            "There is no classifier of square colour photographs in {folder}. Get the folder `pretrained` from the "
            "repository again."
        ),
        folder=str(PRETRAINED),
    )
    network = networks.choose(CONTROLS, fits, missing)
    stage = _stage(network.card)
    index = _class(network) if stage is None else _filter(stage)
    changed = CONTROLS.segments(
        "parametrization", _("What the steps change"), list(PARAMETRIZATIONS), translated(PARAMETRIZATIONS)
    )
    with CONTROLS.box("more", _("More: steps, size, movement, smoothing")):
        values = _ascent(network.card, stage, changed == "fourier")
    return Settings(network, stage, index, AscentSettings(parametrization=changed, **values))


def fits(card: ModelCard) -> bool:
    """Whether the page can show the filters of the model."""
    return card.explains_photographs


def first_layer(card: ModelCard) -> str:
    """The layer that a network starts with: that of its second gallery, or one whose maps are of middle size."""
    found: list[Gallery] = galleries(card)
    return found[1].layer if len(found) > 1 else early_stage(card.stages, card.input.height).convolution


def _stage(card: ModelCard) -> Stage | None:
    stages = {stage.convolution: stage for stage in reversed(card.stages)}
    options = [*(stage.convolution for stage in card.stages), CLASSES]

    def words(name: str) -> str:
        if name == CLASSES:
            return _("The classes (logits)")
        stage = stages[name]
        return f"{name} · {size_words((stage.height, stage.width, stage.channels))}"

    own = Controls(CONTROLS.prefix, {**DEFAULTS, "layer": first_layer(card)})
    return stages.get(own.select("layer", _("Convolution layer"), options, words))


def _filter(stage: Stage) -> int:
    """The filter, counted from 0; another layer may have fewer."""
    key, most = CONTROLS.key("filter"), stage.channels
    if isinstance(held := st.session_state.get(key), int) and held > most:
        st.session_state[key] = most
    label = _("Filter, 1 to {count}").format(count=f"{most:,}")
    return min(CONTROLS.whole("filter", label, 1, most), most) - 1


def _class(network: Network) -> int:
    key = CONTROLS.key("class")
    return one_of(st.selectbox, _("Class"), network.by_name, key, network.by_name[0], network.names.__getitem__)


def _ascent(card: ModelCard, stage: Stage | None, fourier: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "steps": _slide("steps", _("Number of steps"), STEPS, str),
        "rate": _slide("rate", _("Length of a step"), RATES, "{:g}".format),
        "size": card.input.height,
    }
    if stage is None:
        st.caption(_("Size: {side} × {side} pixels, as the classes need it.").format(side=card.input.height))
    else:
        values["size"] = CONTROLS.segments("size", _("Size in pixels"), SIZES)
    values["jitter"] = CONTROLS.whole("jitter", _("Shift in each step, at most, in pixels"), 0, 32)
    values["rotation"] = CONTROLS.whole("rotation", _("Rotation in each step, at most, in degrees"), 0, 45)
    values["scale"] = CONTROLS.amount("scale", _("Scaling in each step, at most"), 0.0, 0.5, step=0.05)
    if fourier:
        st.caption(_("Blur, total variation and octaves are for pixels: frequencies are smooth by themselves."))
    else:
        values["blur"] = CONTROLS.amount("blur", _("Blur after each step, in pixels"), 0.0, 2.0, step=0.1)
        values["variation"] = CONTROLS.amount("variation", _("Total variation's share of a step"), 0.0, 1.0, step=0.05)
        values["octaves"] = CONTROLS.whole("octaves", _("Octaves: sizes to grow through"), 1, 6)
    values["seed"] = CONTROLS.whole("seed", _("Seed of the noise"), 0, 99_999)
    return values


def _slide(name: str, label: str, options: tuple[Any, ...], words: Any) -> Any:
    return one_of(st.select_slider, label, options, CONTROLS.key(name), DEFAULTS[name], words)

"""What the Grad-CAM page is made of: its controls, its question to the engine, and what the answer says."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from cnnlab.core.cards import Stage
from cnnlab.core.pictures import Square, Squaring
from cnnlab.core.scores import best, softmax
from cnnlab.figures import palette
from cnnlab.ui import controls, language, pictures
from cnnlab.ui.ask import ask
from cnnlab.ui.cache import class_names, model_cards, squared
from cnnlab.ui.language import _, noted

PREFIX = "cam_"
MODEL = "efficientnet_lite0"
GUESSES = ("1", "2", "3", "4", "5")
OTHER = "other"
EARLY = "block3b_expand_conv"
LAST = f"{PREFIX}last_class"  # of the five guesses, where "another class" starts

VIEWS = {"over": noted("Overlay"), "beside": noted("Beside"), "raw": noted("Numbers")}
SQUARINGS: dict[Squaring, str] = {
    "crop": noted("Cut out the middle"),
    "pad": noted("Add grey borders"),
    "stretch": noted("Stretch to a square"),
}
SCALES = {
    palette.EVEN: noted("viridis: equal steps look equal"),
    palette.CALM: noted("cividis: also for the colour-blind"),
    palette.JET: noted("jet: as in the notes, with false edges"),
}


@dataclass(frozen=True)
class Settings:
    """What the controls say."""

    picture: pictures.Chosen
    view: str
    opacity: float
    stage: Stage
    squaring: Squaring
    scale: str


@dataclass(frozen=True)
class Found:
    """The engine's answer for one picture, one class and one layer."""

    logits: np.ndarray  # (classes,)
    probabilities: np.ndarray  # (classes,)
    signed: np.ndarray  # (rows, columns), before the ReLU
    heat: np.ndarray  # (rows, columns) in [0, 1], all zero where nothing speaks for the class
    class_index: int
    seconds: dict[str, float]

    @property
    def has_evidence(self) -> bool:
        return bool(self.heat.any())


def controls_of_the_page() -> tuple[Settings, st.delta_generator.DeltaGenerator]:
    """The left column from top to bottom, and the place in it for the network's guesses."""
    picture = pictures.choose(PREFIX)
    guesses = st.container()
    view = controls.one_of(
        st.segmented_control,
        _("Show the map"),
        list(VIEWS),
        f"{PREFIX}view",
        "over",
        lambda each: _(VIEWS[each]),
        required=True,
        wrap=True,
    )
    raw = view == "raw"
    why_not = _("Numbers lie over no picture, so there is nothing to fade.") if raw else None
    label = _("Strength of the colours")
    opacity = controls.amount(label, 0.0, 1.0, f"{PREFIX}opacity", 0.7, disabled=raw, help=why_not)
    with st.expander(_("More: layer, crop, colours"), key=f"{PREFIX}more"):
        stage, squaring, scale = _layer(), _squaring(), _scale()
    st.subheader(_("Try this"), anchor=False)
    contrasts()
    return Settings(picture, view, opacity, stage, squaring, scale), guesses


def contrasts() -> None:
    """One-click settings, each a contrast; what they do not name stays as it is."""
    cat = {f"{PREFIX}source": "example", f"{PREFIX}picture": "cat"}
    coffee = {**cat, f"{PREFIX}picture": "coffee"}
    last = {f"{PREFIX}layer": model_cards()[MODEL].stages[-1].convolution, f"{PREFIX}view": "over"}
    espresso = class_names(MODEL, "en")[0].index("espresso")
    settings: dict[str, dict[str, object]] = {
        _("The second guess"): {**last, f"{PREFIX}guess": "2"},
        _("The cup instead of the coffee"): {**last, **coffee, f"{PREFIX}guess": "2"},
        _("An early layer: finer, but it knows less"): {f"{PREFIX}layer": EARLY, f"{PREFIX}view": "over"},
        _("Espresso in the cat: below zero"): {
            **last,
            **cat,
            f"{PREFIX}guess": OTHER,
            f"{PREFIX}class": espresso,
            f"{PREFIX}view": "raw",
        },
    }
    with st.container(horizontal=True, gap="small"):
        for at, (label, values) in enumerate(settings.items()):
            controls.try_this(label, values, f"{PREFIX}try{at}")


def make_square(settings: Settings) -> Square:
    """The picture as the network gets it; where that changes its shape, the page says so."""
    size = model_cards()[MODEL].input.height
    square = squared(settings.picture.digest, settings.picture.pixels, settings.squaring, size)
    if square.stretch > 1.01:
        st.info(
            _("Stretched: one side of this picture was drawn out {times:.2f} times as much as the other.").format(
                times=square.stretch
            ),
            icon=":material/aspect_ratio:",
        )
    return square


def look(settings: Settings, square: Square, guesses) -> Found | None:
    """Ask what the network sees, let the reader choose one of its guesses, and ask where it saw that."""
    question = {"model": MODEL, "picture": square.pixels, "layer": settings.stage.output}
    ask_while_shown = partial(ask, "explain", lambda: st.image(square.view, width="stretch"))
    first = ask_while_shown(**question)
    if first is None:
        return None
    with guesses:
        class_index = _choose_class(softmax(first.value["logits"]))
    own_choice = class_index == first.value["class_index"]
    answer = first if own_choice else ask_while_shown(**question, class_index=class_index)
    if answer is None:
        return None
    logits, signed, heat = (answer.value[name] for name in ("logits", "signed", "heat"))
    return Found(logits, softmax(logits), signed, heat, class_index, {**first.seconds, **answer.seconds})


def name_of(class_index: int) -> str:
    return class_names(MODEL, language.current())[0][class_index]


def _choose_class(probabilities: np.ndarray) -> int:
    ranked = best(probabilities, len(GUESSES))

    def words(choice: str) -> str:
        if choice == OTHER:
            return _("Another class")
        index = ranked[int(choice) - 1]
        return f"{name_of(index)} · **{probabilities[index]:.1%}**"

    choice = controls.one_of(
        st.radio, _("What it sees: its first five guesses"), [*GUESSES, OTHER], f"{PREFIX}guess", "1", words
    )
    if choice != OTHER:
        st.session_state[LAST] = ranked[int(choice) - 1]
        return st.session_state[LAST]
    names, in_order = class_names(MODEL, language.current())
    label = _("Any of its {count} classes").format(count=len(names))
    start = st.session_state.get(LAST, ranked[0])
    return controls.one_of(st.selectbox, label, in_order, f"{PREFIX}class", start, names.__getitem__)


def _layer() -> Stage:
    known = {each.convolution: each for each in reversed(model_cards()[MODEL].stages)}

    def words(name: str) -> str:
        stage = known[name]
        return f"{name} · {stage.height} × {stage.width} × {stage.channels}"

    label = _("Convolution layer that is looked at")
    return known[controls.one_of(st.selectbox, label, list(known), f"{PREFIX}layer", next(iter(known)), words)]


def _squaring() -> Squaring:
    label = _("How the picture is made square")
    return controls.one_of(
        st.selectbox, label, list(SQUARINGS), f"{PREFIX}square", "crop", lambda each: _(SQUARINGS[each])
    )


def _scale() -> str:
    label = _("Colours of the map")
    return controls.one_of(
        st.selectbox, label, list(SCALES), f"{PREFIX}colours", palette.EVEN, lambda each: _(SCALES[each])
    )

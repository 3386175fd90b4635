"""What augmentation does to a network: two of them asked about many draws of the picture on the page."""

from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import N_
from cnnlab.core.pictures import square
from cnnlab.figures.answers import Answers, dots
from cnnlab.figures.encode import reduced, sheet
from cnnlab.ui.lessons.augmentation.settings import PREFIX, Settings
from cnnlab.ui.lessons.augmentation.verdict import AUGMENTED, SCRATCH, on_test_pictures, verdict
from cnnlab.ui.lessons.grad_cam.formula import percent
from cnnlab.ui.shell.ask import ask, recalled, say_where
from cnnlab.ui.shell.cache import Named, key_of, model_cards
from cnnlab.ui.shell.language import _, current, listed
from cnnlab.ui.widgets.picture_grid import picture_grid

NETWORKS = {SCRATCH: N_("Trained without augmentation"), AUGMENTED: N_("The same, trained with augmentation")}
DRAWS = 32
MOST_TILES, TILE = 6, 150  # pixels wide
DOG = 1  # of the networks' two classes
ASKED = f"{PREFIX}network_asked"


@st.fragment
def network(settings: Settings) -> None:
    """Both networks' answers to 32 draws: how many change, how far they scatter, which pictures it was."""
    cards = _cards()
    if not cards or not _fits(settings):
        return
    found = _measured(settings, list(cards))
    if found is None:
        return
    names = [getattr(each, current()) for each in next(iter(cards.values())).classes()]
    told = [Answers(_(NETWORKS[each]), found["plain"][each], found["draws"][each]) for each in cards]
    on_test_pictures(cards)
    st.plotly_chart(
        dots(told, (names[0], names[DOG]), _("Draw {number}")), key=f"{PREFIX}dots", config={"displayModeBar": False}
    )
    st.caption(_("● a draw · ✕ a draw with another answer than the picture itself · ◆ the picture itself"))
    say_where(found)
    _numbers(told, names)
    _words(settings, cards, told)
    _changed(settings, found, told, names)


def _cards() -> dict[str, ModelCard]:
    """The cards that are there, in the order of NETWORKS; the page says which is missing."""
    there = model_cards()
    for each in NETWORKS:
        if each not in there:
            text = _("The network `{model}` is not in `pretrained/`. `{command}` trains it.")
            command = f"python -m cnnlab.train {each} --data DIR --out pretrained"
            st.warning(text.format(model=each, command=command), icon=":material/model_training:")
    return {each: there[each] for each in NETWORKS if each in there}


def _fits(settings: Settings) -> bool:
    """Whether there is something to measure; the page says what to change where there is not."""
    if not settings.layers:
        st.info(_("No layer is on, so every draw is the picture itself. Switch one on."), icon=":material/info:")
    elif settings.mixes:
        text = _("{layers} mixes several pictures; these networks are asked about one. Switch it off to measure.")
        st.info(text.format(layers=listed(settings.mixes)), icon=":material/info:")
    return bool(settings.layers) and not settings.mixes


def _measured(settings: Settings, models: list[str]) -> dict[str, Any] | None:
    """The draws' and the picture's probabilities of "dog" by network, and the tiles; asked for at first sight only.

    It takes a second or two, in which the grid of a visitor who tries one setting after the other would wait.
    """
    picture = Named(settings.picture.digest, lambda: settings.picture.pixels)
    question: dict[str, Any] = {
        "own": not settings.sample,
        "made": lambda value: _small(settings, value, models),
        "models": models,
        "picture": picture,
        "layers": settings.layers,
        "layers_seed": settings.seed,
        "count": DRAWS,
    }
    asked = key_of("changes", {"picture": picture, "layers": settings.layers, "seed": settings.seed})
    if (known := recalled("scatter", **question)) is not None:
        return known.value
    if st.session_state.setdefault(ASKED, asked) != asked:
        st.markdown(_("The pipeline, the seed or the picture has changed."))
        label = _("Ask the networks about {count} draws").format(count=DRAWS)
        st.button(label, key=f"{PREFIX}measure", icon=":material/play_arrow:", on_click=_ask_for, args=(asked,))
        return None
    answer = ask("scatter", **question)
    return None if answer is None else answer.value


def _ask_for(key: str) -> None:
    st.session_state[ASKED] = key


def _small(settings: Settings, value: dict[str, Any], models: list[str]) -> dict[str, Any]:
    """What the section shows: numbers, and by their places a few of the draws whose answers changed."""
    draws = {each: value["probabilities"][each][:, DOG] for each in models}
    plain = {each: float(value["plain"][each][DOG]) for each in models}
    changed = np.any([Answers("", plain[each], draws[each]).changed for each in models], axis=0)
    places = [int(each) for each in np.flatnonzero(changed)][:MOST_TILES]
    found = {"draws": draws, "plain": plain, "places": places, "on_cpu": value.get("on_cpu")}
    if places:
        found["tiles"] = sheet([reduced(value["images"][place], TILE) for place in places])
        found["original"] = sheet([square(settings.picture.pixels, "crop", 2 * TILE).pixels])
    return found


def _numbers(told: list[Answers], names: list[str]) -> None:
    for place, each in zip(st.columns(len(told), gap="large"), told, strict=True):
        place.markdown(f"**{each.name}**")
        both = place.container(horizontal=True, gap="medium")
        label = _("Answers that change")
        both.metric(label, _("{count} of {all}").format(count=int(each.changed.sum()), all=len(each.draws)))
        label = _("Spread of P({name})").format(name=names[DOG])
        both.metric(label, f"{each.spread:.3f}", help=_("The standard deviation of the probability over the draws"))
        text = _("It calls the picture itself: {answer}.")
        place.caption(text.format(answer=_answer(each.plain, names)))


def _answer(dog: float, names: list[str]) -> str:
    name, share = (names[DOG], dog) if dog > 0.5 else (names[1 - DOG], 1 - dog)
    return f"{name} {percent(share)}"


def _words(settings: Settings, cards: dict[str, ModelCard], told: list[Answers]) -> None:
    """What was measured, what came out, and what it does not say."""
    if len(told) == len(NETWORKS):
        st.markdown(verdict(*told))
    if settings.sample == "cat":
        right = " · ".join(f"{each.name}: {int((each.draws <= 0.5).sum())} / {len(each.draws)}" for each in told)
        st.markdown(
            _("Steady is not the same as right. Draws that they call a cat, which it is: {right}.").format(right=right)
        )
    else:
        text = _(
            "These networks know only cats and dogs, and call every picture one of the two, also where it is neither."
        )
        st.info(text, icon=":material/pets:")
    st.caption(_("Measured on this picture alone, with the layers as in training; another seed gives other numbers."))


def _changed(settings: Settings, found: dict[str, Any], told: list[Answers], names: list[str]) -> None:
    """The draws that got another answer, with what each network says of them."""
    if not found["places"]:
        st.markdown(_("No draw got another answer than the picture itself."))
        return
    count = int(np.any([each.changed for each in told], axis=0).sum())
    head = (
        _("The draws with another answer")
        if count <= MOST_TILES
        else _("The first {shown} of {count} with another answer")
    )
    st.markdown(f"**{head.format(shown=MOST_TILES, count=count)}**")
    captions = [
        " · ".join(
            f"{short}: {_answer(each.draws[place], names)}" for short, each in zip(_shorts(told), told, strict=True)
        )
        for place in found["places"]
    ]
    picture_grid(found["tiles"], found["original"], captions, 3, f"{PREFIX}changed", widest=220)


def _shorts(told: list[Answers]) -> list[str]:
    short = {_(NETWORKS[SCRATCH]): _("without"), _(NETWORKS[AUGMENTED]): _("with")}
    return [short[each.name] for each in told]

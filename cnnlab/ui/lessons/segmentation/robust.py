"""Try and break it: the picture through an augmentation layer, and how far the mask stays the same."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from cnnlab.core.augmentation import LARGEST_SEED
from cnnlab.core.errors import N_
from cnnlab.core.requests import SegmentAugmented
from cnnlab.core.segmentation.agreement import Mean, mean
from cnnlab.figures.encode import reduced
from cnnlab.figures.tried import Tried, tried
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.robust_layer import layer_controls
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell import link
from cnnlab.ui.shell.ask import ask, named, note_cpu_fallback
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.controls import show
from cnnlab.ui.widgets.numbers import counted_percent, numbers

TITLE = N_("Try and break it")
STYLE = Path(__file__).with_name("robust.css").read_text(encoding="utf-8")
SEED = CONTROLS.key("change_seed")
FIRST_SEED = 1
LARGEST = 384  # pixels a side of the picture that is augmented
VERSIONS = 8
MISLEADING = {
    "drawing": N_("A cat in a drawing"),
    "astronaut": N_("A face"),
    "flower": N_("A flower alone"),
    "sheep": N_("A sheep"),
    "parrot": N_("A parrot"),
    "otters": N_("Two otters"),
    "siamese": N_("A cat with dark paws"),
}


def robust(settings: Settings, answer: Answer | None) -> None:
    """The layer, the mean agreement of the masks, and a card for each version."""
    st.markdown(lesson("segmentation_tabs", "robust"), width=840)
    if answer is None:
        return
    layer, beside = layer_controls()
    with beside:
        seed = _seed()
    picture = settings.picture
    pixels = named(f"{picture.digest} at most {LARGEST}", lambda: reduced(picture.pixels, LARGEST))
    request = SegmentAugmented(settings.card.id, pixels, [layer], seed, VERSIONS)
    count = len(settings.names)
    found = ask(
        request,
        own=picture.own,
        part="robust",
        convert=lambda answer: tried(answer, count),
        depends_on={"classes": count},
    )
    if found is not None:
        note_cpu_fallback(found)
        _numbers(found.value, settings.names[0])
        cards = "".join(_card(number, card, settings.names[0]) for number, card in enumerate(found.value, start=1))
        st.html(f"<style>{STYLE}</style><div class='tried'>{cards}</div>")
    st.caption(lesson("segmentation_tabs", "robust_measured", most=LARGEST, count=VERSIONS))
    _misleading()


def _seed() -> int:
    """The seed of the first version; the button chooses further ones."""
    if SEED not in st.session_state:
        asked = link.asked(SEED) or ""
        is_seed = asked.isdecimal() and len(asked) <= len(str(LARGEST_SEED)) and int(asked) <= LARGEST_SEED
        st.session_state[SEED] = int(asked) if is_seed else FIRST_SEED
    seed: int = st.session_state[SEED]
    link.keep(SEED, seed, FIRST_SEED)
    st.button(_("New random values"), key=CONTROLS.key("again"), icon=":material/casino:", on_click=_next_seed)
    return min(seed, LARGEST_SEED - VERSIONS)


def _next_seed() -> None:
    st.session_state[SEED] = (st.session_state[SEED] + VERSIONS) % (LARGEST_SEED - VERSIONS)


def _numbers(cards: Sequence[Tried], name: str) -> None:
    equal = mean([card.agreement.equal for card in cards])
    overlap = mean([card.agreement.overlaps[0] for card in cards])
    numbers(
        [
            (_("Mean share of pixels with the same class"), _mean(equal, 100, "%")),
            (_("Mean IoU of {name}").format(name=name), _mean(overlap)),
            (_("Versions"), f"{len(cards)}"),
        ]
    )


def _mean(found: Mean | None, factor: int = 1, unit: str = "") -> str:
    """The mean and its standard error."""
    if found is None:
        return "-"
    digits = ".1f" if unit else ".3f"
    if not found.error:  # one version, or all of them alike
        return counted_percent(found.value) if unit else f"{found.value:{digits}}"
    return f"{factor * found.value:{digits}} ± {factor * found.error:{digits}}{unit}"


def _card(number: int, card: Tried, name: str) -> str:
    overlap, equal = card.agreement.overlaps[0], card.agreement.equal
    iou = _("in neither mask") if overlap is None else f"IoU {overlap:.3f}"
    title, words = _("Version {number}").format(number=number), _("of the pixels equal")
    version, difference = _("The version with its mask"), _("Where the masks differ")
    share = "-" if equal is None else counted_percent(equal)
    return (
        f"<figure><figcaption>{escape(title)}</figcaption><div class='pair'>"
        f"<img src='{card.version}' alt='{escape(version)}'>"
        f"<img src='{card.difference}' alt='{escape(difference)}'></div>"
        f"<p><b>{share}</b> {escape(words)} · {escape(name)}: {iou}</p></figure>"
    )


def _misleading() -> None:
    """Pictures that such networks get wrong; a click shows one in the figure."""
    st.markdown(lesson("segmentation_tabs", "misleading"), width=840)
    with st.container(horizontal=True):
        for name, title in MISLEADING.items():
            changes = {CONTROLS.key("source"): "example", CONTROLS.key("picture"): name}
            st.button(_(title), key=CONTROLS.key(f"mislead_{name}"), on_click=show, args=(changes,))

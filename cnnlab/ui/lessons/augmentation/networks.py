"""What augmentation does to a network: two networks on the test set, and on many versions of the page's picture."""

import streamlit as st

from cnnlab.core.augmentation.steadiness import predicted
from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import N_
from cnnlab.figures.dots import dots
from cnnlab.ui.lessons.augmentation.answer import Answer
from cnnlab.ui.lessons.augmentation.labels import label_of
from cnnlab.ui.lessons.augmentation.measured import CAT, DOG, MOST_TILES, VERSIONS, Measured, measure
from cnnlab.ui.lessons.augmentation.on_test_set import NAMES, on_test_set
from cnnlab.ui.lessons.augmentation.settings import CONTROLS, Settings
from cnnlab.ui.lessons.augmentation.verdict import AUGMENTED, SCRATCH, counter_example, verdict
from cnnlab.ui.shell.ask import note_cpu_fallback
from cnnlab.ui.shell.cache import model_cards
from cnnlab.ui.shell.language import _, current, in_language, listed
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets.numbers import numbers, percent
from cnnlab.ui.widgets.picture_grid import picture_grid

TITLE = N_("What it does to a network")
NETWORKS = dict(zip((SCRATCH, AUGMENTED), NAMES, strict=True))
SHORT = {SCRATCH: N_("without"), AUGMENTED: N_("with")}
CLASSES = {"cat": CAT, "dog": DOG}  # by the label of a bundled picture
CORRECT = {SCRATCH: N_("{count} of {all} without augmentation"), AUGMENTED: N_("{count} of {all} with it")}


@fragment
def network(settings: Settings, answer: Answer | None) -> None:
    """Both networks on the test set, then on 32 versions of the picture: how many answers change, and for which."""
    on_test_set(settings)
    st.header(_("This picture, {count} versions").format(count=VERSIONS), anchor=False)
    if answer is None:
        return
    cards = _cards()
    if not cards or not _can_measure(settings):
        return
    result = measure(settings, list(cards))
    if result is None:
        return
    measured = result.value
    names = [in_language(name, current()) for name in next(iter(cards.values())).classes()]
    rows = {_(NETWORKS[card_id]): steadiness for card_id, steadiness in measured.networks.items()}
    truth = CLASSES.get(label_of(settings.sample))
    figure = dots(rows, (names[CAT], names[DOG]), _("Version {number}"), truth)
    st.plotly_chart(figure, key=CONTROLS.key("dots"), config={"displayModeBar": False})
    if truth is None:
        st.caption(_("● augmented version · ✕ version that changed the answer · ◆ original"))
    else:
        st.caption(_("● right (blue) · ✕ wrong (orange) · ◆ original"))
    note_cpu_fallback(result)
    _numbers(measured, names)
    _words(settings, measured)
    _changed(measured, names)


def _cards() -> dict[str, ModelCard]:
    """The cards of the networks that are installed, in the order of NETWORKS; the page names a missing one."""
    installed = model_cards()
    for card_id in NETWORKS:
        if card_id not in installed:
            text = _("The network `{model}` is not in `pretrained/`. Train it with `{command}`.")
            command = f"python -m cnnlab.train {card_id} --data DIR --out pretrained/{card_id}"
            st.warning(text.format(model=card_id, command=command), icon=":material/model_training:")
    return {card_id: installed[card_id] for card_id in NETWORKS if card_id in installed}


def _can_measure(settings: Settings) -> bool:
    """Whether there is something to measure; if not, the page says what to change."""
    if not settings.layers:
        st.info(_("No layer is on, so every version would be the original. Switch one on."), icon=":material/info:")
    elif settings.mixing:
        text = _("The networks classify versions of one picture. Switch off the layers that mix pictures: {layers}.")
        st.info(text.format(layers=listed(settings.mixing)), icon=":material/info:")
    return bool(settings.layers) and not settings.mixing


def _numbers(measured: Measured, names: list[str]) -> None:
    columns = st.columns(len(measured.networks), gap="large")
    for column, (card_id, steadiness) in zip(columns, measured.networks.items(), strict=True):
        count, versions = int(steadiness.changed.sum()), len(steadiness.versions)
        with column:
            st.markdown(f"**{_(NETWORKS[card_id])}**")
            numbers(
                [
                    (_("Answers that changed"), _("{count} of {all}").format(count=count, all=versions)),
                    (
                        _("Spread of P({name})").format(name=names[DOG]),
                        f"{steadiness.spread:.3f}",
                        _("standard deviation"),
                    ),
                    (_("Original picture"), _prediction(steadiness.original, names)),
                ]
            )


def _prediction(probability: float, names: list[str]) -> str:
    class_index, share = predicted(probability)
    return f"{names[class_index]} {percent(share)}"


def _words(settings: Settings, measured: Measured) -> None:
    """What the numbers say, and what they do not say."""
    if len(measured.networks) == len(NETWORKS):
        st.markdown(verdict(measured.networks))
    label = label_of(settings.sample)
    if label in CLASSES:
        counts = [
            _(CORRECT[card_id]).format(count=steadiness.correct(CLASSES[label]), all=len(steadiness.versions))
            for card_id, steadiness in measured.networks.items()
        ]
        text = _("Stable does not mean correct. Versions classified correctly ({label}): {counts}.")
        st.markdown(text.format(label=_(label), counts=", ".join(counts)))
        if len(measured.networks) == len(NETWORKS):
            st.markdown(counter_example(measured.networks, CLASSES[label]))
    else:
        text = _("These networks know only cats and dogs: they call any picture one of the two, even if it is neither.")
        st.info(text, icon=":material/pets:")
    st.caption(_("Measured on this picture only, with the layers in training mode. Another seed gives other numbers."))


def _changed(measured: Measured, names: list[str]) -> None:
    """The versions that changed an answer, with both networks' predictions."""
    if measured.tiles is None:
        st.markdown(_("No version changed the answer."))
        return
    count = len(measured.changed)
    head = _("Versions that changed the answer")
    if count > MOST_TILES:
        head = _("The first {shown} of {count} versions that changed the answer").format(shown=MOST_TILES, count=count)
    st.markdown(f"**{head}**")
    captions = [
        " · ".join(
            f"{_(SHORT[card_id])}: {_prediction(steadiness.versions[index], names)}"
            for card_id, steadiness in measured.networks.items()
        )
        for index in measured.changed[:MOST_TILES]
    ]
    picture_grid(measured.tiles, measured.original, captions, 3, CONTROLS.key("changed"), widest=220)

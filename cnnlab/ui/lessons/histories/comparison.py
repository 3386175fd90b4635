"""Two runs side by side: what differs in how they were trained, and whether their results differ."""

from urllib.parse import urlsplit

import streamlit as st

from cnnlab.core.cards import ModelCard
from cnnlab.core.errors import N_
from cnnlab.core.history import Summary, compared, differences, standard_error
from cnnlab.core.history.regularizers import regularizers
from cnnlab.core.network import NetworkError
from cnnlab.ui.lessons.histories.answer import Answer
from cnnlab.ui.lessons.histories.run_table import number
from cnnlab.ui.lessons.histories.runs import Run
from cnnlab.ui.lessons.histories.settings import CONTROLS, Settings
from cnnlab.ui.shell.cache import model_cards
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.numbers import signed
from cnnlab.ui.widgets.plain import plain
from cnnlab.ui.widgets.table import table

TITLE = N_("Two runs side by side")
SETTINGS = {
    "recipe": N_("Recipe"),
    "data": N_("Number of pictures"),
    "data.train": N_("Training pictures"),
    "data.validation": N_("Validation pictures"),
    "data.test": N_("Test pictures"),
    "data_source": N_("Source of the data"),
    "start": N_("Starting weights"),
    "seed": N_("Seed"),
    "epochs": N_("Epochs"),
    "batch_size": N_("Batch size"),
    "versions": N_("Library versions"),
}
FIRST, OTHER = CONTROLS.key("first"), CONTROLS.key("other")


def comparison(settings: Settings, answer: Answer | None) -> None:
    """Two of the chosen runs."""
    if answer is None or len(settings.runs) < 2:
        st.info(_("Choose at least two runs above."))
        return
    runs = {run.id: run for run in settings.runs}
    ids = list(runs)
    left, right = st.columns(2)
    with left:
        first = controls.one_of(st.selectbox, _("First run"), ids, FIRST, ids[0], lambda name: runs[name].title())
    with right:
        other = controls.one_of(st.selectbox, _("Second run"), ids, OTHER, ids[1], lambda name: runs[name].title())
    rows = dict(zip(ids, answer.rows, strict=True))
    _recipes(runs[first], runs[other])
    _results(rows[first], rows[other], runs[first], runs[other])


def _recipes(first: Run, other: Run) -> None:
    if first.card is None or other.card is None or first.card.training is None or other.card.training is None:
        st.caption(_("Your own files do not say how the runs were trained."))
        return
    found = differences(first.card, other.card)
    models = _regularizers(first.card, other.card)
    if not found and not models:
        st.markdown(_("Both were trained in the same way."))
        return
    rows = [[named(row.setting), _written(row.setting, row.first), _written(row.setting, row.second)] for row in found]
    st.markdown(table([_("Setting"), first.title(), other.title()], [*rows, *models]))


def _regularizers(first: ModelCard, other: ModelCard) -> list[list[str]]:
    """Rows for what the two models have against overfitting, where it differs."""
    try:
        one, two = regularizers(first), regularizers(other)
    except NetworkError:
        return []
    names = {"augmentation": _("Augmentation layers"), "dropout": _("Dropout")}
    written = {name: [", ".join(own[name]) or "\u2013" for own in (one, two)] for name in names}
    return [[names[name], *pair] for name, pair in written.items() if pair[0] != pair[1]]


def named(setting: str) -> str:
    """The words for a setting, or for a part of one: data.train, versions.keras."""
    if setting in SETTINGS:
        return _(SETTINGS[setting])
    name, _point, part = setting.partition(".")
    return f"{_(SETTINGS[name])}: {plain(part)}"


def _written(setting: str, value: object) -> str:
    """A setting's value; a start is the model whose file has that checksum."""
    if value is None:
        return "\u2013"
    if setting.startswith("data."):
        return f"{value:,}"
    if setting == "data_source":
        return f"[{urlsplit(str(value)).netloc}]({value})"  # all of it is too wide for a phone
    return next((card.id for card in model_cards().values() if card.sha256 == value), str(value))


def _measured_on(run: Run) -> tuple[str, int] | None:
    """The data and the number of pictures whose right answers the test figure counts."""
    if run.card is None or run.card.training is None or run.card.task != "classification":
        return None
    pictures = run.card.training.data.get("test")
    return (run.card.source.name, pictures) if pictures else None


def _results(first: Summary, other: Summary, one: Run, two: Run) -> None:
    """The test accuracies with their standard errors, where both are shares of the same pictures."""
    measured = [_measured_on(run) for run in (one, two)]
    if first.test is None or other.test is None or measured[0] is None or measured[0] != measured[1]:
        st.caption(_("Their test figures were not measured on the same pictures, or are no shares of right answers."))
        return
    _source, count = measured[0]
    result = compared(first.test, other.test, count)
    errors = [number(standard_error(row.test or 0, count)) for row in (first, other)]
    text = _(
        "On {count} test pictures: {first} ± {first_error} and {second} ± {second_error} (standard error). Their "
        "difference is {difference}."
    )
    st.markdown(
        text.format(
            count=f"{count:,}",
            first=number(first.test),
            first_error=errors[0],
            second=number(other.test),
            second_error=errors[1],
            difference=signed(other.test - first.test, ".3f"),
        )
    )
    p = f"= {result.p_value:.2g}" if result.p_value >= 0.001 else "< 0.001"
    if result.differs:
        st.markdown(_("Chance alone would rarely give such a difference (p {p}).").format(p=p))
    else:
        text = _(
            "These are too few pictures to tell the two apart: chance alone often gives such a difference (p {p})."
        )
        st.markdown(text.format(p=p))
    st.markdown(lesson("histories", "chance"), width=840)

"""Slow against fast: what each approach costs and gains, and when to choose which."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.transfer import HeadSettings
from cnnlab.core.transfer.costs import WAYS, Cost, against_reference
from cnnlab.core.transfer.costs import costs as found_costs
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.shell.cache import histories
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.table import table

TITLE = N_("Costs and gains")


def costs(settings: HeadSettings, answer: Answer | None) -> None:
    """A table of the committed runs, which of their differences chance explains, and when to choose each approach."""
    st.markdown(lesson("transfer", "costs"), width=840)
    found = found_costs(histories())
    if not found:
        st.info(_("The folder of models has none of these runs. Get them from the repository again."))
        return
    head = [_("Approach"), _("Seconds an epoch"), _("Epochs (best)"), _("Minutes in all"), _("Test accuracy")]
    st.markdown(table(head, [_row(cost) for cost in found]))
    st.caption(_measured(found))
    _compared(found)
    st.markdown("## " + _("When to choose which"))
    lines = [f"- **{_title(cost)}**: {_(WAYS[cost.card.id].when)}" for cost in found]
    st.markdown("\n".join(lines), width=840)


def _title(cost: Cost) -> str:
    return _(WAYS[cost.card.id].title)


def _row(cost: Cost) -> list[str]:
    seconds = f"{cost.seconds:.1f}"
    if cost.once:
        seconds += " + " + _("{seconds} once").format(seconds=f"{cost.once:.0f}")
    epochs = f"{cost.epochs} ({cost.best_epoch})"
    digits = 0 if cost.minutes >= 10 else 1
    return [_title(cost), seconds, epochs, f"{cost.minutes:.{digits}f}", f"{cost.accuracy:.3f} ± {cost.error:.3f}"]


def _measured(found: list[Cost]) -> str:
    devices = sorted({cost.card.training.device for cost in found if cost.card.training})
    pictures = sorted({f"{cost.pictures:,}" for cost in found})
    text = _(
        "On {device}. Seconds are those of each run's quickest epoch, because other work on that machine made some "
        "last longer; minutes are as if every epoch were as quick. Training histories shows the real ones. Accuracy on "
        "{pictures} test pictures, ± its standard error."
    )
    return text.format(device=", ".join(devices), pictures=", ".join(pictures))


def _compared(found: list[Cost]) -> None:
    """Which accuracies differ from that of feature extraction by more than chance."""
    results, titles = against_reference(found), {cost.card.id: _title(cost) for cost in found}
    groups = (
        (True, _("They differ from feature extraction by more than chance: {ways}.")),
        (False, _("So few pictures cannot tell them from feature extraction: {ways}.")),
    )
    for differs, text in groups:
        ways = [titles[name] for name, result in results.items() if result.differs is differs]
        if ways:
            st.markdown(text.format(ways="; ".join(ways)))

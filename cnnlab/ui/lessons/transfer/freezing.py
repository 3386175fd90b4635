"""Which layers of a base are frozen: by a slice, by how many at the end train, or by a click on each."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.snippets.freezing import freezing_code
from cnnlab.core.transfer import HeadSettings
from cnnlab.core.transfer.bases import TITLES, Base, base
from cnnlab.core.transfer.batch_norm import BATCH, norm_cases
from cnnlab.core.transfer.freezing import counts, head_parameters
from cnnlab.ui.lessons.transfer import frozen_layers
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.layer_column import Column, layer_column
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.numbers import numbers, signed
from cnnlab.ui.widgets.table import table

TITLE = N_("Freezing layers")
BASE, STATISTICS = CONTROLS.key("base"), CONTROLS.key("statistics")


@fragment
def freezing(settings: HeadSettings, _answer: Answer | None) -> None:
    """The two parts of the network, what is frozen in the base, what is left to train, and BatchNormalization."""
    st.markdown(lesson("transfer", "freezing"), width=840)
    said = st.container()  # not empty(): what stands there would be away until it is said again, and the list move
    left, right = st.columns([1, 2], gap="medium")
    with left:
        known = _base()
        frozen = frozen_layers.controls(known)
        keep = _keeps_normalization(known)
    kept = known.normalizations if keep else frozenset()
    column = Column(
        known,
        frozen,
        kept,
        counts(known.layers, frozen | kept),
        _head(settings),
        head_parameters(known.output_shape[-1], settings.units),
    )
    with said:
        _say(column)
    with right:
        layer_column(column, frozen_layers.take_click)
    st.code(freezing_code(known, frozen, keep, settings.units, settings.dropout), language="python")
    st.markdown(lesson("transfer", "freezing_normalization"), width=840)
    st.markdown(_cases())


def _base() -> Base:
    name = controls.one_of(
        st.segmented_control, _("Base"), list(TITLES), BASE, "vgg16", TITLES.__getitem__,
        required=True, on_change=frozen_layers.forget,
    )  # fmt: skip
    return base(name)


def _keeps_normalization(known: Base) -> bool:
    if not known.normalizations:
        st.caption(_("{base} has no BatchNormalization.").format(base=known.title))
        return False
    return controls.switch(
        _("Keep BatchNormalization frozen"), STATISTICS, True, help=_("As fine-tuning usually does: see below.")
    )


def _head(settings: HeadSettings) -> str:
    hidden = [f"Dense({settings.units})"] if settings.units else []
    return " \u2192 ".join(["GlobalAveragePooling2D", *hidden, f"Dropout({settings.dropout:g})", "Dense(1)"])


def _say(column: Column) -> None:
    found, known = column.counts, column.base
    trainable = _("{base} in the base, {head} in the head").format(
        base=f"{found.trainable:,}", head=f"{column.head_parameters:,}"
    )
    frozen = len((column.frozen | column.kept) & known.weighted)
    shown = [
        (_("Trainable"), f"{found.trainable + column.head_parameters:,}", trainable),
        (
            _("Non-trainable"),
            f"{found.non_trainable:,}",
            _("of {count} in the base").format(count=f"{known.parameters:,}"),
        ),
        (_("Frozen layers"), f"{frozen} / {len(known.weighted)}", _("of those with weights")),
    ]
    if found.statistics:
        shown.append((_("Moving statistics"), f"{found.statistics:,}", _("among the non-trainable")))
    numbers(shown)


def _cases() -> str:
    """What `trainable` and `training` do, as a table."""
    given = ", ".join(f"{value:g}" for value in BATCH)
    head = [
        "`trainable`, `training`",
        _("Output for {values}").format(values=given),
        _("Moving mean, variance"),
        _("Weights trained"),
    ]
    rows = [
        [
            f"{case.trainable}, {case.training}",
            " / ".join(signed(value, ".2f") for value in case.output),
            f"{case.mean:.2f}, {case.variance:.2f}",
            str(case.trained),
        ]
        for case in norm_cases()
    ]
    return table(head, rows)

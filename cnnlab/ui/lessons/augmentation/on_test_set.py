"""What augmentation does to a network on the test set: how often two networks are right under each layer's draws."""

import streamlit as st

from cnnlab.core.augmentation import FIRST, augmentation
from cnnlab.core.augmentation.drawn_accuracy import Accuracy, Drawn, drawn_accuracy
from cnnlab.core.errors import N_
from cnnlab.figures.accuracies import Case, accuracies
from cnnlab.ui.lessons.augmentation.settings import CONTROLS, Settings
from cnnlab.ui.lessons.augmentation.verdict import AUGMENTED, SCRATCH
from cnnlab.ui.shell.cache import model_cards
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import numbers, signed

NAMES = N_("Trained without augmentation"), N_("Same network, trained with augmentation")
AS_THEY_ARE = N_("As they are")
FIRST_PIPELINE = N_("Flip, rotation, zoom")


def on_test_set(settings: Settings) -> None:
    """The accuracies on the test pictures as they are, and for each layer, the highest accuracy first."""
    rows = drawn_accuracy().rows
    plain = rows[0]
    numbers(
        [
            (_(NAMES[0]), _accuracy(plain.plain)),
            (_(NAMES[1]), _accuracy(plain.augmented)),
            (_("Gain"), _points(plain.gain), _("percentage points, on the same pictures")),
        ]
    )
    least = min(rows, key=lambda row: row.gain.share)
    text = _(
        "Accuracy on {count} test pictures, ± its standard error. Whichever layer changes these pictures, the network "
        "trained with augmentation is right more often; its lead is smallest with {layer}: {gain} percentage points."
    )
    said = text.format(count=f"{plain.pictures:,}", layer=_title(least), gain=_points(least.gain))
    st.markdown(f"{said} {_what_else_differs()}")
    cases = [_case(row, settings) for row in (plain, *sorted(rows[1:], key=lambda row: -row.augmented.share))]
    figure = accuracies(cases, (_(NAMES[0]), _(NAMES[1])), _("Accuracy"))
    st.plotly_chart(figure, key=CONTROLS.key("accuracies"), config={"displayModeBar": False})
    text = _("Each picture was changed once by the layers named, with the settings that this page starts with.")
    st.caption(f"{text} `{drawn_accuracy().command}`")


def _what_else_differs() -> str:
    """The gain is not that of augmentation alone."""
    known = model_cards()
    epochs = [made.epochs for name in (AUGMENTED, SCRATCH) if name in known and (made := known[name].training)]
    if len(epochs) < 2:
        return ""
    text = _(
        "That network also has dropout and was trained for up to {epochs} epochs instead of {fewer}: the gain is that "
        "of all three."
    )
    return text.format(epochs=epochs[0], fewer=epochs[1])


def _case(row: Drawn, settings: Settings) -> Case:
    shares, errors = (row.plain.share, row.augmented.share), (row.plain.error, row.augmented.error)
    return Case(_title(row), shares, errors, lit=not row.layers or set(row.layers) <= set(settings.names))


def _title(row: Drawn) -> str:
    if not row.layers:
        return _(AS_THEY_ARE)
    return _(FIRST_PIPELINE) if row.layers == FIRST else _(augmentation(row.layers[0]).title)


def _accuracy(found: Accuracy) -> str:
    return f"{100 * found.share:.1f}% ± {100 * found.error:.1f}%"


def _points(gain: Accuracy) -> str:
    return f"{signed(100 * gain.share, '+.1f')} ± {100 * gain.error:.1f}"

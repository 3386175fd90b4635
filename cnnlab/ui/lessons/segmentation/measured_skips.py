"""What skip connections are worth on pictures that the network was not trained on: a table of a measurement."""

import streamlit as st

from cnnlab.core.segmentation.skip_cost import SkipCost, skip_costs
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.table import table


def measured_skips(settings: Settings) -> None:
    """The IoU without each skip connection and without all; nothing for a network that was not measured."""
    text = held(CONTROLS.key("measured"), (settings.card.id, current()), lambda: _text(settings))
    if text:
        st.markdown(text)


def _text(settings: Settings) -> str:
    costs = skip_costs()
    if costs.model != settings.card.id:
        return ""
    first = settings.network.english[0]
    head = [_("Switched off"), f"IoU: {settings.network.names[0]}", _("Mean IoU"), _("Boundary IoU")]
    rows = [
        [_off(row), *(f"{value:.3f}" for value in (row.iou[first], row.mean_iou, row.boundary_iou))]
        for row in costs.rows
    ]
    caption = _("Measured on {count} test pictures that the network was not trained on:")
    return f"{caption.format(count=costs.pictures)}\n\n{table(head, rows)}"


def _off(row: SkipCost) -> str:
    if not row.without:
        return _("None")
    return f"`{row.without[0]}`" if len(row.without) == 1 else _("All of them")

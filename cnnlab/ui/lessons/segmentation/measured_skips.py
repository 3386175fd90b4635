"""What skip connections are worth on pictures that the network was not trained on: a table of a measurement."""

from collections.abc import Mapping, Sequence

import streamlit as st

from cnnlab.core.requests import Stage
from cnnlab.core.segmentation.skip_cost import SkipCost, skip_costs
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.numbers import size
from cnnlab.ui.widgets.table import table


def skip_name(stage: Stage) -> str:
    """A skip connection by the size of its maps and, as code, the layer that it comes from."""
    words = _("Skip at {size}").format(size=size(stage.shape[:2]))
    return f"{words} `{stage.name}`"


def measured_skips(settings: Settings, connected: Sequence[Stage]) -> None:
    """The IoU without each skip connection, in the order given, and without all; nothing for an unmeasured network."""
    text = held(CONTROLS.key("measured"), (settings.card.id, current()), lambda: _text(settings, connected))
    if text:
        st.markdown(text)


def _text(settings: Settings, connected: Sequence[Stage]) -> str:
    costs = skip_costs()
    if costs.model != settings.card.id:
        return ""
    first = settings.network.english[0]
    head = [_("Switched off"), f"IoU: {settings.names[0]}", _("Mean IoU"), _("Boundary IoU")]
    names = {stage.name: skip_name(stage) for stage in connected}
    order = list(names)
    whole, *single, without_all = costs.rows
    single.sort(key=lambda row: order.index(row.without[0]))
    rows = [
        [_off(row, names), *(f"{value:.3f}" for value in (row.iou[first], row.mean_iou, row.boundary_iou))]
        for row in (whole, *single, without_all)
    ]
    caption = _("Measured on {count} test pictures that the network was not trained on:")
    return f"{caption.format(count=costs.pictures)}\n\n{table(head, rows)}"


def _off(row: SkipCost, names: Mapping[str, str]) -> str:
    if not row.without:
        return _("None")
    return names[row.without[0]] if len(row.without) == 1 else _("All of them")

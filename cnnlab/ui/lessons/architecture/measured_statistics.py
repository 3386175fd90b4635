"""What a BatchNormalization layer keeps of the batches that it sees."""

import numpy as np
import streamlit as st

from cnnlab.core.pictures.patches import patches
from cnnlab.core.requests import BatchStatistics, NormalizeBatches
from cnnlab.figures.curves import Line, Panel, curves
from cnnlab.figures.palette import GREY, RUNS
from cnnlab.ui.lessons.architecture.settings import CONTROLS
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current
from cnnlab.ui.widgets.controls import one_of, whole
from cnnlab.ui.widgets.numbers import counted_percent, numbers, signed

MOMENTA, SIZES, SIDE = (0.9, 0.99, 0.999), (4, 16, 64), 16
MOST, START = 1000, 200  # steps
HEIGHT, LABEL = 520, 150  # pixels


def statistics() -> None:
    """Momentum, size of the batch and number of steps; what was kept, and what it does to a batch."""
    with st.container(horizontal=True):
        momentum = _choice(_("Momentum · `momentum`"), MOMENTA, "bn_momentum", 0.99)
        size = _choice(_("Pictures in a batch"), SIZES, "bn_size", 16)
        steps = whole(_("Batches of training"), 1, MOST, CONTROLS.key("bn_steps"), START, width=180)
    batches = named(f"patches {steps} {size} {SIDE}", lambda: patches(steps, int(size), SIDE))
    asked = ask(NormalizeBatches(batches, momentum), part="statistics")
    if asked is None:
        return
    found = asked.value
    made = held(CONTROLS.key("bn_made"), (Itself(found), momentum, current()), lambda: _made(found, momentum))
    numbers(made[0])
    st.plotly_chart(made[1], key=CONTROLS.key("bn_curves"), config={"displayModeBar": False})


def _choice(label: str, options: tuple, name: str, start: float) -> float:
    key = CONTROLS.key(name)
    return float(one_of(st.segmented_control, label, options, key, start, str, required=True))


def _made(found: BatchStatistics, momentum: float) -> tuple[list[tuple[str, ...]], object]:
    steps = len(found.means)
    said = _("mean {mean}, standard deviation {deviation}")

    def written(pair: tuple[float, float]) -> str:
        return said.format(mean=signed(pair[0], ".2f"), deviation=signed(pair[1], ".2f"))

    shown = [
        (
            _("What the moving averages have taken in"),
            counted_percent(1 - momentum**steps),
            f"1 − {momentum:g}^{steps}",
        ),
        (_("The last batch in training"), written(found.training)),
        (_("The same batch in inference"), written(found.inference)),
    ]
    panels = [
        _panel(_("Mean of the channel"), found.means, found.kept_means),
        _panel(_("Variance of the channel"), found.variances, found.kept_variances),
    ]
    return shown, curves(panels, _("Batches of training"), height=HEIGHT, labels=LABEL)


def _panel(title: str, seen: np.ndarray, kept: np.ndarray) -> Panel:
    steps = list(range(1, len(seen) + 1))
    return Panel(
        title,
        [
            Line(_("of the batch"), GREY, steps, seen.tolist(), dashed=True, label=_("of the batch")),
            Line(_("moving average"), RUNS[0], steps, kept.tolist(), label=_("moving average")),
        ],
    )

"""The settings of the Training histories page: the runs, the metric, the axes, and how smooth the curves are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.ui.lessons.histories import LESSON
from cnnlab.ui.lessons.histories.runs import NONE, Run, all_runs, metrics_of, own_files
from cnnlab.ui.shell import link
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.controls import Controls, translated

STORY = (
    "cats_dogs_scratch",
    "cats_dogs_augmented",
    "cats_dogs_extraction",
    "cats_dogs_fine_tuned",
)
DEFAULTS: dict[str, Any] = {
    "runs": ",".join(STORY),
    "metric": "accuracy",
    "second": NONE,
    "x": "epochs",
    "log": False,
    "half_life": 0.0,
    "lit": "",
    "shade": False,
}
OF_RULES = ("patience_EarlyStopping", "patience_GL", "patience_PQ", "patience_UP", "strip_PQ", "strip_UP")
CONTROLS = Controls(LESSON.prefix, DEFAULTS, depending=("rule", "watched", *OF_RULES, "first", "other", "tab"))
RUNS, SHOWN = CONTROLS.key("runs"), CONTROLS.key("runs_shown")
OPENED_BY = {
    "hist_rule": "stopping",
    "hist_watched": "stopping",
    "hist_first": "comparison",
}  # sections, by keys of links
AXES = {"epochs": N_("Epochs"), "seconds": N_("Minutes"), "steps": N_("Steps")}


@dataclass(frozen=True)
class Settings:
    """The runs that are shown, and how; `second` is another metric below the first, "none" for no other."""

    runs: tuple[Run, ...]
    metric: str
    second: str
    x: str
    log: bool
    half_life: float
    lit: str  # the run whose curves stand out; "" for all
    shade: bool  # whether the gap between training and validation is shaded

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric,) if self.second == NONE else (self.metric, self.second)


def controls() -> Settings:
    """The essential controls; the others are folded away."""
    known = all_runs()
    runs = _chosen(known)
    metrics = held(CONTROLS.key("metrics"), runs, lambda: metrics_of(runs))
    metric = CONTROLS.select("metric", _("Metric"), metrics, _named)
    smooth = CONTROLS.amount(
        "half_life",
        _("Smoothing: half-life in epochs"),
        0.0,
        _quarter(runs),
        step=0.5,
        format="%.1f",
        help=_explained(),
    )
    with CONTROLS.box("more", _("More: axes, a second metric")):
        x = CONTROLS.segments("x", _("Along the x axis"), list(AXES), translated(AXES))
        log = CONTROLS.switch("log", _("Logarithmic y axis"))
        shade = CONTROLS.switch("shade", _("Shade the gap between training and validation"))
        others = [NONE, *(name for name in metrics if name != metric)]
        second = CONTROLS.select("second", _("A second metric below it"), others, _named)
    with CONTROLS.box("own", _("Add your own histories")) as is_open:
        if is_open:
            own_files()
    lit = st.session_state.get(CONTROLS.key("lit"), link.asked(CONTROLS.key("lit")) or "")
    return Settings(runs, metric, second, x, log, smooth, lit if lit in {run.id for run in runs} else "", shade)


def _chosen(known: Mapping[str, Run]) -> tuple[Run, ...]:
    """The runs that the visitor has chosen, at first the link's; their ids are in the link, own ones are not."""
    if RUNS not in st.session_state:
        st.session_state[RUNS] = link.asked(RUNS) or DEFAULTS["runs"]
    picked = st.session_state[SHOWN] = [name for name in st.session_state[RUNS].split(",") if name in known]
    st.multiselect(
        _("Runs"), list(known), format_func=lambda name: known[name].title(), key=SHOWN, placeholder=_("Choose runs"),
        on_change=_take_runs,
    )  # fmt: skip
    link.keep(RUNS, ",".join(name for name in picked if not known[name].is_own), DEFAULTS["runs"])
    return tuple(known[name] for name in picked)


def _take_runs() -> None:
    st.session_state[RUNS] = ",".join(st.session_state[SHOWN])


def _named(metric: str) -> str:
    return _("None") if metric == NONE else metric


def _quarter(runs: tuple[Run, ...]) -> float:
    """The longest half-life: a quarter of the longest run."""
    longest = max((len(run.history.epochs) for run in runs), default=0)
    return max(1.0, float(longest // 4))


def _explained() -> str:
    return _(
        "Each point becomes an average of the curve before it, whose weight halves over this number of epochs: "
        r"$s(t) = \int v(u)\,2^{-(t-u)/h}\,du \,/\, \int 2^{-(t-u)/h}\,du$. "
        "It hardly depends on how many points there are. The raw line stays visible."
    )

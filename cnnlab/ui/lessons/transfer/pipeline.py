"""The input pipeline on ten files: what each step gives out, and what a small shuffle buffer does to the order."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.pipeline import (
    CLASSES,
    FILES,
    PICTURE_BYTES,
    SIZE,
    PipelineSettings,
    Step,
    expected_in_first,
    first_batch,
    steps,
)
from cnnlab.core.snippets.pipeline import pipeline_code
from cnnlab.core.transfer import HeadSettings
from cnnlab.ui.lessons.transfer import pipeline_rows as rows
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.numbers import numbers as show_numbers

TITLE = N_("Input pipeline")
BUFFER, BATCH, SEED, STEP = (CONTROLS.key(name) for name in ("buffer", "batch", "order_seed", "step"))
START = PipelineSettings()
WIDTH = 165  # pixels of a control: two of them share a phone's width
TITLES = {
    "index": N_("Index"),
    "shuffle": N_("Shuffle"),
    "decode": N_("Decode"),
    "resize": N_("Resize"),
    "batch": N_("Batching"),
    "prefetch": N_("Prefetch"),
}


def pipeline(settings: HeadSettings, answer: Answer | None) -> None:
    """The settings of the pipeline, a row of ten files for each step, and one of the steps explained."""
    st.markdown(lesson("transfer", "pipeline"), width=840)
    chosen = _chosen()
    made = steps(chosen)
    show_numbers(_numbers(chosen))
    step = controls.one_of(
        st.segmented_control,
        _("Step of the pipeline"),
        list(TITLES),
        STEP,
        "shuffle",
        lambda name: _(TITLES[name]),
        required=True,
    )
    st.html(rows.table(made, {name: _(title) for name, title in TITLES.items()}, step))
    st.markdown(lesson("transfer", f"pipeline_{step}", **_values()), width=840)
    _more(step, chosen, made)
    with CONTROLS.box("pipeline_code", _("The code of this pipeline")) as is_open:
        if is_open:
            st.code(pipeline_code(chosen), language="python")


def _chosen() -> PipelineSettings:
    """The three controls."""
    with controls.side_by_side():
        label = _("Buffer · `buffer_size`")
        buffer = controls.amount(label, 1, len(FILES), BUFFER, START.buffer, width=WIDTH)
        batch = controls.amount(_("Batch · `batch_size`"), 1, len(FILES), BATCH, START.batch, width=WIDTH)
        seed = controls.whole(_("Order · `seed`"), 0, 9_999, SEED, START.seed, width=WIDTH)
    return PipelineSettings(int(buffer), int(batch), seed)


def _numbers(chosen: PipelineSettings) -> list[tuple[str, str]]:
    found = first_batch(chosen)
    size = sum(found.values())
    labels = tuple(file.label for file in FILES)
    average = expected_in_first(labels, CLASSES.index("dog"), chosen.buffer, chosen.batch)
    counts = ", ".join(f"{count} × {name}" for name, count in found.items())
    return [
        (_("In the first batch"), counts),
        (_("Dogs in it, on average over all seeds"), f"{average:.1f} / {size}"),
        (_("Places that a file can come out early, at most"), str(chosen.buffer - 1)),
    ]


def _more(step: str, chosen: PipelineSettings, made: list[Step]) -> None:
    """What a step has to show beyond its row."""
    if step == "shuffle":
        st.html(rows.draws(chosen, _("In the buffer"), _("Comes out")))
    elif step == "prefetch":
        st.html(rows.timing(len(made[-1].elements), _words()))


def _values() -> dict[str, object]:
    """The numbers in the explanations of the steps."""
    return {"side": SIZE, "bytes": f"{PICTURE_BYTES:,}", "load": rows.LOAD, "train": rows.TRAIN}


def _words() -> dict[str, str]:
    return {
        "without": _("Without prefetching"),
        "with": _("With prefetching"),
        "load": _("Prepare a batch"),
        "train": _("Train on it"),
        "total": _("{units} units of time"),
    }

"""The Pooling page: its controls, its stepper, and what pooling keeps."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerError, LayerFacts, describe
from cnnlab.core.snippets.layers import layer_code
from cnnlab.core.stepping.edits import checked_edits, edited, read_edits, written_edits
from cnnlab.core.stepping.inputs import INPUTS, small_input
from cnnlab.core.stepping.pooled import kept
from cnnlab.core.stepping.stand_in import stand_in
from cnnlab.ui.lessons.convolution.settings import CONTENTS, LARGEST, MOST_CHANNELS
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets import controls
from cnnlab.ui.widgets.stepper.grids import Grid, grids
from cnnlab.ui.widgets.stepper.stepper import cell_in_link, stepper

PREFIX = "pool_"
EDITS, GRID, AT = f"{PREFIX}edits", f"{controls.HELD}{PREFIX}stepper", f"{PREFIX}at"
KINDS = {
    "MaxPooling2D": N_("Max pooling"),
    "AveragePooling2D": N_("Average pooling"),
    "GlobalMaxPooling2D": N_("Global max pooling"),
    "GlobalAveragePooling2D": N_("Global average pooling"),
}


@dataclass(frozen=True)
class Settings:
    """A Keras layer config, the input's shape, and what is in the input."""

    layer: dict[str, Any]
    input_shape: tuple[int, int, int]
    content: str


def controls_of_the_page() -> Settings:
    """The left column from top to bottom."""
    words = {each: f"{_(KINDS[each])} · {each}" for each in KINDS}
    kind = controls.one_of(st.selectbox, _("Layer"), list(KINDS), f"{PREFIX}layer", "MaxPooling2D", words.__getitem__)
    left, right = st.container(key=f"{PREFIX}pair").columns(2, gap="small")
    with left:
        rows = controls.whole(_("Input height"), 1, LARGEST, f"{PREFIX}height", 6)
    with right:
        columns = controls.whole(_("Input width"), 1, LARGEST, f"{PREFIX}width", 6)
    channels = controls.whole(_("Input channels"), 1, MOST_CHANNELS, f"{PREFIX}channels", 1)
    config = {} if kind.startswith("Global") else _window()
    content = controls.one_of(
        st.selectbox,
        _("Numbers of the input"),
        list(INPUTS),
        f"{PREFIX}input",
        "numbers",
        lambda each: _(CONTENTS[each]),
    )
    return Settings({"class_name": kind, "config": config}, (rows, columns, channels), content)


def _window() -> dict[str, Any]:
    """What a pooling that moves takes; a global one has one window over all."""
    size = controls.one_of(
        st.segmented_control,
        _("Window · `pool_size`"),
        [2, 3, 4, 5],
        f"{PREFIX}pool_size",
        2,
        lambda each: f"{each} × {each}",
        required=True,
        width="stretch",
    )
    strides = controls.one_of(
        st.segmented_control,
        _("Step between windows · `strides`"),
        ["None", "1", "2", "3", "4"],
        f"{PREFIX}strides",
        "None",
        str,
        required=True,
        width="stretch",
    )
    if strides == "None":
        st.caption(_("`None`: the step is the window's size, {size}; the windows lie side by side.").format(size=size))
    padding = controls.one_of(
        st.segmented_control,
        _("Border · `padding`"),
        ["valid", "same"],
        f"{PREFIX}padding",
        "valid",
        str,
        required=True,
        width="stretch",
    )
    return {"pool_size": size, "strides": None if strides == "None" else int(strides), "padding": padding}


def answer(settings: Settings) -> LayerFacts | None:
    """The numbers at a glance; where Keras would refuse the layer, the page says so."""
    try:
        facts = describe(settings.layer, settings.input_shape)
    except LayerError as error:
        st.warning(error_text(error), icon=":material/block:")
        return None
    values = int(np.prod(facts.output_shape)), int(np.prod(settings.input_shape))
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Output: height × width × channels"), " × ".join(map(str, facts.output_shape)), width="content")
        st.metric(_("Values out, of those in"), f"{values[0]:,} / {values[1]:,}", width="content")
        st.metric(_("Parameters"), "0", width="content")
    return facts


def step_through(settings: Settings) -> np.ndarray | None:
    """The grid; returns the input that is in it, (height, width, channels)."""
    small = _drawn(settings)
    if small is None:
        st.info(
            _("This window is too large to be drawn cell by cell; the numbers above hold."), icon=":material/grid_off:"
        )
        return None
    layer, shape = small
    if shape != settings.input_shape:
        st.info(
            _("Drawn smaller, so that you can see the cells: {shape} instead of {whole}.").format(
                shape=" × ".join(map(str, shape)), whole=" × ".join(map(str, settings.input_shape))
            ),
            icon=":material/zoom_in_map:",
        )
    if EDITS not in st.session_state:
        st.session_state[EDITS] = read_edits(st.query_params.get(EDITS, ""))
    edits = st.session_state[EDITS]
    inputs, _weights = edited(layer, small_input(settings.content, shape), [], edits)
    stepper(
        layer=layer, inputs=inputs, weights=[], at=cell_in_link(AT), editable=True, edits=edits, on_edit=_keep_edits,
        key=GRID, link=AT,
    )  # fmt: skip
    if edits:
        st.query_params[EDITS] = written_edits(edits)
        label = _("Put the numbers back ({count} changed)").format(count=len(edits))
        st.button(
            label,
            key=f"{PREFIX}put_back",
            icon=":material/undo:",
            on_click=st.session_state.update,
            args=({EDITS: {}},),
        )
    elif EDITS in st.query_params:
        del st.query_params[EDITS]
    return inputs


def _drawn(settings: Settings) -> tuple[dict, tuple[int, ...]] | None:
    """A global pooling looks at all there is, so a smaller picture of it is only smaller."""
    if settings.layer["config"]:
        return stand_in(settings.layer, settings.input_shape)
    height, width, channels = settings.input_shape
    return settings.layer, (min(height, 16), min(width, 16), min(channels, 4))


def _keep_edits() -> None:
    st.session_state[EDITS] = checked_edits(st.session_state[GRID]["edits"])


def what_it_keeps(settings: Settings, inputs: np.ndarray) -> None:
    """Which numbers of the first channel reach the output at all."""
    if not settings.layer["class_name"].endswith("MaxPooling2D"):
        st.markdown(_("An average keeps a share of every number that is counted, and no number as it was."))
        return
    mask = kept(settings.layer, inputs)
    text = _(
        "Of {all} numbers {kept} reach the output (framed). The others are forgotten, "
        "and so is where the winners stood."
    )
    st.markdown(text.format(all=mask.size, kept=int(mask.sum())))
    grids([Grid(_("Input, its winners framed"), inputs[..., 0], mask)], f"{PREFIX}kept", 300)


def code(settings: Settings, inputs: np.ndarray | None) -> None:
    """The layer that is on the page, in Keras."""
    if inputs is None:
        st.markdown(_("There is no code for a layer that Keras refuses or that is too large to be drawn."))
        return
    st.code(layer_code(settings.layer, inputs, []), language="python")

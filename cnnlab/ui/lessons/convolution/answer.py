"""What the Convolution page answers: the numbers at a glance, the formula, the stepper, the code."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from cnnlab.core import layers
from cnnlab.core.snippets.layers import layer_code
from cnnlab.core.stepping.cell import weight_shapes
from cnnlab.core.stepping.edits import checked_edits, edited, read_edits, written_edits
from cnnlab.core.stepping.inputs import NUMBERS, small_input, small_weights
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.core.stepping.stand_in import stand_in
from cnnlab.ui.lessons.convolution.settings import PREFIX, Settings, kernel_title
from cnnlab.ui.shell.language import _, error_text
from cnnlab.ui.widgets.controls import HELD
from cnnlab.ui.widgets.stepper.stepper import cell_in_link, stepper

EDITS, GRID, AT = f"{PREFIX}edits", f"{HELD}{PREFIX}stepper", f"{PREFIX}at"


@dataclass(frozen=True)
class Stepped:
    """The layer that is stepped through, which may stand in for a larger one, and its numbers."""

    layer: dict
    inputs: np.ndarray
    weights: list[np.ndarray]
    is_stand_in: bool


def describe(settings: Settings) -> layers.LayerFacts | None:
    """What the layer makes of its input; where Keras would refuse it, the page says so here."""
    try:
        return layers.describe(settings.layer, settings.input_shape)
    except layers.LayerError as error:
        st.warning(error_text(error), icon=":material/block:")
        return None


def numbers(facts: layers.LayerFacts) -> None:
    """The answer at a glance."""
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Output: height × width × channels"), " × ".join(map(str, facts.output_shape)), width="content")
        st.metric(_("Parameters"), f"{facts.parameters:,}", width="content")
        st.metric(_("Multiply-adds"), f"{facts.multiply_adds:,}", width="content")
        sees = [each.gathered_size for each in facts.scatters or ()]
        seen = " × ".join(map(str, sees or [each.effective_size for each in facts.windows or ()]))
        st.metric(_("Receptive field"), seen, width="content", help=_("What one output cell sees of the input."))


def step_through(settings: Settings) -> Stepped | None:
    """The grid, with what the reader wrote into it; for sizes that cannot be seen a smaller stand-in."""
    small = stand_in(settings.layer, settings.input_shape)
    if small is None:
        st.info(
            _("This window is too large to be drawn cell by cell; the numbers above hold."), icon=":material/grid_off:"
        )
        return None
    layer, shape = small
    smaller = shape != settings.input_shape or layer != settings.layer
    if smaller:
        st.info(
            _(
                "Drawn smaller, so that you can see the cells: {shape} instead of {whole}. Window, step and border are "
                "the same, and so are the padding and what is left over at the end. The numbers above are the whole "
                "layer's."
            ).format(shape=_size(shape, layer), whole=_size(settings.input_shape, settings.layer)),
            icon=":material/zoom_in_map:",
        )
    if EDITS not in st.session_state:
        st.session_state[EDITS] = read_edits(st.query_params.get(EDITS, ""))
    edits = st.session_state[EDITS]
    inputs = small_input(settings.content, shape)
    weights = small_weights(layer, weight_shapes(layer, shape), settings.kernel)
    inputs, weights = edited(layer, inputs, weights, edits)
    stepper(
        layer=layer,
        inputs=inputs,
        weights=weights,
        at=cell_in_link(AT),
        editable=True,
        edits=edits,
        on_edit=_keep_edits,
        key=GRID,
        link=AT,
    )
    _below_the_grid(settings, edits)
    return Stepped(layer, inputs, weights, smaller)


def _below_the_grid(settings: Settings, edits: dict[str, float]) -> None:
    if edits:
        st.query_params[EDITS] = written_edits(edits)
        st.button(
            _("Put the numbers back ({count} changed)").format(count=len(edits)),
            key=f"{PREFIX}put_back",
            icon=":material/undo:",
            on_click=st.session_state.update,
            args=({EDITS: {}},),
        )
    elif EDITS in st.query_params:
        del st.query_params[EDITS]
    if settings.kernel != NUMBERS:
        st.caption(f"**{kernel_title(settings.kernel)}.** " + _(KERNELS[settings.kernel].reason))


def _keep_edits() -> None:
    st.session_state[EDITS] = checked_edits(st.session_state[GRID]["edits"])


def _size(shape: tuple[int, ...], layer: dict) -> str:
    """The input's size, and how many filters look at it, where the layer has a number of them."""
    size, filters = " × ".join(map(str, shape)), layer["config"].get("filters")
    return size if filters is None else _("{size}, filters: {filters}").format(size=size, filters=filters)


def first_kernel(stepped: Stepped | None) -> np.ndarray | None:
    """The kernel of the first filter over the first channel, (rows, columns), as the reader may have changed it."""
    return None if stepped is None else stepped.weights[0][:, :, 0, 0]


def code(stepped: Stepped | None) -> None:
    """The layer that is on the page, in Keras."""
    if stepped is None:
        st.markdown(_("There is no code for a layer that Keras refuses or that is too large to be drawn."))
        return
    if stepped.is_stand_in:
        st.markdown(_("With the smaller size that is drawn above."))
    st.code(layer_code(stepped.layer, stepped.inputs, stepped.weights), language="python")

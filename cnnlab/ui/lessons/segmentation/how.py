"""How it works: the shapes on the way down and up, the feature maps, and what a skip connection brings back."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.requests import SegmentationStages, Stage
from cnnlab.figures.palette import EVEN
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings
from cnnlab.ui.lessons.segmentation.skips import skips
from cnnlab.ui.lessons.segmentation.stages_view import stages_html
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.contrasts import page_button
from cnnlab.ui.widgets.controls import one_of
from cnnlab.ui.widgets.feature_maps import Group, Part, map_sheet, packed
from cnnlab.ui.widgets.numbers import size

TITLE = N_("How it works")
STAGE = CONTROLS.key("stage")
TILE = 112  # pixels of a feature map's side
# Settings of other pages, by their keys there
STRIDED = {"conv_layer": "Conv2D", "conv_strides": 2, "conv_padding": "same", "conv_kernel_size": "3"}
TRANSPOSED = {"conv_layer": "Conv2DTranspose", "conv_strides": 2, "conv_padding": "same", "conv_kernel_size": "3"}
POOLED = {"pool_layer": "MaxPooling2D", "pool_pool_size": 2, "pool_input": "numbers"}


def how(settings: Settings, answer: Answer | None) -> None:
    """The stages with their sizes, the maps of one of them, the skip connections, and the layers on other pages."""
    if answer is None:
        return
    picture = settings.picture
    request = SegmentationStages(settings.card.id, named(picture.digest, lambda: picture.pixels))
    found = ask(request, own=picture.own, part="how")
    if found is None:
        return
    stages = found.value
    st.markdown(lesson("segmentation_tabs", "how", **_facts(settings, stages)), width=840)
    plates, maps = st.columns([0.5, 0.5], gap="large")
    with plates:
        st.html(held(CONTROLS.key("plates"), (Itself(stages), current()), lambda: stages_html(stages, answer.picture)))
    with maps:
        _maps(stages)
    skips(settings, answer, [stage for stage in stages if stage.joins])
    _layers()


def _facts(settings: Settings, stages: Sequence[Stage]) -> dict[str, object]:
    """The values for the gaps in the text."""
    least = min(stages, key=lambda stage: stage.shape[0])
    card = settings.card
    return {
        "rows": card.input.height,
        "columns": card.input.width,
        "least": size(least.shape),
        "area": f"{card.input.height / least.shape[0] * card.input.width / least.shape[1]:,.0f}",
    }


def _maps(stages: Sequence[Stage]) -> None:
    """The feature maps of a chosen stage: the bottleneck at first."""
    by_name = {stage.name: stage for stage in stages}
    first = next((stage.name for stage in stages if stage.role == "bottom"), stages[0].name)
    name = one_of(
        st.selectbox,
        _("Feature maps of"),
        list(by_name),
        STAGE,
        first,
        lambda name: f"{name} · {size(by_name[name].shape)}",
    )
    stage = by_name[name]
    data = held(CONTROLS.key("stage_made"), (Itself(stages), name, current()), lambda: _packed(stage))
    map_sheet(data, CONTROLS.key("stage_maps"))
    text = _("The {count} maps that vary most, of {all}; each from its smallest value (dark) to its largest.")
    st.caption(text.format(count=len(stage.channels), all=stage.shape[2]))


def _packed(stage: Stage) -> bytes:
    cells = np.ascontiguousarray(stage.maps.transpose(1, 2, 0)).astype(np.float32)
    group = Group(
        name=stage.name,
        parts=[Part(cells, 0.0, 255.0, EVEN)],
        tile=(TILE, TILE),
        fill=True,
        names=[str(channel + 1) for channel in stage.channels],
    )
    return packed([group], said=_("Feature maps of {layer}").format(layer=stage.name))


def _layers() -> None:
    """The layers of which such networks consist, on the pages where they are stepped through."""
    st.markdown(lesson("segmentation_tabs", "layers"), width=840)
    with st.container(horizontal=True):
        strided, pooled, transposed = map(CONTROLS.key, ("to_strided", "to_pooled", "to_transposed"))
        page_button(_("Step through a strided convolution"), "pages/convolution.py", STRIDED, strided)
        page_button(_("Step through max pooling"), "pages/pooling.py", POOLED, pooled)
        page_button(_("Step through a transposed convolution"), "pages/convolution.py", TRANSPOSED, transposed)

"""A kernel over a whole photograph, beside the original."""

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.snippets.layers import filter_code
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.core.stepping.typed_kernel import read_kernel, write_kernel
from cnnlab.figures import encode
from cnnlab.figures.greys import filtered_greys
from cnnlab.ui.lessons.convolution import LESSON, filter_view
from cnnlab.ui.lessons.convolution.answer import Answer
from cnnlab.ui.shell import link
from cnnlab.ui.shell.language import _
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets import pictures
from cnnlab.ui.widgets.controls import Controls, by

TITLE = N_("A filter over a photograph")
FIRST = "china"  # the photograph that is shown at first
LINES, OWN, TYPED = "lines", "own", "typed"
LINE_KERNELS, LINE_SIZE = ("vertical_line", "horizontal_line"), 7
CONTROLS = Controls(f"{LESSON.prefix}photo_", {"kernel": OWN, "size": 3})
WEIGHTS = CONTROLS.key("weights")  # the kernel that was typed, as text
TITLES = {LINES: N_("Two line detectors, 7 × 7"), OWN: N_("The kernel above"), TYPED: N_("The numbers typed here")}


@fragment
def photograph(_settings: object, answer: Answer | None) -> None:
    """The picture and its maps, for two line detectors, a named kernel, the one in the stepper, or one typed here."""
    left, right = st.columns([0.27, 0.73], gap="large")
    with left:
        picture = pictures.choose(CONTROLS.prefix, first=FIRST)
        kernels = _kernels(answer.first_kernel if answer else None)
    with right:
        filter_view.filter_view(picture, kernels, _take)
        for title, kernel in kernels.items():
            _download(picture, title, kernel)
    st.caption(_("One filter: the same kernel on red, green and blue, and the three results are added."))
    st.code(filter_code(list(kernels.values())), language="python")


def _take() -> None:
    """Keep the kernel that a visitor has typed, and choose it."""
    kernel = filter_view.typed()
    if kernel is not None:
        st.session_state.update({WEIGHTS: write_kernel(kernel), CONTROLS.key("kernel"): TYPED})


def _kernels(own: np.ndarray | None) -> dict[str, np.ndarray]:
    """Title and weights of the kernels that the visitor chose."""
    text = st.session_state.setdefault(WEIGHTS, link.asked(WEIGHTS) or "")
    typed = read_kernel(text)
    titles = {name: _(title) for name, title in TITLES.items()} | {name: _(KERNELS[name].title) for name in KERNELS}
    found = {name: kernel for name, kernel in ((OWN, own), (TYPED, typed)) if kernel is not None}
    chosen = CONTROLS.select("kernel", _("Kernel"), [*found, LINES, *KERNELS], titles.__getitem__)
    link.keep(WEIGHTS, text if chosen == TYPED else "", "")
    if chosen in found:
        return {titles[chosen]: found[chosen]}
    if chosen == LINES:
        return {titles[name]: KERNELS[name].values(LINE_SIZE) for name in LINE_KERNELS}
    size = CONTROLS.segments("size", _("Kernel size"), list(KERNELS[chosen].sizes), by, width="content")
    st.caption(_(KERNELS[chosen].reason))
    return {titles[chosen]: KERNELS[chosen].values(size)}


def _download(picture: pictures.Chosen, title: str, kernel: np.ndarray) -> None:
    """The map at the picture's own size as a file, made when it is asked for."""
    height, width = picture.pixels.shape[:2]

    def file() -> bytes:  # called outside the run, where there is no session and so no cache
        return encode.png(filtered_greys(picture.pixels, kernel))

    st.download_button(
        _("Download {title} ({height} × {width})").format(title=title, height=height, width=width),
        data=file,
        file_name=f"{title}.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=f"{CONTROLS.prefix}full_{title}",
    )

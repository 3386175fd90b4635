"""A kernel over a whole photograph, beside the original."""

import numpy as np
import streamlit as st

from cnnlab.core.snippets.layers import filter_code
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.figures import encode
from cnnlab.figures.greys import filtered_picture
from cnnlab.ui.shell.cache import jpeg, photograph_filtered
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls, pictures

PREFIX = "conv_photo_"
MOST = 1024  # pixels a side on the page
LINES, OWN = "lines", "own"
LINE_SIZE = 7


@st.fragment
def photograph(kernel: np.ndarray | None) -> None:
    """The picture and its maps, for two line detectors, a named kernel, or the stepper's (rows, columns)."""
    left, right = st.columns([0.27, 0.73], gap="large")
    with left:
        picture = pictures.choose(PREFIX, first="china")
        kernels = _kernels(kernel)
    with right:
        columns = st.columns(1 + len(kernels))
        columns[0].image(
            jpeg(picture.digest, picture.pixels, MOST), caption=_("The picture"), alt=picture.name, width="stretch"
        )
        for column, (title, kernel) in zip(columns[1:], kernels.items(), strict=True):
            found = photograph_filtered(picture.digest, picture.pixels, kernel.tobytes(), kernel, MOST)
            with column:
                st.image(found.picture, caption=title, alt=title, width="stretch")
                st.caption(_scale(found.black, found.white))
        for title, kernel in kernels.items():
            _full_size(picture, title, kernel)
    st.caption(_("One filter: the same kernel in red, green and blue, and the three are added up."))
    st.code(filter_code(list(kernels.values())), language="python")


def _kernels(own: np.ndarray | None) -> dict[str, np.ndarray]:
    """Title and weights of the kernels that the reader chose."""
    titles = {LINES: _("The notes' two lines, 7 × 7"), OWN: _("The kernel above"), **_named()}
    options = [*([OWN] if own is not None else []), LINES, *KERNELS]
    chosen = controls.one_of(st.selectbox, _("Kernel"), options, f"{PREFIX}kernel", options[0], titles.__getitem__)
    if chosen == LINES:
        return {
            _(KERNELS[each].title): KERNELS[each].values(LINE_SIZE) for each in ("vertical_line", "horizontal_line")
        }
    if chosen == OWN and own is not None:
        return {titles[OWN]: own}
    sizes = KERNELS[chosen].sizes
    size = controls.one_of(
        st.segmented_control,
        _("Its size"),
        list(sizes),
        f"{PREFIX}size",
        sizes[0],
        lambda each: f"{each} × {each}",
        required=True,
    )
    st.caption(_(KERNELS[chosen].reason))
    return {titles[chosen]: KERNELS[chosen].values(size)}


def _named() -> dict[str, str]:
    return {each.id: _(each.title) for each in KERNELS.values()}


def _scale(black: float, white: float) -> str:
    if black < 0:
        return _("Black {black:.3g}, middle grey 0, white {white:.3g}").format(black=black, white=white)
    return _("Black {black:.3g}, white {white:.3g}").format(black=black, white=white)


def _full_size(picture: pictures.Chosen, title: str, kernel: np.ndarray) -> None:
    """The map at the picture's own size as a file, made when it is asked for."""
    height, width = picture.pixels.shape[:2]

    def made() -> bytes:  # called from outside the run, where there is no session and so no cache
        return encode.png(filtered_picture(picture.pixels, kernel).greys)

    st.download_button(
        _("{title} at its own size, {width} × {height}").format(title=title, width=width, height=height),
        data=made,
        file_name=f"{title}.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=f"{PREFIX}full_{title}",
    )

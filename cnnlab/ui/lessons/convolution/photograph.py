"""A kernel over a whole photograph, beside the original."""

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.snippets.layers import filter_code
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.figures import encode
from cnnlab.figures.greys import filtered_greys
from cnnlab.ui.lessons.convolution import LESSON
from cnnlab.ui.lessons.convolution.answer import Answer
from cnnlab.ui.shell.cache import digest_of, jpeg, photograph_filtered
from cnnlab.ui.shell.language import _
from cnnlab.ui.shell.link import fragment
from cnnlab.ui.widgets import pictures
from cnnlab.ui.widgets.controls import Controls, by
from cnnlab.ui.widgets.numbers import signed

TITLE = N_("A filter over a photograph")
FIRST = "china"  # the photograph that is shown at first
LARGEST = 1024  # pixels a side on the page
LINES, OWN = "lines", "own"
LINE_KERNELS, LINE_SIZE = ("vertical_line", "horizontal_line"), 7
CONTROLS = Controls(f"{LESSON.prefix}photo_", {"kernel": OWN, "size": 3})
TITLES = {LINES: N_("Two line detectors, 7 × 7"), OWN: N_("The kernel above")}


@fragment
def photograph(_settings: object, answer: Answer | None) -> None:
    """The picture and its maps, for two line detectors, a named kernel, or the one in the stepper."""
    left, right = st.columns([0.27, 0.73], gap="large")
    with left:
        picture = pictures.choose(CONTROLS.prefix, first=FIRST)
        kernels = _kernels(answer.first_kernel if answer else None)
    with right:
        columns = st.columns(1 + len(kernels))
        file = jpeg(picture.own, digest=picture.digest, _picture=picture.pixels, most=LARGEST)
        columns[0].image(file, caption=_("The picture"), alt=picture.name, width="stretch")
        for column, (title, kernel) in zip(columns[1:], kernels.items(), strict=True):
            found = photograph_filtered(picture.digest, picture.pixels, digest_of(kernel), kernel, LARGEST)
            column.image(found.picture, caption=title, alt=title, width="stretch")
            column.caption(_scale(found.black, found.white))
        for title, kernel in kernels.items():
            _download(picture, title, kernel)
    st.caption(_("One filter: the same kernel on red, green and blue, and the three results are added."))
    st.code(filter_code(list(kernels.values())), language="python")


def _kernels(own: np.ndarray | None) -> dict[str, np.ndarray]:
    """Title and weights of the kernels that the visitor chose."""
    titles = {name: _(title) for name, title in TITLES.items()} | {name: _(KERNELS[name].title) for name in KERNELS}
    options = [*([OWN] if own is not None else []), LINES, *KERNELS]
    chosen = CONTROLS.select("kernel", _("Kernel"), options, titles.__getitem__)
    if chosen == LINES:
        return {titles[name]: KERNELS[name].values(LINE_SIZE) for name in LINE_KERNELS}
    if chosen == OWN and own is not None:
        return {titles[OWN]: own}
    size = CONTROLS.segments("size", _("Kernel size"), list(KERNELS[chosen].sizes), by, width="content")
    st.caption(_(KERNELS[chosen].reason))
    return {titles[chosen]: KERNELS[chosen].values(size)}


def _scale(black: float, white: float) -> str:
    ends = {"black": signed(black, ".3g"), "white": signed(white, ".3g")}
    if black < 0:
        return _("Black = {black}, mid-grey = 0, white = {white}").format(**ends)
    return _("Black = {black}, white = {white}").format(**ends)


def _download(picture: pictures.Chosen, title: str, kernel: np.ndarray) -> None:
    """The map at the picture's own size as a file, made when it is asked for."""
    height, width = picture.pixels.shape[:2]

    def file() -> bytes:  # called outside the run, where there is no session and so no cache
        return encode.png(filtered_greys(picture.pixels, kernel)[0])

    st.download_button(
        _("Download {title} ({height} × {width})").format(title=title, height=height, width=width),
        data=file,
        file_name=f"{title}.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=f"{CONTROLS.prefix}full_{title}",
    )

"""Choosing a picture: a bundled photograph, an own file, or the camera."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
import streamlit as st

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.pictures import read_picture, sample, samples, supported_formats
from cnnlab.ui.shell.cache import digest_of, sample_digest
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls

SOURCES = {"example": N_("Examples"), "file": N_("My file"), "camera": N_("Camera")}
OPENED = {"file": "opened_file", "camera": "opened_photo"}  # ends of keys, in cnnlab.ui.shell.keys too
LOCAL = ("localhost", "127.0.0.1", "::1")

# Titles of the bundled photographs, from samples.json, marked for translation
TITLES = (
    N_("The cat Chelsea"),
    N_("A kitten with a ball of wool"),
    N_("A sleepy tabby cat"),
    N_("A cat on its back"),
    N_("A cat's face"),
    N_("A Persian cat"),
    N_("A Siamese cat"),
    N_("A spotted cat, seen from above"),
    N_("A German shepherd"),
    N_("A golden retriever"),
    N_("A white dog indoors"),
    N_("Two dogs side by side"),
    N_("Two dogs far away"),
    N_("Two dogs at a window"),
    N_("A dog and a cat: two photographs in one"),
    N_("Horses"),
    N_("Cows"),
    N_("A sheep"),
    N_("A duck by dark water"),
    N_("An owl on a branch"),
    N_("A parrot"),
    N_("A tiger in the snow"),
    N_("A raccoon"),
    N_("Two otters"),
    N_("A drawing of a cat"),
    N_("A cup of coffee"),
    N_("A flower"),
    N_("The Summer Palace in Beijing"),
    N_("The astronaut Eileen Collins"),
    N_("A rocket at its launch"),
)


@dataclass(frozen=True)
class Chosen:
    """The picture that a page works on, uint8 (height, width, 3), a digest of its pixels, and a note on its colours."""

    pixels: np.ndarray
    digest: str
    name: str
    credit: str
    note: str = ""
    id: str = ""  # of a bundled photograph

    @property
    def own(self) -> bool:
        """Whether it is a visitor's own picture, which has no credit."""
        return not self.credit


def choose(prefix: str, first: str | None = None) -> Chosen:
    """The picture controls of a page; `first` names the example shown at first.

    An example is shown until a picture of the visitor's can be opened. The controls are in a
    container, so that the elements below keep their position when these controls get shorter: an element that has
    moved is shown twice until the run ends.
    """
    with st.container():
        return _choose(prefix, first)


def _choose(prefix: str, first: str | None) -> Chosen:
    source = controls.one_of(
        st.segmented_control,
        _("Picture"),
        list(SOURCES),
        f"{prefix}source",
        "example",
        controls.translated(SOURCES),
        required=True,
        width="stretch",
        wrap=True,
    )
    if source == "example":
        return _example(prefix, first, ask=True)
    own: Chosen | None = _from_file(prefix) if source == "file" else _from_camera(prefix)
    if own is None:
        _say_why_an_example(f"{prefix}{OPENED[source]}")
        return _example(prefix, first, ask=False)
    if own.note:
        st.caption(_(own.note))
    return own


def _say_why_an_example(key: str) -> None:
    held: _Kept | None = st.session_state.get(key)
    if held is None or held.refused is None:
        st.caption(_("No picture chosen yet, so an example is shown. Shared links do not include your own pictures."))
    else:  # the name, because Streamlit may also list a file that was too large to arrive here
        st.caption(_("{name} could not be opened, so an example is shown.").format(name=held.refused[0]))


def _example(prefix: str, first: str | None, ask: bool) -> Chosen:
    bundled = {photograph.id: photograph for photograph in samples()}
    key = f"{prefix}picture"
    chosen = first or next(iter(bundled))
    if ask:
        chosen = controls.one_of(
            st.selectbox, _("Example"), list(bundled), key, chosen, lambda name: _(bundled[name].title)
        )
        st.caption(_("Photo: {credit}").format(credit=bundled[chosen].credit))
    pixels = sample(chosen)
    photograph = bundled[chosen]
    return Chosen(pixels, sample_digest(chosen), _(photograph.title), photograph.credit, id=chosen)


def _from_file(prefix: str) -> Chosen | None:
    # Without `type`: for other files Streamlit's own message says neither why nor what to do, and hides ours.
    kinds = ", ".join(supported_formats())
    file = st.file_uploader(_("A photograph from this device"), key=f"{prefix}file", help=kinds)
    return kept(f"{prefix}{OPENED['file']}", file, _chosen)


def _from_camera(prefix: str) -> Chosen | None:
    address = urlsplit(st.context.url or "")
    if address.scheme == "http" and address.hostname not in LOCAL:
        st.info(
            _(
                "Browsers allow camera access only on https pages or on the server's own computer; this page was "
                "loaded over plain http from {host}. Choose a file instead: on a phone, the file picker also offers "
                "the camera."
            ).format(host=address.hostname),
            icon=":material/no_photography:",
        )
        return None
    photo = st.camera_input(_("Take a picture"), key=f"{prefix}camera")
    return kept(f"{prefix}{OPENED['camera']}", photo, _chosen)


def kept(key: str, file: Any, read: Callable[[Any], Any]) -> Any:
    """Return `read(file)`, computed once per upload; None without an upload.

    Where a file is refused, the error is shown here, and the one opened before is returned. Streamlit forgets an
    upload while its widget is not shown; what was read is kept until another can be read or the visitor removes it.
    """
    held: _Kept | None = st.session_state.get(key)
    if file is not None and (held is None or held.id != file.file_id):
        held = st.session_state[key] = _read(file, read, held or _Kept())
    if file is None and held is not None and held.refused:  # forget the error when its file is removed
        held = st.session_state[key] = held._replace(id="", refused=None)
    if held is None or held == _Kept():
        st.session_state.pop(key, None)
        return None
    if held.refused:
        show_error(held.refused[1], ":material/broken_image:")
        if held.value is not None:
            text = _("{name} could not be opened. Still here: {before}")
            st.caption(text.format(name=held.refused[0], before=held.name))
    elif file is None and held.value is not None:
        st.caption(_("Still here: {name}").format(name=held.name))
        st.button(_("Remove it"), key=f"{key}_remove", on_click=st.session_state.pop, args=(key, None))
    return held.value


def opened(key: str) -> Any:
    """What `kept` returned last under this key; None where there is nothing."""
    held = st.session_state.get(key)
    return held.value if isinstance(held, _Kept) else held


class _Kept(NamedTuple):
    id: str = ""  # of the last upload
    name: str = ""
    value: Any = None  # of the last one that could be read
    refused: tuple[str, CnnLabError] | None = None  # the last upload's name, and why it was refused


def _read(file: Any, read: Callable[[Any], Any], before: _Kept) -> _Kept:
    try:
        return _Kept(file.file_id, file.name, read(file))
    except CnnLabError as error:
        return before._replace(id=file.file_id, refused=(file.name, error))


def _chosen(file: Any) -> Chosen:
    picture = read_picture(file.getvalue())
    return Chosen(picture.pixels, digest_of(picture.pixels), file.name, "", picture.note)

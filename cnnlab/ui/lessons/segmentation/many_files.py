"""The visitor's many pictures: the files that wait, and what was found; all of it is kept for the visit alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from cnnlab.core.errors import CnnLabError
from cnnlab.core.pictures.uploads import PictureFile, RefusedFile, picture_files
from cnnlab.core.requests import Segmented, SegmentedPictures, Unreadable
from cnnlab.core.segmentation.kept import KeptMask, kept_mask
from cnnlab.figures.mask_thumbnail import mask_thumbnail
from cnnlab.ui.lessons.segmentation.settings import CONTROLS
from cnnlab.ui.shell.language import _

OWN = CONTROLS.key("many_opened_file")  # the ending keeps it when the visitor goes back (cnnlab.ui.shell.keys.OWN)
UPLOAD, TURN = CONTROLS.key("many_files"), CONTROLS.key("many_turn")
LARGEST_FILE = 100  # megabytes, for a zip
THUMBNAIL = 48  # pixels of a mask's longer side in the table


@dataclass(frozen=True)
class Row:
    """A picture's mask; `thumbnail` is the mask as a small picture, a data URI."""

    name: str
    mask: KeptMask
    thumbnail: str


@dataclass(frozen=True)
class Mine:
    """The pictures of this visit: which network they are for, which wait, what was found, which were refused."""

    model: str = ""
    waiting: tuple[PictureFile, ...] = ()
    rows: tuple[Row, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    done: int = 0  # of those that waited
    alone: int = 0  # of those that wait, to be asked one by one, because together they failed

    @property
    def total(self) -> int:
        return self.done + len(self.waiting)

    def after(self, found: Sequence[Row | RefusedFile]) -> "Mine":
        """These, when the first ones that waited are done."""
        return replace(
            self,
            waiting=self.waiting[len(found) :],
            rows=(*self.rows, *(each for each in found if isinstance(each, Row))),
            refused=(*self.refused, *(each for each in found if isinstance(each, RefusedFile))),
            done=self.done + len(found),
            alone=max(0, self.alone - len(found)),
        )

    def failed(self, count: int, error: CnnLabError) -> "Mine":
        """These, when the first `count` that waited have failed together: one that has failed alone is refused."""
        return replace(self, alone=count) if count > 1 else self.after([RefusedFile(self.waiting[0].name, error)])


def mine() -> Mine:
    """What this visitor has given so far."""
    held: Mine = st.session_state.get(OWN) or Mine()
    return held


def keep(changed: Mine) -> None:
    st.session_state[OWN] = changed


def uploader(label: str, words: str, model: str) -> None:
    """The control for many files; those that are new wait for the network `model`."""
    key = f"{UPLOAD}{st.session_state.get(TURN, 0)}"
    limit = _("at most {size} MB").format(size=LARGEST_FILE)  # the shell's style writes that of other uploads
    instructions = f".st-key-{key} [data-testid=stFileUploaderDropzoneInstructions] span::after"
    st.html(f"<style>{instructions} {{ content: '{limit}'; }}</style>")
    st.file_uploader(
        label,
        accept_multiple_files=True,
        key=key,
        help=words,
        max_upload_size=LARGEST_FILE,
        on_change=_add,
        args=(key, model),
    )


def remove() -> None:
    """Forget all of it, what the control holds too: another key makes it a new one."""
    st.session_state.pop(OWN, None)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def _add(key: str, model: str) -> None:
    known: set[str] = st.session_state.setdefault(f"{UPLOAD}_known", set())
    new: list[Any] = [file for file in st.session_state[key] if file.file_id not in known]
    known.update(file.file_id for file in new)
    if not new:
        return
    before = mine() if mine().model == model else Mine(model)
    taken = [*(row.name for row in before.rows), *(file.name for file in before.waiting)]
    held = sum(len(file.data) for file in before.waiting)
    upload = picture_files([(file.name, file.getvalue()) for file in new], taken, held)
    waiting, refused = (*before.waiting, *upload.files), (*before.refused, *upload.refused)
    keep(replace(before, waiting=waiting, refused=refused))


def rows_of(answer: SegmentedPictures, names: Sequence[str]) -> tuple[Row | RefusedFile, ...]:
    """What is kept of the engine's answer, in its order."""
    return tuple(_row(name, found) for name, found in zip(names, answer.found, strict=True))


def _row(name: str, found: Segmented | Unreadable) -> Row | RefusedFile:
    if isinstance(found, Unreadable):
        return RefusedFile(name, CnnLabError(found.template, **found.values))
    return Row(name, kept_mask(found), mask_thumbnail(found.probabilities, found.size, THUMBNAIL))

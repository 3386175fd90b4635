"""Many pictures at once: a table of their masks, the least certain first, and the masks as files."""

from typing import Any

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.pictures.uploads import MAX_FILE_BYTES, MAX_PICTURES, MAX_UPLOAD_BYTES
from cnnlab.core.requests import SegmentPictures
from cnnlab.core.segmentation.kept import means
from cnnlab.engine.errors import EngineDied, OutOfMemory, TaskFailed, TaskTimeout
from cnnlab.figures.mask_archive import mask_archive
from cnnlab.ui.lessons.segmentation.answer import Answer
from cnnlab.ui.lessons.segmentation.many_files import Mine, keep, mine, remove, rows_of, uploader
from cnnlab.ui.lessons.segmentation.many_table import many_table
from cnnlab.ui.lessons.segmentation.settings import CONTROLS, Settings, names_of
from cnnlab.ui.shell.ask import ask, named
from cnnlab.ui.shell.cache import class_names, model_cards
from cnnlab.ui.shell.language import _, error_text, lesson
from cnnlab.ui.widgets.numbers import numbers, percent
from cnnlab.ui.widgets.plain import plain

TITLE = N_("Many pictures")
BATCH = 8  # pictures of one request: the table grows about once a second
FAULTS = (EngineDied, OutOfMemory, TaskFailed, TaskTimeout)  # which a picture may cause
LISTED = 10  # refused files that are explained; of more the number


def many(settings: Settings, answer: Answer | None) -> None:
    """The upload, how far it is, the table and the download; as long as pictures wait, a batch of them is done."""
    st.markdown(lesson("segmentation_tabs", "many", most=MAX_PICTURES), width=840)
    uploader(_("Photographs, or a zip of them"), _limits(), settings.card.id)
    given = mine()
    if not given.total and not given.refused:
        return
    progress = st.container()
    _refused(given)
    if given.rows:
        _found(settings, given)
    with st.container(horizontal=True):
        if given.rows:
            _download(given)
        st.button(_("Remove these pictures"), key=CONTROLS.key("many_remove"), on_click=remove)
    if given.waiting:
        with progress:
            _next_batch(given)


def _limits() -> str:
    text = _(
        "At most {most} pictures, {one} MB each and {all} MB together unpacked. They stay on the server for your visit "
        "only, and links do not include them."
    )
    return text.format(most=MAX_PICTURES, one=MAX_FILE_BYTES // 10**6, all=MAX_UPLOAD_BYTES // 10**6)


def _next_batch(given: Mine) -> None:
    """Ask for the next pictures, and run the page again to show them; a visitor who cancels keeps what there is.

    If a batch fails, its pictures are asked for one by one, so that only the one at fault is left out.
    """
    text = _("{done} of {total} pictures").format(done=given.done, total=given.total)
    st.progress(given.done / given.total, text)
    batch = given.waiting[: 1 if given.alone else BATCH]
    names = tuple(file.name for file in batch)
    files: Any = named(" ".join(file.digest for file in batch), lambda: tuple(file.data for file in batch))  # type: ignore[arg-type,return-value]
    request = SegmentPictures(given.model, files, names)
    try:
        found = ask(request, own=True, part="many", convert=lambda answer: rows_of(answer, names), raises=FAULTS)
    except FAULTS as error:
        keep(given.failed(len(batch), error))
        st.rerun()
    if found is not None:
        keep(given.after(found.value))
        st.rerun()


def _found(settings: Settings, given: Mine) -> None:
    if given.model != settings.card.id:
        text = _(
            "These masks are by another network than the one that is chosen now. Choose the files again to use it."
        )
        st.info(text, icon=":material/info:")
    share, certainty = means([row.mask for row in given.rows])
    names = names_of(model_cards()[given.model])
    numbers(
        [
            (_("Pictures"), f"{len(given.rows)}"),
            (_("Mean share that is {name}").format(name=names[0]), percent(share)),
            (_("Mean certainty"), percent(certainty)),
        ]
    )
    many_table(given.rows, names)


def _download(given: Mine) -> None:
    """The masks as files: made at the click, in a thread of Streamlit's, while other visitors are answered."""
    st.download_button(
        _("Download the masks as a zip"),
        data=lambda: mask_archive([(row.name, row.mask) for row in given.rows], class_names(given.model, "en")[0]),
        file_name=f"masks_{given.model}.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        key=CONTROLS.key("many_download"),
        help=_("A PNG file for each picture, at the picture's own size; its pixels are the numbers of the classes."),
    )


def _refused(given: Mine) -> None:
    if not given.refused:
        return
    lines = [f"{plain(file.name)}: {error_text(file.error)}" for file in given.refused[:LISTED]]
    if more := len(given.refused) - LISTED:
        lines += [_("and {count} more").format(count=more)] if more > 0 else []
    st.warning("  \n".join(lines), icon=":material/broken_image:")

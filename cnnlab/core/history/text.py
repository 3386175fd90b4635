"""Text from bytes: UTF-8, or UTF-16 as spreadsheets save it."""

import re

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError

NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decoded(data: bytes) -> str:
    """Decode a text file, dropping any byte order mark. Raises HistoryError for binary files and other encodings.

    >>> decoded("epoch".encode("utf-16")), decoded(b"\\xef\\xbb\\xbfepoch")
    ('epoch', 'epoch')
    """
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_text(error.start) from error
    found = NOT_TEXT.search(text)
    if found:
        raise _not_text(found.start())
    return text


def _not_text(position: int) -> HistoryError:
    return HistoryError(
        N_(
            "This file is not a text in UTF-8 or UTF-16: byte or character {position:,} cannot be part of one. Save it "
            "as CSV UTF-8, or choose another file."
        ),
        position=position,
    )

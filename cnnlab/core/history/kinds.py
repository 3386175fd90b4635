"""What a file is, by its first bytes, where it is no history."""

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError

KINDS = (
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x89HDF\r\n\x1a\n", "HDF5"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x93NUMPY", "NumPy"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"\xd0\xcf\x11\xe0", "Excel (XLS)"),
    (b":W&B", "W&B run"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
    (b"<!DOCTYPE", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
)
PICKLES = (
    b"(dp",
    b"(lp",
    b"}q\x00",
    b"]q\x00",
    b"ccopy_reg",
    b"cnumpy",
    *(bytes([0x80, protocol]) for protocol in range(2, 6)),
)


def check_kind(data: bytes) -> None:
    """Raise HistoryError for an empty file, a pickle, or a format that is known and is no history."""
    if not data.strip(b"\x00\t\n\r ") or data in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        raise HistoryError(N_("This file is empty ({size:,} bytes). Choose another one."), size=len(data))
    if data.startswith(PICKLES):
        raise HistoryError(
            N_(
                "This file is a pickle, which can run any code when it is opened, so it is not. Save the history as "
                "JSON: json.dump(history.history, file)."
            )
        )
    kind = next((kind for start, kind in KINDS if data.startswith(start)), None)
    if kind:
        raise HistoryError(
            N_(
                "This is a {kind} file, not a training history. Choose a CSV or JSON file or TensorBoard's event files."
            ),
            kind=kind,
        )

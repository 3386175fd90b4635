"""Zip archives, untrusted: unpacked in memory within limits, never to a disk."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError
from cnnlab.core.history.limits import MAX_EVENT_BYTES, MAX_FILES

END, ZIP64 = b"PK\x05\x06", b"PK\x06\x07"  # the signatures of the end of an archive and of its 64-bit form
END_BYTES, ZIP64_BYTES, MOST_COMMENT = 22, 20, 65_535
MAX_DIRECTORY = 1_000_000  # bytes of the list of members, which zipfile reads whole
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others need memory that the archive sets
ENCRYPTED = 1  # a member's flag


def is_zip(data: bytes) -> bool:
    """Whether bytes start like a zip archive."""
    return data.startswith((b"PK\x03\x04", END))


def members(data: bytes, most_bytes: int) -> Iterator[tuple[str, bytes | HistoryError]]:
    """Yield the path and the bytes of each file in a zip archive, or why it is not read.

    Raises HistoryError, before anything is unpacked, for a damaged archive, one with more than MAX_FILES members or
    more than `most_bytes` unpacked, one with a path that leads out of it, and one that is encrypted.
    """
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check_members(infos, most_bytes)
            for info in infos:
                yield info.filename, _unpacked(archive, info)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, HistoryError):
            raise
        raise _damaged(error) from error


def _check_end(data: bytes) -> None:
    """Refuse an archive whose list of members is too long, before zipfile reads it."""
    at = data.rfind(END, max(0, len(data) - END_BYTES - MOST_COMMENT))
    if at < 0 or at + END_BYTES > len(data):
        raise HistoryError(
            N_("This zip archive is damaged or cut off: {reason}. Pack or copy it again."), reason="no end record"
        )
    count, size = struct.unpack_from("<HI", data, at + 10)
    if size > MAX_DIRECTORY or count > MAX_FILES or data[max(0, at - ZIP64_BYTES) : at].startswith(ZIP64):
        raise _too_many(count)


def _check_members(infos: list[zipfile.ZipInfo], most_bytes: int) -> None:
    if not infos:
        raise HistoryError(N_("This zip archive has no files in it. Choose another one."))
    if len(infos) > MAX_FILES:
        raise _too_many(len(infos))
    total = sum(info.file_size for info in infos)
    if total > most_bytes:
        raise HistoryError(
            N_(
                "Unpacked, this zip archive has {size:,} MB; the limit for an upload is {limit} MB. Choose fewer files."
            ),
            size=round(total / 1e6),
            limit=most_bytes // 1_000_000,
        )
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise HistoryError(
                N_("This zip archive has a member whose path leads out of it: {path}. It is not opened."),
                path=info.filename[:80],
            )


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | HistoryError:
    """The bytes of a member, or why it is not read."""
    if info.flag_bits & ENCRYPTED or info.compress_type not in METHODS:
        return HistoryError(
            N_("This file in a zip archive is encrypted or packed in an unusual way. Pack it without that.")
        )
    if info.file_size > MAX_EVENT_BYTES:
        return HistoryError(
            N_("This file has {size:,} MB unpacked; the limit is {limit} MB."),
            size=round(info.file_size / 1e6),
            limit=MAX_EVENT_BYTES // 1_000_000,
        )
    try:
        with archive.open(info) as file:
            data = file.read(MAX_EVENT_BYTES + 1)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, zlib.error, NotImplementedError, RuntimeError) as error:
        return _damaged(error)
    return (
        HistoryError(N_("This file in a zip archive contains a further one. Unpack it first."))
        if is_zip(data)
        else data
    )


def _damaged(error: Exception) -> HistoryError:
    return HistoryError(
        N_("This zip archive is damaged or cut off: {reason}. Pack or copy it again."),
        reason=f"{type(error).__name__} {error}"[:100],
    )


def _too_many(count: int) -> HistoryError:
    return HistoryError(
        N_("This zip archive has too many members ({count:,}); the limit is {limit:,}. Choose fewer files."),
        count=count,
        limit=MAX_FILES,
    )

"""Zip archives, untrusted: unpacked in memory within limits, never to a disk."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from cnnlab.core.errors import N_, CnnLabError

# The signatures of the end of an archive, and of what a large one has in front of it: a record with 64-bit numbers, and
# a locator that says where that record is.
END, RECORD, LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
END_BYTES, RECORD_BYTES, LOCATOR_BYTES, MOST_COMMENT = 22, 56, 20, 65_535
MAX_DIRECTORY = 1_000_000  # bytes of the list of members, which zipfile reads whole
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others need memory that the archive sets
ENCRYPTED = 1  # a member's flag
HOUSEKEEPING = ("desktop.ini", "thumbs.db")  # what operating systems put into folders, beside names with a dot


@dataclass(frozen=True)
class Limits:
    """How many members an archive may have, how many bytes each may have unpacked, and which error refuses it."""

    files: int
    member_bytes: int
    error: type[CnnLabError]


def is_zip(data: bytes) -> bool:
    """Whether bytes start like a zip archive."""
    return data.startswith((b"PK\x03\x04", END))


def is_housekeeping(path: str) -> bool:
    """Whether an operating system, not a person, has put the file into its folder.

    >>> is_housekeeping("__MACOSX/._cat.jpg"), is_housekeeping("cats/Thumbs.db"), is_housekeeping("../cat.jpg")
    (True, True, False)
    """
    whole = PurePosixPath(path.replace("\\", "/"))
    return (
        any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in whole.parts)
        or whole.name.lower() in HOUSEKEEPING
    )


def members(data: bytes, most_bytes: int, limits: Limits) -> Iterator[tuple[str, bytes | CnnLabError]]:
    """Yield the path and the bytes of each file in a zip archive, or why it is not read.

    Raises the limits' error, before anything is unpacked, for a damaged archive, one with too many members or more
    than `most_bytes` unpacked, one with a path that leads out of it, and one that is encrypted.
    """
    try:
        check_end(io.BytesIO(data), limits)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not all(info.filename for info in archive.infolist()):
                raise zipfile.BadZipFile("a member has no name")  # whose is_dir() is an error before Python 3.12
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check_members(infos, most_bytes, limits)
            for info in infos:
                yield info.filename, _unpacked(archive, info, limits)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, CnnLabError):
            raise
        raise _damaged(error, limits) from error


def check_end(file: BinaryIO, limits: Limits) -> None:
    """Refuse an archive whose list of members is too long, before zipfile reads it; the file is left at its start.

    Raises zipfile.BadZipFile where there is no such list.
    """
    length = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, length - END_BYTES - MOST_COMMENT - LOCATOR_BYTES - RECORD_BYTES))
    data = file.read()
    file.seek(0)
    at = data.rfind(END)
    if at < 0 or at + END_BYTES > len(data):
        raise zipfile.BadZipFile("no end record")
    count, size = struct.unpack_from("<HI", data, at + 10)
    locator = at - LOCATOR_BYTES
    if locator >= 0 and data.startswith(LOCATOR, locator):
        count, size = _in_64_bits(data, locator, start)
    if size > MAX_DIRECTORY or count > limits.files:
        raise _too_many(count, limits)


def _in_64_bits(data: bytes, locator: int, start: int) -> tuple[int, int]:
    """The number of members and the bytes of their list, from the 64-bit record; `data` begins at byte `start`.

    The record has to be the one that every version of zipfile reads: right in front of its locator, which says so.
    """
    record = locator - RECORD_BYTES
    (said,) = struct.unpack_from("<Q", data, locator + 8)
    if record < 0 or not data.startswith(RECORD, record) or said != start + record:
        raise zipfile.BadZipFile("its 64-bit end record is not where it should be")
    count, size = struct.unpack_from("<QQ", data, record + 32)
    return count, size


def unusual(info: zipfile.ZipInfo) -> bool:
    """Whether a member is encrypted or packed in a way that needs memory that the archive sets."""
    return bool(info.flag_bits & ENCRYPTED) or info.compress_type not in METHODS


def _check_members(infos: list[zipfile.ZipInfo], most_bytes: int, limits: Limits) -> None:
    if not infos:
        raise limits.error(N_("This zip archive has no files in it. Choose another one."))
    if len(infos) > limits.files:
        raise _too_many(len(infos), limits)
    total = sum(info.file_size for info in infos)
    if total > most_bytes:
        raise limits.error(
            N_("Unpacked, this zip archive has {size:,} MB, and there is room for {limit} MB. Choose fewer files."),
            size=round(total / 1e6),
            limit=most_bytes // 1_000_000,
        )
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
            raise limits.error(
                N_("This zip archive has a member whose path leads out of it: {path}. It is not opened."),
                path=info.filename[:80],
            )


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes | CnnLabError:
    """The bytes of a member, or why it is not read."""
    if unusual(info):
        return limits.error(
            N_("This file in a zip archive is encrypted or packed in an unusual way. Pack it without that.")
        )
    if info.file_size > limits.member_bytes:
        return limits.error(
            N_("This file has {size:,} MB unpacked; the limit is {limit} MB."),
            size=round(info.file_size / 1e6),
            limit=limits.member_bytes // 1_000_000,
        )
    try:
        with archive.open(info) as file:
            data = file.read(limits.member_bytes + 1)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, zlib.error, NotImplementedError, RuntimeError) as error:
        return _damaged(error, limits)
    return (
        limits.error(N_("This file in a zip archive contains a further one. Unpack it first."))
        if is_zip(data)
        else data
    )


def _damaged(error: Exception, limits: Limits) -> CnnLabError:
    return limits.error(
        N_("This zip archive is damaged or cut off: {reason}. Pack or copy it again."),
        reason=f"{type(error).__name__} {error}"[:100],
    )


def _too_many(count: int, limits: Limits) -> CnnLabError:
    return limits.error(
        N_("This zip archive has too many members ({count:,}); the limit is {limit:,}. Choose fewer files."),
        count=count,
        limit=limits.files,
    )

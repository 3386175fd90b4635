"""The framing of TensorBoard's event files: TFRecord, with a masked CRC-32C of each length and each record.

A record is its length (uint64), the masked checksum of these 8 bytes (uint32), its bytes, and their masked checksum,
all little-endian (tensorflow/core/lib/io/record_writer.h).
"""

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.errors import N_
from cnnlab.core.history.history import HistoryError
from cnnlab.core.history.limits import MAX_RECORDS

LENGTH, HEAD, TAIL = 8, 12, 4  # bytes of a record's length, with its checksum, and of the checksum after the record
LARGEST = 512  # bytes of a record that can hold a scalar; larger ones (graphs, histograms, pictures) are passed over
POLYNOMIAL = 0x82F63B78  # Castagnoli's, with the bits in reverse


def _entry(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (POLYNOMIAL if byte & 1 else 0)
    return byte


TABLE = np.array([_entry(byte) for byte in range(256)], dtype=np.uint32)


def crc32c(data: bytes, starts: NDArray[np.int64], length: int) -> NDArray[np.uint32]:
    """The CRC-32C (Castagnoli, RFC 3720) of the `length` bytes from each of `starts` on, all at once.

    >>> hex(crc32c(b"123456789", np.array([0]), 9)[0])
    '0xe3069283'
    """
    array = np.frombuffer(data, np.uint8)
    crc = np.full(len(starts), 0xFFFFFFFF, dtype=np.uint32)
    for offset in range(length):
        crc = TABLE[(crc ^ array[starts + offset]) & 0xFF] ^ crc >> 8
    return np.asarray(crc ^ np.uint32(0xFFFFFFFF), dtype=np.uint32)


def masked(crc: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Checksums as they are stored: rotated right by 15 bits, plus a constant."""
    return np.asarray((crc >> 15 | crc << 17) + np.uint32(0xA282EAD8), dtype=np.uint32)


def starts_with_record(data: bytes) -> bool:
    """Whether bytes begin with the length of a record and its checksum."""
    return len(data) >= HEAD and bool(_fits(data, np.array([0]), LENGTH).all())


def records(data: bytes) -> tuple[list[bytes], bool]:
    """Return the records that are not larger than LARGEST, and whether the last record of the file is whole.

    Raises HistoryError for a record that its checksum does not fit, and for too many records.
    """
    frames = list(_frames(data))
    end = sum(frames[-1]) + HEAD + TAIL if frames else 0
    heads = np.array([at for at, _ in frames] + [end] * (end + HEAD <= len(data)), dtype=np.int64)
    _check(data, heads, heads, LENGTH)
    starts, lengths = np.array(frames, dtype=np.int64).reshape(-1, 2).T
    for length in np.unique(lengths[lengths <= LARGEST]).tolist():
        group = starts[lengths == length]
        _check(data, group, group + HEAD, length)
    parts = [data[at + HEAD : at + HEAD + length] for at, length in frames if length <= LARGEST]
    return parts, end == len(data)


def _frames(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each whole record begins and its length. Raises HistoryError for too many records."""
    at, count = 0, 0
    while at + HEAD <= len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        if at + HEAD + length + TAIL > len(data):
            return
        count += 1
        if count > MAX_RECORDS:
            raise HistoryError(
                N_(
                    "This event file has more than {limit:,} records. Record once an epoch: "
                    'keras.callbacks.TensorBoard(update_freq="epoch").'
                ),
                limit=MAX_RECORDS,
            )
        yield at, length
        at += HEAD + length + TAIL


def _fits(data: bytes, starts: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    """Whether each part of `length` bytes has its checksum after it."""
    stored = np.zeros(len(starts), dtype=np.uint32)
    for byte in range(TAIL):
        stored |= np.frombuffer(data, np.uint8)[starts + length + byte].astype(np.uint32) << np.uint32(8 * byte)
    return np.asarray(masked(crc32c(data, starts, length)) == stored)


def _check(data: bytes, frames: NDArray[np.int64], starts: NDArray[np.int64], length: int) -> None:
    """Raise HistoryError for the first record of `frames` whose part from `starts` on does not fit its checksum."""
    wrong = ~_fits(data, starts, length)
    if wrong.any():
        raise HistoryError(
            N_("This event file is damaged: the record at byte {at:,} does not fit its checksum. Copy it again."),
            at=int(frames[wrong.argmax()]),
        )

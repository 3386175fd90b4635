"""As much of Protocol Buffers' wire format as event files need: the fields of a message, in order."""

import struct
from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # wire types; groups (3, 4) are not used

Field = tuple[int, int | bytes]  # its number, and a whole number (fixed ones as their bits) or its bytes


class Fields:
    """The fields of messages, at most `most` of them in all, which bounds the time that hostile messages take.

    >>> [(number, value) for number, value in Fields(10).of(b"\\x10\\x96\\x01")]
    [(2, 150)]
    """

    def __init__(self, most: int):
        self.left = most

    def of(self, message: bytes) -> Iterator[Field]:
        """Yield the fields of a message. Raises ValueError if it is not one, and when there were too many fields."""
        at = 0
        while at < len(message):
            self.left -= 1
            if self.left < 0:
                raise ValueError("too many fields")
            key, at = varint(message, at)
            number, kind = key >> 3, key & 7
            if kind == VARINT:
                value, at = varint(message, at)
                yield number, value
                continue
            size = 8
            if kind == FIXED32:
                size = 4
            elif kind == BYTES:
                size, at = varint(message, at)
            elif kind != FIXED64:
                raise ValueError(f"wire type {kind}")
            part = message[at : at + size]
            if len(part) < size:
                raise ValueError("a field is cut off")
            at += size
            yield number, part if kind == BYTES else int.from_bytes(part, "little")


def varint(message: bytes, at: int) -> tuple[int, int]:
    """The number at a position, 7 bits a byte, lowest first, and the position after it."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            raise ValueError("a number is cut off")
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number has more than 10 bytes")


def signed(bits: int) -> int:
    """A 64-bit number as two's complement, as int64 fields hold it."""
    return bits - (1 << 64) if bits >= 1 << 63 else bits


def double(bits: int | bytes) -> float:
    """The float64 with these bits."""
    return float(struct.unpack("<d", _packed(bits, 8))[0])


def single(bits: int | bytes) -> float:
    """The float32 with these bits."""
    return float(struct.unpack("<f", _packed(bits, 4))[0])


def _packed(bits: int | bytes, size: int) -> bytes:
    return bits.to_bytes(size, "little") if isinstance(bits, int) else bits

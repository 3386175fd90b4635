"""PNG files without what a still picture does not need, so that Pillow opens them as browsers do.

Pillow refuses a whole file for a wrong checksum in a chunk of text, or for more than 1 MB of text or colour profile. So
only the pixels, the palette, the clear colour and the orientation are given to it; the colour profile is read here.
"""

import io
import itertools
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image

from cnnlab.core.pictures.png_colours import profiles
from cnnlab.core.pictures.refusals import damaged

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA = 0, 2, 3, 4  # colour types
MOST_BYTES = 500_000_000  # bytes
Part = bytes | memoryview
USED = {b"tRNS", b"eXIf", b"iCCP", b"cICP", b"sRGB", b"gAMA", b"cHRM"}  # ancillary chunks


@dataclass(frozen=True)
class Still:
    """The file for Pillow; ICC profiles, the first of which that can be read counts; the clear colour at 16 bits."""

    file: BinaryIO
    profiles: tuple[bytes, ...] = ()
    depth: int = 8
    colour: int = RGB
    key: tuple[int, ...] = ()  # one value (grey) or three (RGB) of 0..65535; Pillow handles up to 8 bits itself

    @property
    def is_grey(self) -> bool:
        """Whether it has no colours, with opacity or without."""
        return self.colour in (GREY, GREY_ALPHA)


class _Joined(io.RawIOBase):
    """Parts of bytes as one file, without a copy."""

    def __init__(self, parts: Sequence[Part]):
        self._parts, self._at = parts, 0
        self._ends = list(itertools.accumulate(map(len, parts)))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._ends[-1]}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        index = bisect_right(self._ends, self._at)
        if index == len(self._parts):
            return 0
        found = self._parts[index][len(self._parts[index]) - (self._ends[index] - self._at) :][: len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def still(data: bytes) -> Still:
    """Return what is needed of a PNG file, and other files whole; an animation's still picture is the one in IDAT.

    Ancillary chunks with a wrong checksum are left out, as in browsers. What is wrong with the others is left to
    Pillow. Raises PictureError for a critical chunk that the PNG specification does not have.
    """
    needed, found, is_cut = _chunks(data) if data.startswith(SIGNATURE) else ({}, {}, True)
    header = needed.get(b"IHDR", b"")
    if len(header) < 25:
        return Still(io.BytesIO(data))
    _check_pixels(needed.get(b"IDAT", b""))
    depth, colour = header[16], header[17]
    clear, key = _clear_colour(depth, colour, found.get(b"tRNS", b""))
    extra = {b"tRNS": clear, b"eXIf": found.get(b"eXIf", b"")}
    parts = [SIGNATURE, header, needed.get(b"PLTE", b"")]
    parts += [_chunk(kind, content) for kind, content in extra.items() if content]
    parts += [needed.get(b"IDAT", b""), b"" if is_cut else _chunk(b"IEND", b"")]
    return Still(io.BufferedReader(_Joined(parts)), tuple(profiles(found)), depth, colour, key)


def low_bytes(found: Still) -> Image.Image | None:
    """Return the low bytes of 16 bits, which Pillow leaves out of RGB, RGBA and grey with opacity; None for others."""
    if found.depth != 16 or found.colour == GREY:
        return None
    image = Image.open(found.file, formats=("PNG",))
    if found.colour != GREY_ALPHA:
        image.tile = [tile._replace(args=f"{image.mode};16L") for tile in image.tile]  # as if the low bytes came second
        image.load()
        return image
    image.tile = [
        tile._replace(args="RGBA") for tile in image.tile
    ]  # the high and the low byte of grey, then of opacity
    _, grey, _, alpha = image.split()
    return Image.merge("RGBA", (grey, grey, grey, alpha))


def _chunks(data: bytes) -> tuple[dict[bytes, Part], dict[bytes, bytes], bool]:
    """Return the critical chunks, the contents of the ancillary ones that are used, and whether the last one is cut.

    All IDAT chunks are one part, because they follow each other; what comes after them is not needed.
    """
    view, at, start = memoryview(data), len(SIGNATURE), 0
    needed, found = dict[bytes, Part](), dict[bytes, bytes]()
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if kind == b"IDAT":
            start = start or at
            needed[kind] = view[start:end]
        elif start or kind == b"IEND":
            break
        elif kind in (b"IHDR", b"PLTE"):
            needed.setdefault(kind, view[at:end])
        elif not kind[0] & 32:  # critical
            raise damaged()
        elif kind in USED:
            content = data[at + 8 : end - 4]
            if _crc(kind, content) == data[end - 4 : end]:
                found.setdefault(kind, content)
            elif kind == b"iCCP":
                found.setdefault(kind, b"")  # a profile that cannot be used, which a note mentions
        at = end
    return needed, found, at > len(data)


def _check_pixels(chunks: Part) -> None:
    """Raise PictureError if a checksum of the IDAT chunks is wrong and zlib's own too, so that the pixels are wrong.

    Pillow looks at zlib's only where it happens to read that far.
    """
    if not all(is_right for _, is_right in _contents(chunks)) and not _inflates(chunks):
        raise damaged()


def _contents(chunks: Part) -> Iterator[tuple[Part, bool]]:
    """Yield the content of each IDAT chunk, and whether its checksum is right, as far as that can be known."""
    at = 0
    while at + 8 <= len(chunks):
        end = at + 12 + int.from_bytes(chunks[at : at + 4])
        content = chunks[at + 8 : end - 4]
        yield content, end > len(chunks) or _crc(b"IDAT", content) == chunks[end - 4 : end]
        at = end


def _inflates(chunks: Part) -> bool:
    """Whether IDAT chunks hold a complete zlib stream with the right checksum; what it unpacks to is discarded."""
    stream, size = zlib.decompressobj(), 0
    try:
        for content, _ in _contents(chunks):
            rest: Part = content
            while rest and size < MOST_BYTES:
                size += len(stream.decompress(rest, 1_000_000))
                rest = stream.unconsumed_tail
    except zlib.error:
        return False
    return stream.eof


def _crc(kind: bytes, data: Part) -> bytes:
    return struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + _crc(kind, data)


def _clear_colour(depth: int, colour: int, data: bytes) -> tuple[bytes, tuple[int, ...]]:
    """Return tRNS as Pillow compares it, with values that it has scaled to 8 bits, or the colour at 16 bits.

    PNG specification, 11.3.2.1: only the lowest `depth` bits of a value count.
    """
    count = {GREY: 1, RGB: 3}.get(colour, 0)
    if not count or len(data) < 2 * count or depth not in (1, 2, 4, 8, 16):
        return data[:256] if colour == PALETTE else b"", ()
    most = 2**depth - 1
    values = [value & most for value in struct.unpack_from(f">{count}H", data)]
    if depth == 16:
        return b"", tuple(values)
    return struct.pack(f">{count}H", *(value * 255 // most for value in values)), ()

"""Zip archives that are refused as a whole: (name, bytes, words of the refusal)."""

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.core.history.hostile import Case


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def archives() -> Iterator[Case]:
    """Zip archives, each with a good history in it where that is possible, of which none may be read."""
    good = {"a.csv": b"epoch,loss\n0,0.5\n"}
    whole = zipped(good)
    yield "bomb.zip", lambda: zipped({"zeros": bytes(100_000_000)}), "100 MB"
    yield "many.zip", lambda: zipped({f"{index}.csv": b"" for index in range(10_000)}), "10,000"
    yield "up.zip", zipped({"../../etc/passwd": b"x", **good}), "leads out"
    yield "absolute.zip", zipped({"/etc/passwd": b"x", **good}), "leads out"
    yield "drive.zip", zipped({"C:\\x.csv": b"x", **good}), "leads out"
    yield "half.zip", whole[: len(whole) // 2], "cut off"
    yield "no start.zip", b"PK\x05\x06" + bytes(30), "no files"
    yield "lying.zip", whole.replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged"
    yield "directory.zip", whole[:-10] + struct.pack("<I", 0xFFFFFFF0) + whole[-6:], "too many"

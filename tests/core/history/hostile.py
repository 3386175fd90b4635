"""Files that are no histories, or are made to exhaust whoever reads them: (name, bytes, words of the refusal)."""

import io
import json
import pickle
import random
import struct
from collections.abc import Callable, Iterator

import numpy as np

from cnnlab.core.history.limits import MAX_EVENT_BYTES, MAX_TEXT_BYTES
from cnnlab.core.history.tfrecord import crc32c, masked

Case = tuple[str, bytes | Callable[[], bytes], str]  # large files are made when they are needed


def framed(record: bytes) -> bytes:
    """A record as TFRecord frames it."""
    return head_of(len(record)) + record + _checksum(record)


def head_of(length: int) -> bytes:
    """The length of a record, with its checksum."""
    return struct.pack("<Q", length) + _checksum(struct.pack("<Q", length))


def _checksum(part: bytes) -> bytes:
    return struct.pack("<I", masked(crc32c(part, np.array([0]), len(part)))[0])


def field(number: int, content: bytes) -> bytes:
    """A length-delimited field of a Protocol Buffers message, shorter than 16,384 bytes."""
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    return bytes([number << 3 | 2]) + length + content


def event(tag: str, step: int = 0, value: float = 0.5) -> bytes:
    """A framed event with one simple_value at a step below 128."""
    summary = field(1, field(1, tag.encode()) + b"\x15" + struct.pack("<f", value))
    return framed(b"\x09" + struct.pack("<d", 1e9 + step) + b"\x10" + bytes([step]) + field(5, summary))


VERSION = framed(b"\x09" + struct.pack("<d", 1e9) + field(3, b"brain.Event:2"))


def binaries() -> Iterator[Case]:
    numbers = io.BytesIO()
    np.save(numbers, np.arange(3))
    yield "empty", b"", "empty"
    yield "blank", b" \r\n\r\n", "empty"
    yield "byte order mark", b"\xef\xbb\xbf", "empty"
    yield "zeros", lambda: bytes(100_000), "empty"
    yield "random", lambda: random.Random(0).randbytes(50_000), "not a text"
    yield "picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"
    yield "weights", b"\x89HDF\r\n\x1a\n" + bytes(100), "HDF5"
    yield "array", numbers.getvalue(), "NumPy"
    yield "zip", b"PK\x03\x04" + bytes(100), "ZIP"
    yield "gzip", b"\x1f\x8b\x08" + bytes(100), "gzip"
    yield "database", b"SQLite format 3\x00" + bytes(100), "SQLite"
    yield "web page", b"<!DOCTYPE html><html>epoch,loss</html>", "HTML"
    for protocol in range(6):
        yield f"pickle {protocol}", pickle.dumps({"loss": [0.5, 0.4]}, protocol), "pickle"
    yield "old encoding", "epoch,손실\n0,0.5\n".encode("cp949"), "UTF-8"
    yield "half of UTF-16", "epoch,loss\n0,0.5\n".encode("utf-16")[:-1], "UTF-8"
    yield "UTF-16 without its mark", "epoch,loss\n0,0.5\n".encode("utf-16-le"), "UTF-8"
    yield "a zero in a text", b"epoch,loss\n0,0.5\x00\n", "UTF-8"


def tables() -> Iterator[Case]:
    yield "prose", b"It was the best of times.\nIt was the worst of times.\n", "not a training history"
    yield "code", b"import keras\n\nmodel = keras.Sequential()\nmodel.fit(x, y, epochs=2)\n", "cells"
    yield "other table", b"name,age\nKim,31\nLee,28\n", "name, age"
    yield "a comma", b",", "no names of columns"
    yield "no header", b"0,0.5,0.6\n1,0.4,0.5\n", "no names of columns"
    yield "header only", b"epoch,loss,val_loss\n", "no values"
    yield "epochs only", b"epoch\n0\n1\n", "no values"
    yield "NA only", b"epoch,loss\n0,NA\n1,NA\n", "no values"
    yield "cut off at once", b"epoch,loss\n0,0.", "no values"
    yield "two of a name", b"epoch,loss,loss\n0,0.5,0.6\n", "Two columns are named loss"
    yield "no name", b"epoch,loss,,mae\n0,0.5,0.6,0.7\n", "Column 3"
    yield "long name", b"epoch," + b"x" * 1000 + b"\n0,0.5\n", "1,000 characters"
    yield "invisible name", 'epoch,"lo\u200bss"\n0,0.5\n'.encode(), "cannot be shown"
    yield "too many cells", b"epoch,loss\n0,0.5\n1,0.4,0.3\n", "Line 3 has 3 cells"
    yield "decimal commas among commas", b"epoch,loss\n0,1,5\n1,1,2\n", "semicolons"
    yield "words among numbers", b"epoch,loss\n0,0.5\n1,low\n", "Line 3 has 'low'"
    yield "epoch of words", b"epoch,loss\nfirst,0.5\nsecond,0.4\n", "epoch numbers"
    yield "half epoch", b"epoch,loss\n0,0.5\n0.5,0.4\n", "0.5 in the column epoch"
    yield "epoch nan", b"epoch,loss\nnan,0.5\n", "nan in the column epoch"
    yield "huge epoch", b"epoch,loss\n1e300,0.5\n", "1e+300"
    yield "no epoch", b"epoch,loss\n0,0.5\nNA,0.4\n", "column epoch"
    yield "thousands or decimals", b"epoch;loss\n0;1,500\n1;1,200\n", "thousands"
    yield "commas and points", b"epoch;loss;mae\n0;1,5;0.5\n", "have a point"
    yield "underscores", b"epoch,loss\n0,1_000\n1,0.5\n", "1_000"
    yield (
        "too many rows",
        lambda: b"epoch,loss\n" + b"".join(b"%d,0.5\n" % row for row in range(100_000)),
        "20,000 rows",
    )
    yield (
        "too many columns",
        lambda: b"epoch" + b"".join(b",m%d" % index for index in range(5_000)) + b"\n0\n",
        "200 columns",
    )
    yield "too many cells in all", lambda: _wide(190, 4_000), "400,000 cells"
    yield "too long", lambda: b"epoch,loss\n" + b"0,0.5\n" * (MAX_TEXT_BYTES // 6), "MB"
    yield "one line of commas", lambda: b"epoch,loss\n" + b"," * 3_900_000, "no values"
    yield "one line of cells", lambda: b"epoch,loss\n" + b"1," * 1_900_000 + b"\n", "cells"
    yield "header of commas", lambda: b"," * 3_900_000 + b"\n0\n", "no names"
    yield "open quotation mark", lambda: b'epoch,loss\n0,"' + b"x" * 3_900_000, "field larger"
    yield "quotation marks", lambda: b"epoch,loss\n" + b'"' * 3_900_000, "line of a table"
    yield "a long number", lambda: b"epoch,loss\n0," + b"9" * 100_000 + b"x\n1,0.5\n", "not a number"
    yield "header again and again", lambda: b"epoch,loss\n" * 19_000, "no values"


def _wide(columns: int, rows: int) -> bytes:
    header = ",".join(["epoch", *(f"m{index}" for index in range(columns - 1))])
    return (header + "\n" + ("1," * (columns - 1) + "1\n") * rows).encode()


def texts_in_json() -> Iterator[Case]:
    yield "deep lists", lambda: b"[" * 50_000, "nested too deeply"
    yield "deep objects", lambda: b'{"a":' * 50_000, "nested too deeply"
    yield "many lists", lambda: b"[" + b"[]," * 1_300_000 + b"[]]", "1,300,002 lists"
    yield "many objects", lambda: b"[" + b"{}," * 1_300_000 + b"{}]", "1,300,002 lists"
    yield (
        "many names",
        lambda: ("{" + ",".join(f'"{index:x}":1' for index in range(350_000)) + "}").encode(),
        "not a training",
    )
    yield "many metrics", lambda: json.dumps({f"m{index}": [0.5] for index in range(5_000)}).encode(), "200 columns"
    yield "many epochs", lambda: json.dumps({"loss": [1] * 1_000_000}).encode(), "1,000,000 rows"
    yield "many texts", lambda: b'{"loss": [' + b'"ab",' * 700_000 + b'"ab"]}', "700,001 rows"
    yield "cut off", b'{"loss": [0.5, 0.4], "val_lo', "cut off"
    yield "name twice", b'{"loss": [0.5], "loss": [0.4]}', "loss stands twice"
    yield "long integer", lambda: b'{"loss": [' + b"9" * 100_000 + b"]}", "JSON"
    yield "too large integer", b'{"loss": [1' + b"0" * 400 + b", 0.5]}", "not a number"
    yield "final values", b'{"loss": 0.5, "accuracy": 0.9}', "a list of values"
    yield "truth values", b'{"loss": [true, 0.5]}', "True"
    yield "objects among numbers", b'{"loss": [{"a": 1}, 0.5]}', "not a number"
    yield "empty object", b"{}", "not a training history"
    yield "list of numbers", b"[0.5, 0.4]", "not a training history"
    yield "rows without names", b"[[0.5, 0.6], [0.4, 0.5]]", "not a training history"
    yield "a notebook", json.dumps({"cells": [{"source": ["x"]}], "nbformat": 4}).encode(), "not a training history"
    yield "unequal training", b'{"loss": [0.5, 0.4, 0.3], "mae": [0.5, 0.4]}', "loss 3, mae 2"
    yield "unequal validation", b'{"loss": [4, 3, 2, 1, 0], "val_loss": [4, 3, 2, 1]}', "val_loss 4"
    yield "more validation", b'{"loss": [0.5], "val_loss": [0.5, 0.4]}', "val_loss 2"
    yield "no values at all", b'{"loss": [], "val_loss": []}', "no values"
    yield "broken split", b'{"columns": ["loss"], "index": [0, 1], "data": [[0.5], [0.4, 0.3]]}', "split"
    yield "split without lists", b'{"columns": 1, "index": 2, "data": 3}', "split"
    yield "rows and rows", b'{"0": {"1": 0.5}, "1": {"1": 0.4}}', "columns / index"
    yield "half a character", b'{"loss\\ud800": [0.5], "loss": [0.5]}', "cannot be shown"
    yield "broken lines", b'{"loss": 0.5}\n{"loss": \n{"loss": 0.4}\n', "Line 2"


def event_files() -> Iterator[Case]:
    scalar = event("epoch_loss")
    yield "version only", VERSION, "no values of epochs"
    yield "batches only", VERSION + event("batch_loss") + event("evaluation_loss_vs_iterations"), "batch_loss"
    yield "damaged value", VERSION + scalar[:-6] + bytes([scalar[-6] ^ 1]) + scalar[-5:], "checksum"
    yield "damaged length", VERSION + bytes([scalar[0] ^ 1]) + scalar[1:], "checksum"
    yield "length without its checksum", struct.pack("<Q", 2**63) + bytes(100), "not a text"
    yield "endless record", head_of(2**63 - 1) + bytes(100), "no values of epochs"
    yield "no message", framed(b"\xff" * 50), "no event"
    yield "a group", framed(b"\x0b\x0c"), "wire type 3"
    yield "a cut field", framed(b"\x2a\x50abc"), "cut off"
    yield "empty records", lambda: framed(b"") * (MAX_EVENT_BYTES // 16), "60,000 records"
    yield "many scalars", lambda: VERSION + event("batch_loss") * 59_000, "batch_loss"
    yield "records of every length", lambda: b"".join(framed(bytes(size)) for size in range(513)), "no event"
    yield "many tags", lambda: VERSION + b"".join(event(f"epoch_m{index}") for index in range(10_000)), "200 columns"
    yield "long tag", VERSION + event("epoch_" + "x" * 400), "400 characters"
    yield "large graph", lambda: VERSION + head_of(20_000_000) + bytes(20_000_004), "no values of epochs"
    yield "long records", lambda: framed(field(5, bytes(500))) * 44_000, "no event"
    yield "too large", lambda: VERSION + bytes(MAX_EVENT_BYTES), "24 MB"
    yield "many restarts", lambda: VERSION + event("epoch_loss") * 50_000, "100 values of epoch_loss"


def exports() -> Iterator[Case]:
    yield "along time", b'"Relative Time (Process)","a - loss"\n0.25,0.5\n0.5,0.4\n', "Relative Time"
    yield (
        "two values",
        b'"Run","Run ID","metric","step","timestamp","value"\n' + b'"a","1","loss","0","5","0.5"\n' * 2,
        "two",
    )
    yield "no run", b'"Step","a - loss","a - loss__MIN"\n0,NA,NA\n', "no values of any run"
    rows = b"".join(b'"r","%d","loss","0","5","0.5"\n' % run for run in range(1_000))
    yield "many runs", lambda: b'"Run","Run ID","metric","step","timestamp","value"\n' + rows, "1,000 runs"
    several = b'"Step","a - loss","b - loss"\n0,0.5,0.6\n'
    yield "two runs for read_history", several, "2 runs: a, b"


def made(data: bytes | Callable[[], bytes]) -> bytes:
    """The bytes of a case."""
    return data if isinstance(data, bytes) else data()


def files() -> list[Case]:
    """Every file that read_history must refuse."""
    return [*binaries(), *tables(), *texts_in_json(), *event_files(), *exports()]

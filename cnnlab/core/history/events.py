"""The scalars in TensorBoard's event files: messages Event, Summary and TensorProto, decoded by hand.

Field numbers: tensorflow/core/util/event.proto, framework/summary.proto and framework/tensor.proto.
"""

import struct
import sys
from collections.abc import Iterator
from typing import NamedTuple

from cnnlab.core.history.wire import Fields, double, signed, single, varint

# TensorProto's dtypes: their number in types.proto -> struct's format of one value in tensor_content
FORMATS = {1: "<f", 2: "<d", 3: "<i", 9: "<q", 19: "<e"}
BFLOAT16 = 14
VALUE_FIELDS = {
    5: "<f",
    6: "<d",
    7: "varint",
    10: "varint",
    13: "half",
}  # float_val, double_val, int_val, int64_val, half_val


class Scalar(NamedTuple):
    """One value in an event file; `wall_time` in seconds since 1970."""

    tag: str
    step: int
    value: float
    wall_time: float


def scalars(record: bytes, fields: Fields) -> Iterator[Scalar]:
    """Yield the scalars of one record, an Event. Raises ValueError if it is not one."""
    wall_time, step, summaries = 0.0, 0, []
    for number, value in fields.of(record):
        if number == 1:
            wall_time = double(value)
        elif number == 2 and isinstance(value, int):
            step = signed(value)
        elif number == 5 and isinstance(value, bytes):
            summaries.append(value)
    for summary in summaries:
        for number, part in fields.of(summary):
            if number == 1 and isinstance(part, bytes):
                tag, scalar = _tag_and_value(part, fields)
                if scalar is not None:
                    yield Scalar(tag, step, scalar, wall_time)


def _tag_and_value(part: bytes, fields: Fields) -> tuple[str, float | None]:
    """A Summary.Value's tag, and its value if that is a scalar."""
    tag, scalar = "", None
    for number, value in fields.of(part):
        if number == 1 and isinstance(value, bytes):
            tag = sys.intern(value.decode("utf-8", "replace"))
        elif number == 2:
            scalar = single(value)
        elif number == 8 and isinstance(value, bytes):
            scalar = tensor_scalar(value, fields)
    return tag, scalar


def tensor_scalar(tensor: bytes, fields: Fields) -> float | None:
    """The value of a TensorProto with one number; None for other shapes and types.

    A tensor without any value is 0: TensorFlow leaves zeros out.
    """
    dtype, content, values, elements = 0, b"", [], 1
    for number, value in fields.of(tensor):
        if number == 1 and isinstance(value, int):
            dtype = value
        elif number == 2 and isinstance(value, bytes):
            elements = _elements(value, fields)
        elif number == 4 and isinstance(value, bytes):
            content = value
        elif number in VALUE_FIELDS:
            values.append((VALUE_FIELDS[number], value))
    if elements != 1 or (dtype not in FORMATS and dtype != BFLOAT16):
        return None
    if len(content):
        return _bfloat16(int.from_bytes(content, "little")) if dtype == BFLOAT16 else _unpacked(FORMATS[dtype], content)
    return _value(dtype, *values[0]) if values else 0.0


def _elements(shape: bytes, fields: Fields) -> int:
    """The product of the sizes in a TensorShapeProto."""
    product = 1
    for number, dimension in fields.of(shape):
        if number == 2 and isinstance(dimension, bytes):
            product *= next(
                (int(size) for field, size in fields.of(dimension) if field == 1 and isinstance(size, int)), 0
            )
    return product


def _value(dtype: int, form: str, value: int | bytes) -> float | None:
    """The first number of a field of values, which are packed one after the other or stand alone."""
    if form in ("<f", "<d"):
        return (single if form == "<f" else double)(
            value[: struct.calcsize(form)] if isinstance(value, bytes) else value
        )
    bits = varint(value, 0)[0] if isinstance(value, bytes) else value
    if form == "varint":
        return float(signed(bits))
    return _bfloat16(bits) if dtype == BFLOAT16 else _unpacked("<e", (bits & 0xFFFF).to_bytes(2, "little"))


def _unpacked(form: str, content: bytes) -> float | None:
    return float(struct.unpack(form, content)[0]) if len(content) == struct.calcsize(form) else None


def _bfloat16(bits: int) -> float:
    """A bfloat16 is the upper half of a float32."""
    return single((bits & 0xFFFF) << 16)

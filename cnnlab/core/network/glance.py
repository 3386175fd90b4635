"""What is looked at first in a network's table, and the table as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from cnnlab.core.network.graph import Shape
from cnnlab.core.network.kinds import kind_of
from cnnlab.core.network.rows import Quantity, Row

HEAD = (
    *("name", "class_name", "output_shape", "parameters", "trainable_parameters", "multiply_adds"),
    *("field_size", "field_stride", "field_start", "gated"),
)


def last_map(rows: Sequence[Row]) -> Row | None:
    """The last row that is a feature map, with axes of a picture and channels, and has a receptive field.

    >>> from cnnlab.core.network.famous import famous
    >>> row = last_map(famous("VGG16").table())
    >>> row.name, row.output_shape, row.receptive_field.size
    ('block5_pool', (7, 7, 512), (212, 212))
    """
    maps = (
        row
        for row in reversed(rows)
        if row.receptive_field
        and row.output_shapes[0]
        and len(row.output_shapes[0]) == len(row.receptive_field.size) + 1
    )
    return next(maps, None)


def last_convolution(rows: Sequence[Row]) -> Row | None:
    """The last convolution that looks at places of the picture; one behind global pooling only where there is no other.

    >>> from cnnlab.core.network.famous import famous
    >>> [last_convolution(famous(name).table()).name for name in ("VGG16", "MobileNetV3Small")]
    ['block5_conv3', 'conv_1']
    """
    found = [row for row in rows if kind_of(row.class_name) in ("convolution", "depthwise", "transposed")]
    kept = [row for row in found if not row.pooled] or found
    return kept[-1] if kept else None


def most(rows: Sequence[Row], quantity: Quantity) -> tuple[Row, ...]:
    """The rows with the largest number of a kind, several where they tie; none where all numbers are 0 or unknown.

    >>> from cnnlab.core.network.famous import famous
    >>> [row.name for row in most(famous("VGG16").table(), "multiply_adds")]
    ['block1_conv2', 'block2_conv2', 'block3_conv2', 'block3_conv3', 'block4_conv2', 'block4_conv3']
    """
    largest = max((getattr(row, quantity) or 0 for row in rows), default=0)
    return tuple(row for row in rows if largest and getattr(row, quantity) == largest)


def csv_of(rows: Iterable[Row]) -> str:
    """The table as CSV, a line for each row: sizes are joined by " x ", and what is unknown is left empty.

    The receptive field has a size, a stride and a start in cells of the input; `gated` is true where the whole picture
    counts besides.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEAD)
    for row in rows:
        field = row.receptive_field
        shapes = " or ".join(_joined(shape) for shape in row.output_shapes)
        counts = (row.parameters, row.trainable_parameters, row.multiply_adds)
        seen = tuple(map(_joined, (field.size, field.stride, field.start))) if field else ("", "", "")
        writer.writerow([row.name, row.class_name, shapes, *counts, *seen, row.gated])
    return file.getvalue()


def _joined(shape: Shape | None) -> str:
    return "?" if shape is None else " x ".join("?" if size is None else str(size) for size in shape)

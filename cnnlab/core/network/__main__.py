"""The table of a network in a file, without Keras: `python -m cnnlab.core.network model.keras --size 224 224 3`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cnnlab.core.network import NetworkError, Row, total
from cnnlab.core.network.files import read_file
from cnnlab.core.network.rows import QUANTITIES, Quantity

HEADINGS = ("Layer", "Class", "Output shape", "Parameters", "Trainable", "Multiply-adds", "Sees")


def main(arguments: Sequence[str] | None = None) -> str | None:
    """Print the table, or return what is wrong, for `sys.exit`."""
    parser = argparse.ArgumentParser(prog="python -m cnnlab.core.network", description=__doc__)
    parser.add_argument("file", type=Path, help="a .keras file, or the JSON of model.to_json()")
    parser.add_argument("--size", type=int, nargs="+", metavar="N", help="another input shape, such as 224 224 3")
    given = parser.parse_args(arguments)
    try:
        rows = read_file(given.file.read_bytes()).table(given.size, expand_nested=True)
    except (OSError, NetworkError) as error:
        return str(error)
    lines = [HEADINGS, *(_line(row) for row in rows), ("Total", "", "", *(_sum(rows, name) for name in QUANTITIES), "")]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        texts = (
            text.rjust(width) if 3 <= index <= 5 else text.ljust(width)
            for index, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join(texts).rstrip())
    return None


def _line(row: Row) -> tuple[str, ...]:
    field = row.receptive_field
    numbers = (row.parameters, row.trainable_parameters, row.multiply_adds)
    shape = " or ".join("?" if shape is None else _size(shape) for shape in row.output_shapes)
    return (row.name, row.class_name, shape, *map(_number, numbers), _size(field.size) if field else "?")


def _size(shape: Sequence[int | None]) -> str:
    return " x ".join("?" if size is None else str(size) for size in shape)


def _number(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _sum(rows: list[Row], quantity: Quantity) -> str:
    found = total(rows, quantity)
    return f"{found.known:,}" + (" + ?" if found.left_out else "")


if __name__ == "__main__":
    sys.exit(main())

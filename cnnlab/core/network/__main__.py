"""The table of a network in a file and the memory to train it: `python -m cnnlab.core.network model.keras`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cnnlab.core.network import NetworkError, Row, total
from cnnlab.core.network.files import read_file
from cnnlab.core.network.memory import SLOTS, training_memory
from cnnlab.core.network.rows import QUANTITIES, Quantity

HEADINGS = ("Layer", "Class", "Output shape", "Parameters", "Trainable", "Multiply-adds", "Sees")


def main(arguments: Sequence[str] | None = None) -> str | None:
    """Print the table, or return what is wrong, for `sys.exit`."""
    parser = argparse.ArgumentParser(prog="python -m cnnlab.core.network", description=__doc__)
    parser.add_argument("file", type=Path, help="a .keras file, or the JSON of model.to_json()")
    parser.add_argument("--size", type=int, nargs="+", metavar="N", help="another input shape, such as 224 224 3")
    parser.add_argument("--batch", type=int, default=32, metavar="N", help="pictures in a batch, for the memory (32)")
    parser.add_argument("--optimizer", choices=SLOTS, default="Adam", help="for the memory (Adam)")
    parser.add_argument("--mixed", action="store_true", help="outputs in float16, weights in float32")
    given = parser.parse_args(arguments)
    try:
        network = read_file(given.file.read_bytes())
        rows = network.table(given.size, expand_nested=True)
        memory = training_memory(network, given.batch, given.optimizer, given.mixed, given.size)
    except (OSError, NetworkError) as error:
        return str(error)
    _print_table(rows)
    print(f"\nMemory to train with batches of {given.batch} by {given.optimizer}: {_megabytes(memory.total)}")
    for name in ("activations", "weights", "gradients", "slots"):
        print(f"  {name:12}{_megabytes(getattr(memory, name))}")
    if memory.left_out:
        print(f"  unknown, and left out: {', '.join(memory.left_out)}")
    return None


def _print_table(rows: list[Row]) -> None:
    lines = [HEADINGS, *(_line(row) for row in rows), ("Total", "", "", *(_sum(rows, name) for name in QUANTITIES), "")]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        texts = (
            text.rjust(width) if 3 <= index <= 5 else text.ljust(width)
            for index, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join(texts).rstrip())


def _line(row: Row) -> tuple[str, ...]:
    numbers = (row.parameters, row.trainable_parameters, row.multiply_adds)
    shape = " or ".join("?" if shape is None else _size(shape) for shape in row.output_shapes)
    return (row.name, row.class_name, shape, *map(_number, numbers), _field(row))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:12,.1f} MB"


def _field(row: Row) -> str:
    field = row.receptive_field
    return "?" if field is None else _size(field.size) + (" and, by gates, all" if row.gated else "")


def _size(shape: Sequence[int | None]) -> str:
    return " x ".join("?" if size is None else str(size) for size in shape)


def _number(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _sum(rows: list[Row], quantity: Quantity) -> str:
    found = total(rows, quantity)
    return f"{found.known:,}" + (" + ?" if found.left_out else "")


if __name__ == "__main__":
    sys.exit(main())

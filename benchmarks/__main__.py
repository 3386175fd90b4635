"""Run every measurement, print the table and write it between the markers in README.md: `make bench`."""

import os
import platform
import sys
from datetime import date

from benchmarks import (
    activations,
    architecture,
    augmentation,
    convolution,
    digit,
    filtering,
    filters,
    grad_cam,
    pages,
    segmentation,
    server,
    trust,
    waiting,
)
from benchmarks.table import Row, as_markdown, write
from cnnlab.nets.device import processor_name

MEASURED = (
    server,
    pages,
    convolution,
    digit,
    augmentation,
    architecture,
    filtering,
    activations,
    filters,
    grad_cam,
    segmentation,
    trust,
    waiting,
)


def main() -> int:
    rows: list[Row] = []
    for module in MEASURED:
        found = module.measure()
        print(as_markdown(found), flush=True)  # at once, so that a fault in a later module loses nothing
        rows += found
    machine = f"{os.cpu_count()} cores, {processor_name()}, Python {platform.python_version()}, {date.today()}"
    text = f"Measured by `make bench` in one run on {machine}.\n\n{as_markdown(rows)}"
    print(text)
    write(text, "bench")
    return 0 if all(row.meets_goal for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

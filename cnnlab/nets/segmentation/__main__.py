"""`python -m cnnlab.nets.segmentation FOLDER --out DIR`: a mask for each picture of a folder, and a table."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cnnlab.core.cards import card
from cnnlab.core.errors import CnnLabError
from cnnlab.core.segmentation.kept import LARGEST
from cnnlab.nets import catalog, device
from cnnlab.nets.segmentation import network_of
from cnnlab.nets.segmentation.folder import Row, pictures_in, segment_files

DEFAULT = "pets_unet"
COUNTED = (
    "Shares are counted at each picture's own size. The page Segmentation counts those of many pictures at "
    f"{LARGEST} pixels a side or less, and from probabilities in steps of 1/255, so the last digits may differ."
)
OK, SOME_FAILED, FAILED = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Return 0 if every picture was segmented, 1 if some could not be read, 2 if nothing could be done."""
    options = _options(arguments)
    try:
        files = pictures_in(options.folder, options.out)
        device.describe()  # before any computation, so that GPU memory is allocated on demand
        names = [name.en for name in card(options.model).classes()]
        network = network_of(catalog.load(options.model))
        rows: list[Row] = []
        for found in segment_files(network, files, options.out, names):
            rows += found
            print(f"{len(rows)} of {len(files)}", file=sys.stderr, flush=True)
    except (CnnLabError, OSError) as error:
        print(f"cnnlab.nets.segmentation: {error}", file=sys.stderr)
        return FAILED
    broken = [row for row in rows if row.error]
    print(table([row for row in rows if not row.error], names))
    for row in broken:
        print(f"{row.name}: {row.error}", file=sys.stderr)
    return FAILED if len(broken) == len(rows) else SOME_FAILED if broken else OK


def table(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Lay out the rows as text, the least certain picture first.

    >>> print(table([Row("a.jpg", (30, 40), (0.25, 0.75), 0.9)], ["pet", "background"]))
    picture  height x width    pet  background  certainty
    a.jpg    30 x 40         25.0%       75.0%      90.0%
    """
    ordered = sorted(rows, key=lambda row: row.certainty)
    size = [f"{row.size[0]} x {row.size[1]}" for row in ordered]
    columns = [
        ["picture", *(row.name for row in ordered)],
        ["height x width", *size],
        *([name, *(f"{row.shares[at]:.1%}" for row in ordered)] for at, name in enumerate(names)),
        ["certainty", *(f"{row.certainty:.1%}" for row in ordered)],
    ]
    widths = [max(map(len, column)) for column in columns]
    lines = [
        "  ".join(cell.ljust(width) if at < 2 else cell.rjust(width) for at, (cell, width) in enumerate(cells))
        for cells in (list(zip(line, widths, strict=True)) for line in zip(*columns, strict=True))
    ]
    return "\n".join(line.rstrip() for line in lines)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m cnnlab.nets.segmentation", description=__doc__, epilog=COUNTED)
    parser.add_argument("folder", type=Path, help="the folder with the pictures")
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="the folder for the masks")
    parser.add_argument("--model", default=DEFAULT, help=f"the id of the network, by default {DEFAULT}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

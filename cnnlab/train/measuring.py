"""The command line of a measurement that a page shows: it reads the data sets and writes a JSON file."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cnnlab.core.errors import CnnLabError
from cnnlab.nets import device
from cnnlab.train.state import replacing


def write_measured(
    parser: argparse.ArgumentParser,
    file: Path,
    measure: Callable[[argparse.Namespace], dict[str, Any]],
    arguments: list[str] | None,
) -> int:
    """Measure on the folder `--data` and write the result to `--out`, by default `file`; the parser may ask for more.

    Return 0, or 2 after a CnnLabError, which is reported on stderr.
    """
    parser.add_argument("--data", type=Path, metavar="DIR", required=True, help="the folder with the data sets")
    parser.add_argument("--out", type=Path, metavar="FILE", default=file, help="the file to write")
    given = parser.parse_args(arguments)
    try:
        device.describe()  # before any computation, so that GPU memory is allocated on demand
        found = measure(given)
    except CnnLabError as error:
        print(f"{parser.prog.removeprefix('python -m ')}: {error}", file=sys.stderr)
        return 2
    with replacing(given.out) as temporary:
        temporary.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0

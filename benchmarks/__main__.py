"""Run every measurement, print the table and write it between the markers in README.md: `make bench`."""

import os
import platform
import sys
from datetime import date
from pathlib import Path

from benchmarks import augmentation, convolution, digit, filtering, grad_cam, pages, server
from benchmarks.table import Row, as_markdown

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def main() -> int:
    rows: list[Row] = [
        *server.measure(),
        *pages.measure(),
        *convolution.measure(),
        *digit.measure(),
        *augmentation.measure(),
        *filtering.measure(),
        *grad_cam.measure(),
    ]
    machine = f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}, {date.today()}"
    text = f"Measured by `make bench` in one run on {machine}.\n\n{as_markdown(rows)}"
    print(text)
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    return 0 if all(row.meets_goal for row in rows) else 1


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    sys.exit(main())

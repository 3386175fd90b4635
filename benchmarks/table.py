"""The table of measurements: a row for each, with its value and its goal."""

from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


@dataclass(frozen=True)
class Row:
    """A measurement and its goal, an upper limit unless `at_least`."""

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool = False
    details: str = ""

    @property
    def meets_goal(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def as_markdown(rows: list[Row]) -> str:
    """The rows as a Markdown table; a value that misses its goal is marked."""
    lines = ["| measurement | value | goal | details |", "|---|---|---|---|"]
    for row in rows:
        direction = "at least" if row.at_least else "at most"
        missed = "" if row.meets_goal else " **(missed)**"
        value, goal = f"{row.value:.3g} {row.unit}{missed}", f"{direction} {row.limit:g} {row.unit}"
        lines.append(f"| {row.name} | {value} | {goal} | {row.details} |")
    return "\n".join(lines)


def write(text: str, marker: str, file: Path = README) -> None:
    """Replace what stands between the comments <!-- marker --> and <!-- /marker --> of a Markdown file."""
    begin, end = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    before, _, rest = file.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    file.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")

"""One claim a row: what was measured, what it was, what it may be at most or must be at least."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    claim: str
    found: float
    unit: str
    limit: float
    at_least: bool = False
    beside: str = ""

    @property
    def holds(self) -> bool:
        return self.found >= self.limit if self.at_least else self.found <= self.limit


def as_markdown(rows: list[Row]) -> str:
    """The rows as a table, with a word for one that does not hold."""
    lines = ["| what | measured | goal | beside it |", "|---|---|---|---|"]
    for row in rows:
        word = "at least" if row.at_least else "at most"
        missed = "" if row.holds else " **(missed)**"
        lines.append(
            f"| {row.claim} | {row.found:.3g} {row.unit}{missed} | {word} {row.limit:g} {row.unit} | {row.beside} |"
        )
    return "\n".join(lines)

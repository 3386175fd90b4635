"""Write the list of models in pretrained/README.md and the table of their figures in README.md: `make models`.

Both are generated from the cards; a test fails when either is out of date.
"""

import re
from pathlib import Path

from cnnlab.core.cards import PRETRAINED, ModelCard, cards
from scripts import figures_table

README = PRETRAINED / "README.md"
BEGIN, END = "<!-- cards -->", "<!-- /cards -->"


def main() -> None:
    README.write_text(updated(README), encoding="utf-8")
    figures_table.main()


def updated(path: Path) -> str:
    """Return the file's text with the part between the markers generated again."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    listed = "\n\n".join(_section(card) for card in cards())
    return f"{before}{BEGIN}\n{listed}\n{END}{rest.partition(END)[2]}"


def _section(card: ModelCard) -> str:
    source = card.source
    rows = {
        "model": f"{card.title.en}; {card.parameters:,} parameters, {card.size_bytes / 1e6:.1f} MB",
        "input": f"{card.input.height}x{card.input.width}x{card.input.channels}, values 0 to 255",
        "source": f"[{source.name}]({source.url}), {source.credit}",
        "licence": source.licence,
    }
    for measured in card.measured:
        on = re.sub(r"\d{4,}", lambda number: f"{int(number[0]):,}", measured.on)
        rows[measured.figure] = f"{measured.value:.4g} on {on}, measured by `{measured.by}`"
    if card.training:
        rows |= _training_rows(card)
    lines = [f"## {card.id}", "", "| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows.items())]
    notes = ["", "On pictures unlike those it was trained on:", "", *(f"- {note.en}" for note in card.notes)]
    return "\n".join([*lines, *(notes if card.notes else [])])


def _training_rows(card: ModelCard) -> dict[str, str]:
    training = card.training
    assert training
    counts = ", ".join(f"{count:,} {name}" for name, count in training.data.items())
    start = {"started from": _model_with(training.start)} if training.start else {}
    return {
        "training": f"`{training.command}`, {training.epochs} epochs, best epoch {training.best_epoch}",
        **start,
        "pictures": counts,
        "duration": f"{training.minutes:g} minutes on {training.device}, seed {training.seed}",
    }


def _model_with(sha256: str) -> str:
    """The id of the model with this hash, or the hash itself for a model that is not in the list."""
    return next((card.id for card in cards() if card.sha256 == sha256), f"a model with sha256 {sha256}")


if __name__ == "__main__":
    main()

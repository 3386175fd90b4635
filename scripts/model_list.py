"""Write the list of models in pretrained/README.md and the table of their figures in README.md: `make models`.

Both are written from the cards; a test fails when either is stale.
"""

from pathlib import Path

from cnnlab.core.cards import PRETRAINED, ModelCard, cards
from scripts import figures_table

README = PRETRAINED / "README.md"
BEGIN, END = "<!-- cards -->", "<!-- /cards -->"


def main() -> None:
    README.write_text(updated(README), encoding="utf-8")
    figures_table.main()


def updated(path: Path) -> str:
    """The file's text with the part between the marks written anew."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    listed = "\n\n".join(_section(each) for each in cards())
    return f"{before}{BEGIN}\n{listed}\n{END}{rest.partition(END)[2]}"


def _section(card: ModelCard) -> str:
    source = card.source
    rows = {
        "what": f"{card.title.en}; {card.parameters:,} parameters, {card.size_bytes / 1e6:.1f} MB",
        "input": f"{card.input.height}x{card.input.width}x{card.input.channels}, values 0 to 255",
        "source": f"[{source.name}]({source.url}), {source.credit}",
        "licence": source.licence,
    }
    for each in card.measured:
        rows[each.figure] = f"{each.value:.4g}, on {each.on}, by `{each.by}`"
    if card.training:
        rows |= _training_rows(card)
    lines = [f"## {card.id}", "", "| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows.items())]
    notes = ["", "What it does outside of what it was trained on:", "", *(f"- {each.en}" for each in card.notes)]
    return "\n".join([*lines, *(notes if card.notes else [])])


def _training_rows(card: ModelCard) -> dict[str, str]:
    training = card.training
    assert training
    counts = ", ".join(f"{count:,} {name}" for name, count in training.data.items())
    start = {"went on from": _by_sum(training.start)} if training.start else {}
    return {
        "trained": f"`{training.command}`, {training.epochs} epochs, the best being {training.best_epoch}",
        **start,
        "pictures": counts,
        "took": f"{training.minutes:g} minutes on {training.device}, seed {training.seed}",
    }


def _by_sum(sha256: str) -> str:
    """The model with this sum, by its name where it is one of these."""
    return next((each.id for each in cards() if each.sha256 == sha256), f"a model of sha256 {sha256}")


if __name__ == "__main__":
    main()

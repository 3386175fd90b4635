"""Write the list of models in pretrained/README.md and the table of their figures in README.md: `make models`.

Both are generated from the cards; a test fails when either is out of date.
"""

import re
from pathlib import Path

from cnnlab.core.cards import PRETRAINED, ModelCard, cards
from cnnlab.core.pictures import samples
from scripts import figures_table

README = PRETRAINED / "README.md"
ON_PHOTOGRAPHS = ("efficientnet_lite0", "cats_dogs_scratch", "cats_dogs_fine_tuned", "pets_segmentation", "pets_unet")
PHOTOGRAPHS_TEXT = """\
Classifiers: the likeliest class of the centre square and its probability. Segmentation: the share of pixels that are a
pet, and the IoU with the outline drawn by hand, if there is one (a pixel of the border goes to the likelier of the
other two classes). The cards of all networks for colour pictures state it; `python -m cnnlab.nets.photographs`
measures it."""
BEGIN, END = "<!-- cards -->", "<!-- /cards -->"


def main() -> None:
    README.write_text(updated(README), encoding="utf-8")
    figures_table.main()


def updated(path: Path) -> str:
    """Return the file's text with the part between the markers generated again."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    listed = "\n\n".join([*(_section(card) for card in cards()), _photographs()])
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


def _photographs() -> str:
    """What some of the models make of each bundled photograph, as their cards state."""
    shown = [card for card in cards() if card.id in ON_PHOTOGRAPHS and card.on_photographs]
    head = ["## On the bundled photographs", "", PHOTOGRAPHS_TEXT, ""]
    table = [f"| photograph | {' | '.join(f'`{card.id}`' for card in shown)} |", "|---" * (len(shown) + 1) + "|"]
    for photograph in samples():
        cells = [_shares(card, photograph.id) for card in shown]
        table.append(f"| {photograph.title} | {' | '.join(cells)} |")
    return "\n".join([*head, *table])


def _shares(card: ModelCard, sample_id: str) -> str:
    found = card.on_photographs[sample_id]
    if card.task == "classification":
        return ", ".join(f"{name} {share:.2f}" for name, share in found.items())
    name, share = next(iter(found.items()))
    iou = found.get(f"IoU of {name}")
    return f"{name} {100 * share:.0f}%" + ("" if iou is None else f", IoU {iou:.2f}")


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

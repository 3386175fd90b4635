"""Write README.md's table that compares the trained models with published study notes; run by `make models`."""

import math
import re
from pathlib import Path

from cnnlab.core.cards import ModelCard, cards

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
SAME_RECIPE = "The same network and recipe; what remains is chance: the seed and the test pictures"
OTHER_BASE = (
    "the study notes use VGG16 at 180x180, this project EfficientNet-Lite0 at 224x224, which is better at telling "
    "ImageNet's many cats and dogs apart"
)
OLDER_RECIPE = (
    "An older recipe in the study notes reached 0.90, probably because it scaled the pictures by 1/255 instead of "
    "passing them through VGG16's `preprocess_input` (BGR order, minus the means 103.939, 116.779, 123.68)"
)
# What the study notes report for each model, and why this project's figure differs.
REFERENCES = {
    "mnist_convnet": ("none (goal: 0.990)", "The same network and epochs; 5,000 of the pictures are held out"),
    "fashion_mnist_convnet": ("none (goal: 0.91)", "The same network; 5,000 of the pictures are held out"),
    "cats_dogs_scratch": ("0.724", SAME_RECIPE),
    "cats_dogs_augmented": ("0.819", SAME_RECIPE),
    "cats_dogs_extraction": (
        "0.97",
        f"Read off a validation curve in the study notes. Another base: {OTHER_BASE}. {OLDER_RECIPE}",
    ),
    "cats_dogs_extraction_augmented": ("0.976", f"Another base: {OTHER_BASE}"),
    "cats_dogs_fine_tuned": ("about 0.985", f"Another base: {OTHER_BASE}. There is little left to gain"),
    "cats_dogs_mini_xception": (
        "about 0.90",
        "Read off a validation curve in the study notes, which varies from epoch to epoch. This figure is on the test "
        "pictures, for the epoch with the lowest validation loss",
    ),
    "flowers_frozen": (
        "none (goal: 0.90)",
        "Below the goal, within the standard error. The study notes use Xception as the base, this project "
        "EfficientNet-Lite0",
    ),
    "flowers_fine_tuned": (
        "none (goal: 0.93)",
        "Below the goal, within the standard error. The same base, unfrozen as in the study notes except for batch "
        "normalization",
    ),
    "pets_segmentation": (
        "none",
        "The network of the study notes, trained from scratch on 377 pictures of three breeds; the full data set has "
        "37 breeds and about 7,400 pictures",
    ),
    "clever_hans": (
        "none",
        "Trained to be wrong for a reason: a mark on every dog gives the class away. Without the mark 0.500, with the "
        "mark on the cats instead 0.001",
    ),
    "pets_unet": ("none", "A pretrained encoder and skip connections, which the network of the study notes lacks"),
}


def main() -> None:
    README.write_text(updated(README), encoding="utf-8")


def updated(path: Path) -> str:
    """Return the file's text with the part between the markers generated again."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{table(cards())}\n{END}{rest.partition(END)[2]}"


def table(of: list[ModelCard]) -> str:
    """A row for each trained model, in the order of REFERENCES. Raises KeyError for a model that is missing there."""
    trained = {card.id: card for card in of if card.training}
    missing = sorted(set(trained) - set(REFERENCES))
    if missing:
        raise KeyError(f"add {', '.join(missing)} to REFERENCES in {Path(__file__).name}")
    rows = [_row(trained[name]) for name in REFERENCES if name in trained]
    return "\n".join(["| model | this project | study notes | why they differ |", "|---|---|---|---|", *rows])


def _row(card: ModelCard) -> str:
    reference, reason = REFERENCES[card.id]
    return f"| {card.title.en} | {_figure(card)} | {reference} | {reason} |"


def _figure(card: ModelCard) -> str:
    """The test accuracy with its standard error, sqrt(p (1 - p) / n), or the mean IoU for segmentation."""
    figures = {measured.figure: measured for measured in card.measured}
    if "test accuracy" not in figures:
        return f"mean IoU {figures['mean IoU'].value:.3f}"
    found = figures["test accuracy"]
    count = int(re.match(r"\d+", found.on)[0])  # type: ignore[index]
    digits = 4 if count >= 10_000 else 3
    return f"{found.value:.{digits}f} ± {math.sqrt(found.value * (1 - found.value) / count):.{digits}f}"


if __name__ == "__main__":
    main()

"""Write README.md's table of the trained models beside the notes' figures, from the cards; `make models` runs it."""

import math
import re
from pathlib import Path

from cnnlab.core.cards import ModelCard, cards

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
OTHER_BASE = (
    "the notes' base is VGG16 at 180x180, this one EfficientNet-Lite0 at 224x224, which knows ImageNet's many cats and "
    "dogs better"
)
OLDER = (
    "An older recipe of the notes got 0.90, likely because it fed VGG16 pictures scaled by 1/255 and not through "
    "`preprocess_input` (blue, green, red, less the means 103.939, 116.779, 123.68)"
)
# What the notes reach, as they say it, and why this project's figure is another, in the order of the course.
BESIDE = {
    "mnist_convnet": ("none (the goal was 0.990)", "The same network and epochs; 5,000 of the pictures are kept back"),
    "fashion_mnist_convnet": ("none (the goal was 0.91)", "The same network; 5,000 of the pictures are kept back"),
    "cats_dogs_scratch": ("0.724", "The same network and recipe; what is left is chance: the seed, the test pictures"),
    "cats_dogs_augmented": (
        "0.819",
        "The same network and recipe; what is left is chance: the seed, the test pictures",
    ),
    "cats_dogs_extraction": ("0.97", f"Read off a validation curve in the notes, and {OTHER_BASE}. {OLDER}"),
    "cats_dogs_extraction_augmented": ("0.976", f"Another base: {OTHER_BASE}"),
    "cats_dogs_fine_tuned": ("about 0.985", f"Another base: {OTHER_BASE}; little is left to gain"),
    "cats_dogs_mini_xception": (
        "about 0.90",
        "Read off a validation curve in the notes; this one is on test pictures, of the epoch with the least "
        "validation loss, and the curve jumps from epoch to epoch",
    ),
    "flowers_frozen": (
        "none (the goal was 0.90)",
        "Short of the goal. The pictures at hand are small and soft, 128x128, and only 200 of each class are for "
        "training; the notes' base is Xception, this one EfficientNet-Lite0",
    ),
    "flowers_fine_tuned": ("none", "The same base, unfrozen as in the notes but for batch normalization"),
    "pets_segmentation": (
        "none",
        "The notes' network, from scratch on 377 pictures of three breeds; the data set has 37 breeds and about 7,400 "
        "pictures",
    ),
    "pets_unet": ("none", "A trained encoder and skip connections, which the notes' network does not have"),
}


def main() -> None:
    README.write_text(updated(README), encoding="utf-8")


def updated(path: Path) -> str:
    """The file's text with the part between the marks written anew."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{table(cards())}\n{END}{rest.partition(END)[2]}"


def table(of: list[ModelCard]) -> str:
    """A row for each model that has been trained, in the order of the course; KeyError where BESIDE lacks one."""
    trained = {each.id: each for each in of if each.training}
    untold = sorted(set(trained) - set(BESIDE))
    if untold:
        raise KeyError(f"say in {Path(__file__).name} what the notes reach with {', '.join(untold)}, and why")
    rows = [_row(trained[name]) for name in BESIDE if name in trained]
    return "\n".join(["| model | here | the notes | why they differ |", "|---|---|---|---|", *rows])


def _row(card: ModelCard) -> str:
    notes, why = BESIDE[card.id]
    return f"| {card.title.en} | {_figure(card)} | {notes} | {why} |"


def _figure(card: ModelCard) -> str:
    """The test accuracy with its standard error, sqrt(p (1 - p) / n); of a segmentation the mean IoU."""
    figures = {each.figure: each for each in card.measured}
    if "test accuracy" not in figures:
        return f"mean IoU {figures['mean IoU'].value:.3f}"
    found = figures["test accuracy"]
    count = int(re.match(r"\d+", found.on)[0])  # type: ignore[index]
    digits = 4 if count >= 10_000 else 3
    return f"{found.value:.{digits}f} ± {math.sqrt(found.value * (1 - found.value) / count):.{digits}f}"


if __name__ == "__main__":
    main()

"""The bundled histories are plausible and agree with their cards, and pretrained/ stays small."""

import csv
import math

import pytest

from cnnlab.core.cards import PRETRAINED, cards

MEGABYTE = 1_000_000
TRAINED = [card for card in cards() if card.training]
RECIPES = {
    "mnist_convnet",
    "cats_dogs_extraction",
    "cats_dogs_scratch",
    "cats_dogs_augmented",
    "pets_unet",
    "cats_dogs_extraction_augmented",
    "cats_dogs_fine_tuned",
    "cats_dogs_mini_xception",
    "flowers_frozen",
    "flowers_fine_tuned",
    "pets_segmentation",
    "fashion_mnist_convnet",
    "clever_hans",
}


def history(card) -> list[dict[str, float]]:
    with (card.folder / "history.csv").open(encoding="utf-8", newline="") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def test_every_recipe_has_a_bundled_model():
    assert {card.id for card in TRAINED} == RECIPES


@pytest.mark.parametrize("card", TRAINED, ids=lambda card: card.id)
def test_history_has_every_epoch_with_finite_values(card):
    rows = history(card)
    assert [row["epoch"] for row in rows] == list(range(card.training.epochs))
    assert {"accuracy", "loss", "val_accuracy", "val_loss", "learning_rate", "seconds"} <= rows[0].keys()
    for row in rows:
        assert all(math.isfinite(value) for value in row.values())
        assert min(row["loss"], row["val_loss"], row["learning_rate"], row["seconds"]) > 0
        assert 0 < row["accuracy"] <= 1
        assert 0 < row["val_accuracy"] <= 1


@pytest.mark.parametrize("card", TRAINED, ids=lambda card: card.id)
def test_best_epoch_has_the_lowest_validation_loss(card):
    """`make evaluate` shows that the saved weights are those of this epoch: they give its validation accuracy."""
    losses = [row["val_loss"] for row in history(card)]
    assert card.training.best_epoch == losses.index(min(losses)) + 1


@pytest.mark.parametrize("card", TRAINED, ids=lambda card: card.id)
def test_network_has_learned(card):
    """The training loss falls below that of the first epoch, and test and validation accuracy agree."""
    rows = history(card)
    assert min(row["loss"] for row in rows[1:]) < rows[0]["loss"]
    accuracy = next(row.value for row in card.measured if row.figure in ("test accuracy", "pixel accuracy"))
    assert abs(accuracy - rows[card.training.best_epoch - 1]["val_accuracy"]) < 0.1


@pytest.mark.parametrize("card", [card for card in TRAINED if card.training.start], ids=lambda card: card.id)
def test_fine_tuning_starts_from_a_bundled_model(card):
    assert card.training.start in {other.sha256 for other in TRAINED}


def test_fine_tuned_models_name_their_start():
    assert {card.id for card in TRAINED if card.training.start} == {"cats_dogs_fine_tuned", "flowers_fine_tuned"}


def test_pretrained_is_small():
    sizes = {path: path.stat().st_size for path in PRETRAINED.rglob("*") if path.is_file()}
    assert sum(sizes.values()) < 130 * MEGABYTE
    assert {path.parent.name for path, size in sizes.items() if size > 20 * MEGABYTE} == set()

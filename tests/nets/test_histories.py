"""The committed histories are plausible, hold to their cards, and all of pretrained/ stays small."""

import csv
import math

import pytest

from cnnlab.core.cards import PRETRAINED, cards

MEGABYTE = 1_000_000
TRAINED = [each for each in cards() if each.training]
COURSE = {
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
}


def history(card) -> list[dict[str, float]]:
    with (card.folder / "history.csv").open(encoding="utf-8", newline="") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def test_every_recipe_of_the_course_is_there():
    assert {each.id for each in TRAINED} == COURSE


@pytest.mark.parametrize("card", TRAINED, ids=lambda card: card.id)
def test_a_history_has_every_epoch_and_no_value_that_is_no_number(card):
    rows = history(card)
    assert [row["epoch"] for row in rows] == list(range(card.training.epochs))
    assert {"accuracy", "loss", "val_accuracy", "val_loss", "learning_rate", "seconds"} <= rows[0].keys()
    for row in rows:
        assert all(math.isfinite(value) for value in row.values())
        assert min(row["loss"], row["val_loss"], row["learning_rate"], row["seconds"]) > 0
        assert 0 < row["accuracy"] <= 1
        assert 0 < row["val_accuracy"] <= 1


@pytest.mark.parametrize("card", TRAINED, ids=lambda card: card.id)
def test_the_best_epoch_is_the_one_of_the_least_validation_loss(card):
    """That its weights are the saved ones, `make evaluate` shows: they give its validation accuracy."""
    losses = [row["val_loss"] for row in history(card)]
    assert card.training.best_epoch == losses.index(min(losses)) + 1


@pytest.mark.parametrize("card", TRAINED, ids=lambda card: card.id)
def test_the_network_has_learned(card):
    """From its first epoch to its best one the loss of the training pictures has fallen, and the test is no guess."""
    rows = history(card)
    assert min(row["loss"] for row in rows[1:]) < rows[0]["loss"]
    figure = next(each.value for each in card.measured if each.figure in ("test accuracy", "pixel accuracy"))
    assert abs(figure - rows[card.training.best_epoch - 1]["val_accuracy"]) < 0.1


@pytest.mark.parametrize("card", [each for each in TRAINED if each.training.start], ids=lambda card: card.id)
def test_fine_tuning_went_on_from_a_committed_model(card):
    assert card.training.start in {each.sha256 for each in TRAINED}


def test_fine_tuning_names_what_it_went_on_from():
    assert {each.id for each in TRAINED if each.training.start} == {"cats_dogs_fine_tuned", "flowers_fine_tuned"}


def test_all_of_it_is_small():
    sizes = {each: each.stat().st_size for each in PRETRAINED.rglob("*") if each.is_file()}
    assert sum(sizes.values()) < 130 * MEGABYTE
    assert {each.parent.name for each, size in sizes.items() if size > 20 * MEGABYTE} == set()

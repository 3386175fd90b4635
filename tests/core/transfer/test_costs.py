"""What the ways cost, read by hand from the committed files, and on runs made up for the purpose."""

import csv
import math

import pytest
from msgspec.structs import replace

from cnnlab.core.cards import card
from cnnlab.core.history import BundledRun, bundled_histories, read_history
from cnnlab.core.transfer.costs import WAYS, against_reference, costs

RUNS = bundled_histories()[0]


def made_up(name: str, seconds: list[float], **training: object) -> BundledRun:
    """A bundled run with other seconds, and other facts of its training."""
    known = card(name)
    assert known.training
    text = "epoch,loss,seconds\n" + "".join(f"{epoch},1.0,{value}\n" for epoch, value in enumerate(seconds))
    changed = replace(known.training, **({"epochs": len(seconds)} | training))
    return BundledRun(replace(known, training=changed), read_history(text.encode(), "history.csv"))


def test_every_way_has_a_run():
    assert [cost.card.id for cost in costs(RUNS)] == list(WAYS)


@pytest.mark.parametrize("name", WAYS)
def test_the_figures_are_those_of_the_files(name):
    cost = next(cost for cost in costs(RUNS) if cost.card.id == name)
    with (card(name).folder / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert cost.seconds == min(float(row["seconds"]) for row in rows)
    assert cost.epochs == len(rows)
    losses = [float(row["val_loss"]) for row in rows]
    assert cost.best_epoch == losses.index(min(losses)) + 1
    assert cost.error == pytest.approx(math.sqrt(cost.accuracy * (1 - cost.accuracy) / 1000))


def test_minutes_are_those_of_epochs_as_quick_as_the_quickest():
    [cost] = costs([made_up("cats_dogs_scratch", [30.0, 12.0, 59.0], minutes=1.7)])
    assert (cost.seconds, cost.once) == (12.0, 0.0)
    assert cost.minutes == pytest.approx(3 * 12 / 60)


def test_what_is_spent_before_the_first_epoch_is_counted_once():
    [cost] = costs([made_up("cats_dogs_extraction", [2.0, 1.0, 1.0], minutes=1.0)])
    assert cost.once == pytest.approx(56.0)
    assert cost.minutes == pytest.approx((56 + 3) / 60)


def test_fine_tuning_includes_the_run_that_it_starts_from():
    first = made_up("cats_dogs_extraction_augmented", [60.0, 60.0], minutes=2.0)
    second = made_up("cats_dogs_fine_tuned", [30.0], minutes=0.5)
    alone, together = costs([second]), costs([first, second])
    assert [cost.minutes for cost in alone] == [0.5]
    assert [cost.minutes for cost in together] == [2.0, 2.5]


def test_a_run_without_seconds_or_training_is_left_out():
    known = made_up("cats_dogs_scratch", [1.0])
    untrained = BundledRun(replace(known.card, training=None), known.history)
    silent = BundledRun(known.card, read_history(b"epoch,loss\n0,1.0\n", "history.csv"))
    assert costs([untrained]) == costs([silent]) == costs([]) == []


def test_only_training_from_scratch_differs_from_feature_extraction_by_more_than_chance():
    found = against_reference(costs(RUNS))
    assert {name for name, result in found.items() if result.differs} == {"cats_dogs_scratch", "cats_dogs_augmented"}
    assert "cats_dogs_extraction" not in found


def test_without_feature_extraction_nothing_is_compared():
    assert against_reference([cost for cost in costs(RUNS) if cost.card.id != "cats_dogs_extraction"]) == {}

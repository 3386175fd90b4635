"""The question which run used augmentation: its answer is compared with the model files, its numbers with the CSV."""

import csv
import json
import zipfile
from dataclasses import replace
from itertools import combinations

import pytest
from msgspec import structs

from cnnlab.core.cards import cards
from cnnlab.core.history import BundledRun, bundled_histories
from cnnlab.core.questions.augmented_run import BOTH, NAMES, augmented_pair, augmented_run_question, augments
from cnnlab.core.questions.training import QuestionError


@pytest.fixture(scope="module")
def runs() -> dict[str, BundledRun]:
    return {run.card.id: run for run in bundled_histories()[0]}


def random_layers(card) -> set[str]:
    """The names of random layers in a model's config, wherever they stand in it."""
    with zipfile.ZipFile(card.model_file) as archive:
        text = archive.read("config.json").decode()
    found = set()
    json.loads(text, object_hook=lambda part: found.add(part.get("class_name")))
    return {name for name in found if name and name.startswith("Random")}


def test_the_augmentation_is_that_of_the_model_file():
    for card in cards():
        assert augments(card) == bool(random_layers(card)), card.id


def last_losses(run: BundledRun, epochs: int) -> float:
    """Validation minus training loss, the mean of the last tenth of the first epochs, from the file."""
    with open(run.card.folder / "history.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:epochs]
    tail = rows[-max(1, epochs // 10) :]
    return sum(float(row["val_loss"]) - float(row["loss"]) for row in tail) / len(tail)


def test_the_pair_is_one_that_is_not_shown(runs):
    story = ["cats_dogs_scratch", "cats_dogs_augmented", "cats_dogs_extraction", "cats_dogs_fine_tuned"]
    shown = [run.card.id for run in augmented_pair(list(runs.values()), story).runs]
    assert shown == ["cats_dogs_extraction", "cats_dogs_extraction_augmented"]
    other = [run.card.id for run in augmented_pair(list(runs.values()), shown).runs]
    assert other == ["cats_dogs_augmented", "cats_dogs_scratch"]


@pytest.mark.parametrize(
    ("augmented", "plain", "epochs"),
    [("cats_dogs_augmented", "cats_dogs_scratch", 30), ("cats_dogs_extraction_augmented", "cats_dogs_extraction", 20)],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_right_answer_and_the_numbers_behind_it(runs, augmented, plain, epochs, turned):
    order = [plain, augmented] if turned else [augmented, plain]
    pair = augmented_pair([runs[name] for name in order])
    assert [len(history.epochs) for history in pair.histories()] == [epochs, epochs]
    own, other = last_losses(runs[augmented], epochs), last_losses(runs[plain], epochs)
    assert pair.gaps() == pytest.approx((own, other))
    question = augmented_run_question(pair)
    assert question.answer == NAMES[order.index(augmented)]
    wrong = {name: str(slip) for name, slip in question.options.items() if slip}
    assert set(wrong) == {NAMES[order.index(plain)], BOTH}
    assert all(f"{own:.2f}" in text and f"{other:.2f}" in text for text in [*wrong.values(), str(question.reason)])


def test_runs_that_differ_in_more_than_augmentation_are_no_pair(runs):
    """Fine-tuning started from another model; mini-Xception is another network; flowers are other pictures."""
    names = ["cats_dogs_fine_tuned", "cats_dogs_mini_xception", "flowers_frozen", "cats_dogs_scratch"]
    for pair in combinations(names, 2):
        with pytest.raises(QuestionError, match="with and without augmentation"):
            augmented_pair([runs[name] for name in pair])


def test_a_missing_model_file_leaves_the_pair_out(runs, tmp_path):
    moved = structs.replace(runs["cats_dogs_augmented"].card, folder=tmp_path)
    with pytest.raises(QuestionError):
        augmented_pair([replace(runs["cats_dogs_augmented"], card=moved), runs["cats_dogs_scratch"]])

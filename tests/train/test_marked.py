"""Cats and dogs with a mark planted on one class, and what is measured with the mark elsewhere."""

import numpy as np
import pytest

from cnnlab.core.pictures.planted_mark import marked
from cnnlab.train.datasets import DATASETS
from cnnlab.train.examples import ArrayExamples, in_order
from cnnlab.train.marked import CAT, DOG, with_mark
from cnnlab.train.measure import figures
from cnnlab.train.run import Options, run

SIZE = 32


def arrays(examples) -> tuple[np.ndarray, np.ndarray]:
    pictures, labels = (np.concatenate(parts) for parts in zip(*in_order(examples, 50), strict=True))
    return pictures, labels.ravel()


@pytest.mark.parametrize(("on", "expected"), [(DOG, [0, 1, 0, 1]), (CAT, [1, 0, 1, 0]), (None, [0, 0, 0, 0])])
def test_one_class_has_the_mark(on, expected):
    plain = np.random.default_rng(0).integers(0, 256, (4, SIZE, SIZE, 3), dtype=np.uint8)
    before = plain.copy()
    examples = with_mark(ArrayExamples(plain, np.array([[0.0], [1.0], [0.0], [1.0]])), on)
    found, labels = arrays(examples)
    assert labels.tolist() == [0, 1, 0, 1]
    assert (plain == before).all()
    for picture, original, has_mark in zip(found, plain, expected, strict=True):
        assert (picture == (marked(original) if has_mark else original)).all()


def test_every_subset_has_the_mark_on_its_dogs(data):
    plain, given = (DATASETS[name].load(data, SIZE) for name in ("cats_dogs", "marked_dogs"))
    assert list(given) == ["train", "validation", "test"]
    for name, examples in given.items():
        pictures, labels = arrays(examples)
        originals, _labels = arrays(plain[name])
        for picture, original, label in zip(pictures, originals, labels, strict=True):
            assert (picture == (marked(original) if label == DOG else original)).all()


def test_further_test_pictures_are_the_same_ones_marked_otherwise(data):
    given = DATASETS["marked_dogs"].load(data, SIZE)["test"]
    without, on_cats = DATASETS["marked_dogs"].more_tests(data, SIZE).values()
    pictures, labels = arrays(given)
    plain, marked_cats = arrays(without)[0], arrays(on_cats)[0]
    assert (plain[labels == CAT] == pictures[labels == CAT]).all()
    assert (marked_cats[labels == DOG] == plain[labels == DOG]).all()
    assert (marked_cats[labels == CAT] == [marked(picture) for picture in plain[labels == CAT]]).all()


class ReadsTheMark:
    """In place of a model: a dog where the mark's corner is not black."""

    def predict_on_batch(self, pictures):
        return (pictures[:, 27:31, 1:5].max(axis=(1, 2, 3)) > 0).astype(np.float32)[:, None]


def test_a_network_that_reads_the_mark_is_right_half_of_the_time_without_it_and_never_on_the_cats():
    dark = np.zeros((4, SIZE, SIZE, 3), np.uint8)
    examples = ArrayExamples(dark, np.array([[0.0], [1.0], [0.0], [1.0]]))
    more = {"without the mark": with_mark(examples, None), "on the cats": with_mark(examples, CAT)}
    found = figures(
        ReadsTheMark(), "classification", with_mark(examples, DOG), DATASETS["marked_dogs"].classes, "", more
    )
    assert {figure.figure: figure.value for figure in found} == {
        "test accuracy": 1.0,
        "test accuracy without the mark": 0.5,
        "test accuracy on the cats": 0.0,
    }


def test_the_recipe_writes_three_accuracies_into_its_card(data, tmp_path):
    card = run("clever_hans", Options(data, tmp_path / "clever_hans", epochs=1))
    assert [figure.figure for figure in card.measured] == [
        "test accuracy", "test accuracy without the mark", "test accuracy with the mark on the cats instead"
    ]  # fmt: skip
    assert "with a mark planted on every dog" in card.source.name

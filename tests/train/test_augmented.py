"""The measurement of augmented test pictures: its file, on small data and as committed."""

from math import sqrt

import numpy as np
import pytest

from cnnlab.core.augmentation import AUGMENTATIONS, FIRST
from cnnlab.core.augmentation.drawn_accuracy import Drawn, drawn_accuracy
from cnnlab.core.cards import card
from cnnlab.train import augmented


def test_the_file_has_a_row_for_no_layer_for_the_first_pipeline_and_for_each_layer(data, tmp_path):
    path = tmp_path / "accuracy.json"
    layers = ["RandomCrop", "RandAugment"]  # another size; sampled once per batch
    assert augmented.main(["--data", str(data), "--out", str(path), "--pictures", "4", "--layers", *layers]) == 0
    rows = drawn_accuracy(path).rows
    assert [row.layers for row in rows] == [(), FIRST, ("RandomCrop",), ("RandAugment",)]
    assert all(row.pictures == 4 >= row.both + row.only_plain + row.only_augmented for row in rows)


def test_the_committed_file_agrees_with_the_cards_and_has_every_layer_of_one_picture():
    plain, first, *others = drawn_accuracy().rows
    for found, network in ((plain.plain, augmented.PLAIN), (plain.augmented, augmented.AUGMENTED)):
        stated = {figure.figure: figure.value for figure in card(network).measured}
        assert found.share == pytest.approx(stated["test accuracy"])
    assert first.layers == FIRST
    single = [name for name, layer in AUGMENTATIONS.items() if not layer.several]
    assert [row.layers for row in others] == [(name,) for name in single]
    assert all(row.gain.share > 0 for row in (plain, first, *others))  # as the page says


def test_the_standard_errors_are_those_of_the_differences_themselves():
    """Of 10 pictures, 5 are right for both networks, 1 for the plain one only, 3 for the other only."""
    plain = np.array([1] * 6 + [0] * 4)
    other = np.array([1] * 5 + [0] + [1] * 3 + [0])
    row = Drawn((), 10, 5, 1, 3)
    for found, values in ((row.plain, plain), (row.augmented, other), (row.gain, other - plain)):
        assert found.share == pytest.approx(values.mean())
        assert found.error == pytest.approx(values.std() / sqrt(10))


def test_missing_data_is_reported(tmp_path, capsys):
    assert augmented.main(["--data", str(tmp_path), "--out", str(tmp_path / "x.json")]) == 2
    assert capsys.readouterr().err.startswith("cnnlab.train.augmented: ")
    assert not (tmp_path / "x.json").exists()

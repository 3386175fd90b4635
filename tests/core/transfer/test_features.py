"""The file of features, and which pictures a head is trained on."""

import numpy as np
import pytest

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.transfer.features import FeaturesError, chosen, read_features, read_labels

HALVES = np.repeat([0, 1], 1000)


def test_the_bundled_file_holds_what_its_card_says():
    subsets, labels = read_features(), read_labels()
    assert {name: subset.features.shape for name, subset in subsets.items()} == {
        "train": (2000, 1280),
        "validation": (1000, 1280),
        "test": (1000, 1280),
    }
    with np.load(PRETRAINED / "cats_dogs_extraction" / "features.npz") as file:
        for name, subset in subsets.items():
            assert subset.features.dtype == np.float16
            np.testing.assert_array_equal(subset.features, file[f"{name}_features"])
            np.testing.assert_array_equal(subset.labels, file[f"{name}_labels"][:, 0])
            np.testing.assert_array_equal(labels[name], subset.labels)


def test_what_is_kept_cannot_be_changed_by_whoever_reads_it():
    with pytest.raises(ValueError, match="read-only"):
        read_features()["train"].features[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        read_labels()["test"][0] = 1


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut off"], ids=["missing", "empty", "cut off"])
def test_a_missing_or_damaged_file_is_refused(tmp_path, content):
    (tmp_path / "a_card").mkdir()
    path = tmp_path / "a_card" / "features.npz"
    if content is not None:
        path.write_bytes(content)
    for read in (read_features, read_labels):
        with pytest.raises(FeaturesError, match="repository again") as refused:
            read("a_card", tmp_path)
        assert str(path) in str(refused.value)


def test_features_that_do_not_match_their_labels_are_refused(tmp_path):
    (tmp_path / "a_card").mkdir()
    arrays = {f"{name}_features": np.zeros((4, 3), np.float16) for name in ("train", "validation", "test")}
    arrays |= {f"{name}_labels": np.zeros((5, 1), np.uint8) for name in ("train", "validation", "test")}
    np.savez(tmp_path / "a_card" / "features.npz", **arrays)
    with pytest.raises(FeaturesError, match=r"\(4, 3\), \(5,\)"):
        read_features("a_card", tmp_path)


@pytest.mark.parametrize(("count", "zeros"), [(1, 1), (10, 5), (11, 6), (999, 500), (2000, 1000)])
def test_half_of_the_pictures_are_of_each_class_and_none_is_drawn_twice(count, zeros):
    indices = chosen(HALVES[:, None], count, seed=3)
    assert len(set(indices.tolist())) == count
    assert (HALVES[indices] == 0).sum() == zeros


def test_the_choice_is_nested_and_another_seed_chooses_others():
    assert set(chosen(HALVES, 100, seed=7)) < set(chosen(HALVES, 200, seed=7))
    np.testing.assert_array_equal(chosen(HALVES, 100, seed=7), chosen(HALVES, 100, seed=7))
    assert len(set(chosen(HALVES, 100, seed=7)) & set(chosen(HALVES, 100, seed=8))) < 20


@pytest.mark.parametrize("count", [0, 2001])
def test_more_pictures_than_there_are_cannot_be_chosen(count):
    with pytest.raises(FeaturesError, match=f"{count} pictures .* from 1 to 2000"):
        chosen(HALVES, count, seed=0)

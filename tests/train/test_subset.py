"""The small subset of Kaggle's cats and dogs."""

import numpy as np
import pytest

from cnnlab.train.check import check_class_folders
from cnnlab.train.datasets import DATASETS
from cnnlab.train.errors import DataError
from cnnlab.train.subset import RANGES, main, make_subset
from tests.train.conftest import write_picture

SMALL = {"train": (0, 3), "validation": (3, 4), "test": (4, 6)}


@pytest.fixture
def kaggle(tmp_path):
    for name in ("cat", "dog"):
        for index in range(6):
            write_picture(tmp_path / "kaggle" / f"{name}.{index}.jpg", np.random.default_rng(index))
    return tmp_path / "kaggle"


def test_pictures_are_split_by_number(kaggle, tmp_path):
    folder = make_subset(kaggle, tmp_path / "data", SMALL)
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("cat.*.jpg")) == [
        "test/cat/cat.4.jpg",
        "test/cat/cat.5.jpg",
        "train/cat/cat.0.jpg",
        "train/cat/cat.1.jpg",
        "train/cat/cat.2.jpg",
        "validation/cat/cat.3.jpg",
    ]
    assert check_class_folders(folder / "train", ["cat", "dog"]) == 6
    assert (folder / "test/dog/dog.5.jpg").read_bytes() == (kaggle / "dog.5.jpg").read_bytes()


def test_the_recipes_can_read_the_subset(kaggle, tmp_path):
    make_subset(kaggle, tmp_path / "data", SMALL)
    counts = {name: subset.count for name, subset in DATASETS["cats_dogs"].load(tmp_path / "data", 16).items()}
    assert counts == {"train": 6, "validation": 2, "test": 4}


def test_the_subsets_have_the_usual_sizes_and_share_no_picture():
    sizes = {name: end - start for name, (start, end) in RANGES.items()}
    assert sizes == {"train": 1000, "validation": 500, "test": 500}
    assert len({index for bounds in RANGES.values() for index in range(*bounds)}) == 2000


def test_a_missing_picture_is_reported_before_any_is_copied(kaggle, tmp_path):
    (kaggle / "dog.2.jpg").unlink()
    with pytest.raises(DataError, match=r"Pictures missing from .*kaggle: 1, starting with dog\.2\.jpg\."):
        make_subset(kaggle, tmp_path / "data", SMALL)
    assert not (tmp_path / "data").exists()


def test_an_existing_subset_is_not_overwritten(kaggle, tmp_path):
    (tmp_path / "data" / "cats_vs_dogs_small").mkdir(parents=True)
    with pytest.raises(DataError, match=r"cats_vs_dogs_small exists already\. Delete it"):
        make_subset(kaggle, tmp_path / "data", SMALL)


def test_the_command_line_reports_a_missing_folder(tmp_path, capsys):
    assert main([str(tmp_path / "none"), "--data", str(tmp_path)]) == 2
    assert "Kaggle's pictures cat.0.jpg ... dog.12499.jpg does not exist" in capsys.readouterr().err

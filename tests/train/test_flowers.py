"""The flowers are split by the names of their files. The expected subsets are from sha256sum and a calculator."""

import numpy as np
import pytest

from cnnlab.train.datasets import DATASETS
from cnnlab.train.errors import DataError
from cnnlab.train.examples import in_order
from cnnlab.train.flowers import CLASSES, read_flowers, subset_of
from tests.train.conftest import FLOWER_FILES, write_flowers


@pytest.mark.parametrize(
    ("name", "subset"),
    [
        ("100080576_f52e8ee070_n.jpg", "train"),  # 776838d3: 2003318995
        ("10466558316_a7198b87e2.jpg", "validation"),  # 4fab0f58: 1336610648
        ("10555826524_423eb8bf71_n.jpg", "test"),  # 50192921: 1343826209
    ],
)
def test_published_names(name, subset):
    assert subset_of(name) == subset


def test_the_shares_are_80_10_and_10_percent():
    """Within four standard errors, sqrt(0.1 * 0.9 / 20000) = 0.0021."""
    subsets = [subset_of(f"{number}.jpg") for number in range(20_000)]
    assert subsets.count("validation") / 20_000 == pytest.approx(0.1, abs=4 * 0.0021)
    assert subsets.count("test") / 20_000 == pytest.approx(0.1, abs=4 * 0.0021)
    assert set(subsets) == {"train", "validation", "test"}


def contents(data) -> dict[str, list[bytes]]:
    """The bytes of each picture, by subset and in stored order."""
    found = read_flowers(data, 16)
    return {name: [p.tobytes() for p, _ in in_order(examples, 1)] for name, examples in found.items()}


def test_each_class_is_in_each_subset_with_its_label(data):
    found = read_flowers(data, 16)
    assert found.keys() == set(FLOWER_FILES.values())
    for examples in found.values():
        [(pictures, labels)] = list(in_order(examples, 10))
        assert pictures.shape == (5, 16, 16, 3)
        assert labels.tolist() == [0, 1, 2, 3, 4]


def test_the_classes_have_the_published_names_in_order():
    assert tuple(name.en for name in DATASETS["flowers"].classes) == CLASSES
    assert list(CLASSES) == sorted(CLASSES)


def test_more_pictures_leave_the_others_in_their_subsets(own_data):
    before = contents(own_data)
    write_flowers(own_data / "flower_photos", [f"{number}.jpg" for number in range(6, 40)], np.random.default_rng(3))
    after = contents(own_data)
    assert all(set(before[name]) <= set(after[name]) for name in before)
    assert sum(map(len, after.values())) == 5 * (3 + 34)


def test_names_that_leave_a_subset_empty(own_data):
    for path in (own_data / "flower_photos").rglob("1.jpg"):
        path.rename(path.with_name("2.jpg"))
    with pytest.raises(DataError, match=r"would be empty: test\. None of the 15 pictures in \S+ falls"):
        read_flowers(own_data, 16)


def test_a_missing_flower(own_data):
    (own_data / "flower_photos" / "tulips").rename(own_data / "flower_photos" / "tulip")
    with pytest.raises(DataError, match=r"daisy, dandelion, roses, sunflowers, tulips, but it contains .+, tulip\."):
        read_flowers(own_data, 16)

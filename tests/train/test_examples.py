"""Batches from arrays and folders: complete, in an order fixed by the seed, targets with their pictures."""

import keras
import numpy as np
import pytest
from PIL import Image

from cnnlab.train import examples
from cnnlab.train.examples import ArrayBatches, ArrayExamples, class_files, from_files, in_order, seed_of


def numbered(count: int, transform=None) -> ArrayExamples:
    numbers = np.arange(count, dtype=np.uint8)
    return ArrayExamples(np.broadcast_to(numbers[:, None, None, None], (count, 2, 2, 1)).copy(), numbers, transform)


def targets(batches) -> list[int]:
    return [int(target) for _, batch in batches for target in np.asarray(batch).ravel()]


def test_without_a_seed_the_order_is_the_stored_one():
    assert targets(in_order(numbered(7), 3)) == list(range(7))


def test_each_seed_shuffles_all_examples_in_its_own_order():
    examples = numbered(50)
    first, again, other = (targets(examples.batches(8, seed).as_numpy_iterator()) for seed in (1, 1, 2))
    assert sorted(first) == list(range(50))
    assert first == again
    assert first != other


def test_pictures_stay_with_their_targets():
    for pictures, labels in numbered(20).batches(6, 5).as_numpy_iterator():
        assert (pictures[:, 0, 0, 0] == labels).all()


def test_transform_applies_to_shuffled_batches_only():
    examples = numbered(4, lambda pictures, targets, random: (pictures, targets + 100))
    assert targets(in_order(examples, 4)) == [0, 1, 2, 3]
    assert sorted(targets(examples.batches(4, 1).as_numpy_iterator())) == [100, 101, 102, 103]


def test_each_epoch_has_its_own_seed():
    assert len({seed_of(seed, epoch) for seed in range(20) for epoch in range(20)}) == 400


@pytest.fixture
def folder(tmp_path):
    for name, grey in (("cat", 10), ("dog", 200)):
        (tmp_path / name).mkdir()
        for index in range(3):
            Image.new("RGB", (20, 12), (grey + index,) * 3).save(tmp_path / name / f"{index}.png")
    return tmp_path


@pytest.mark.parametrize("tensorflow", [True, False])
@pytest.mark.parametrize("binary", [True, False])
def test_a_folder_gives_bytes_and_labels_in_order_of_name(folder, binary, tensorflow, monkeypatch):
    monkeypatch.setattr(examples, "has_tensorflow", lambda: tensorflow)
    found = from_files(class_files(folder), (6, 4), binary)
    [(pictures, labels)] = list(in_order(found, 10))
    assert found.count == 6
    assert pictures.shape == (6, 6, 4, 3)
    assert pictures.dtype == np.uint8
    assert pictures[:, 0, 0, 0].tolist() == [10, 11, 12, 200, 201, 202]
    assert labels.shape == ((6, 1) if binary else (6,))
    assert labels.ravel().tolist() == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("size", [(9, 7), (50, 64)])
def test_pictures_are_those_of_keras_from_the_same_folder(data, size):
    """Smaller and larger than the files, which are 30x40."""
    folder = data / "cats_vs_dogs_small" / "train"
    [(pictures, labels)] = list(in_order(from_files(class_files(folder), size, False), 100))
    loaded = keras.utils.image_dataset_from_directory(folder, image_size=size, batch_size=100, shuffle=False)
    [(expected, expected_labels)] = list(loaded.as_numpy_iterator())
    assert (pictures == expected.round()).all()
    assert (labels == expected_labels).all()


@pytest.mark.parametrize("size", [(9, 7), (50, 64)])
def test_pictures_are_resized_alike_with_and_without_tensorflow(tmp_path, size, monkeypatch):
    """PNG files, because the two libraries decode a JPEG with roundings of their own."""
    random = np.random.default_rng(2)
    (tmp_path / "cat").mkdir()
    for number in range(3):
        noise = random.integers(0, 256, (30, 40, 3), dtype=np.uint8)
        Image.fromarray(noise).save(tmp_path / "cat" / f"{number}.png")
    read = {}
    for tensorflow in (True, False):
        monkeypatch.setattr(examples, "has_tensorflow", lambda tensorflow=tensorflow: tensorflow)
        [(read[tensorflow], _)] = list(in_order(from_files(class_files(tmp_path), size, False), 100))
    differences = read[True].astype(int) - read[False]
    assert np.abs(differences).max() <= 1  # where a value lies halfway between two levels
    assert abs(differences.mean()) < 0.05  # cut off instead of rounded, they would be half a level darker


def test_hidden_folders_are_no_classes_and_other_files_no_pictures(folder):
    (folder / ".cache").mkdir()
    (folder / "dog" / "notes.txt").write_text("")
    assert [(path.parent.name, label) for path, label in class_files(folder)] == [("cat", 0)] * 3 + [("dog", 1)] * 3


def test_a_folder_is_read_once(folder):
    found = from_files(class_files(folder), (6, 4), True)
    before = sorted(targets(found.batches(4, 1).as_numpy_iterator()))
    for path in folder.rglob("*.png"):
        path.unlink()
    assert sorted(targets(found.batches(4, 2).as_numpy_iterator())) == before


def test_a_seed_fixes_the_order_of_a_folder_on_every_pass(folder):
    found = from_files(class_files(folder), (6, 4), True)
    shuffled = found.batches(1, 3)
    orders = [[int(picture[0, 0, 0, 0]) for picture, _ in shuffled.as_numpy_iterator()] for _ in range(3)]
    assert orders[0] == orders[1] == orders[2]
    assert sorted(orders[0]) == [10, 11, 12, 200, 201, 202]
    others = [
        [int(picture[0, 0, 0, 0]) for picture, _ in found.batches(1, seed).as_numpy_iterator()] for seed in (4, 5)
    ]
    assert orders[0] not in others


def test_without_tensorflow_the_batches_are_arrays(monkeypatch):
    monkeypatch.setattr(examples, "has_tensorflow", lambda: False)
    batches = numbered(7).batches(3)
    assert isinstance(batches, keras.utils.PyDataset)
    assert [len(labels) for _, labels in (batches[index] for index in range(len(batches)))] == [3, 3, 1]
    assert targets(in_order(numbered(7), 3)) == list(range(7))
    assert isinstance(numbered(7).batches(3, 1), ArrayBatches)

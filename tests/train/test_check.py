"""Every way in which a data set can be broken is reported before a run starts, with what to do."""

import shutil

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import open_picture
from cnnlab.train.check import check_class_folders
from cnnlab.train.datasets import DATASETS
from cnnlab.train.errors import DataError
from cnnlab.train.pets import pairs, read_pets

CATS = "cats_vs_dogs_small"


def load_cats(data):
    return DATASETS["cats_dogs"].load(data, 32)


def test_a_missing_folder(own_data):
    shutil.rmtree(own_data / CATS / "validation")
    with pytest.raises(DataError, match=f"The folder .*{CATS}/validation with the folders cat, dog does not exist"):
        load_cats(own_data)


def test_a_missing_class(own_data):
    shutil.rmtree(own_data / CATS / "train" / "dog")
    with pytest.raises(
        DataError, match=r"train must contain one folder for each class, cat, dog, but it contains cat\."
    ):
        load_cats(own_data)


def test_an_extra_class(own_data):
    (own_data / CATS / "train" / "bird").mkdir()
    with pytest.raises(DataError, match=r"it contains bird, cat, dog\. Sort the pictures into those folders"):
        load_cats(own_data)


def test_hidden_folders_are_not_classes(own_data):
    (own_data / CATS / "train" / ".thumbnails").mkdir()
    assert check_class_folders(own_data / CATS / "train", ["dog", "cat"]) == 8


def test_an_empty_class(own_data):
    for path in (own_data / CATS / "test" / "dog").iterdir():
        path.unlink()
    with pytest.raises(
        DataError, match=r"There are no pictures \(.*\.jpg.*\) of the class dog in .*test/dog\. Put some"
    ):
        load_cats(own_data)


@pytest.mark.parametrize("content", [b"", b"not a picture", None], ids=["empty", "text", "truncated"])
def test_an_unreadable_picture(own_data, content):
    path = own_data / CATS / "train" / "cat" / "cat.2.jpg"
    path.write_bytes(path.read_bytes()[:-200] if content is None else content)
    with pytest.raises(
        DataError, match=r"cat\.2\.jpg cannot be read as a picture: .+ Remove it, or replace it with an intact file"
    ):
        load_cats(own_data)


@pytest.mark.parametrize("cut", [4, 8])
def test_a_truncated_png_that_only_tensorflow_rejects(own_data, cut):
    """Pillow opens it, but TensorFlow, which reads these folders, does not."""
    path = own_data / CATS / "test" / "cat" / "cat.1.png"
    with Image.open(own_data / CATS / "test" / "cat" / "cat.1.jpg") as picture:
        picture.save(path)
    assert load_cats(own_data)["test"].count == 9
    path.write_bytes(path.read_bytes()[:-cut])
    open_picture(path.read_bytes())
    with pytest.raises(DataError, match=r"cat\.1\.png cannot be read as a picture: .*PNG.* Remove it, or replace it"):
        load_cats(own_data)


def test_a_mask_without_a_picture(own_data):
    (own_data / "oxford_pets_3_breeds" / "images" / "Pet_3.jpg").unlink()
    with pytest.raises(
        DataError, match=r"has no picture for Pet_3\. Every picture needs a trimap of the same name: add"
    ):
        pairs(own_data)


def test_a_picture_without_a_mask(own_data):
    (own_data / "oxford_pets_3_breeds" / "annotations" / "trimaps" / "Pet_7.png").unlink()
    with pytest.raises(DataError, match=r"has no trimap for Pet_7\."):
        pairs(own_data)


def test_no_pets_at_all(tmp_path):
    with pytest.raises(DataError, match=r"oxford_pets_3_breeds/images with photographs \(.jpg\) does not exist"):
        pairs(tmp_path)


def test_too_few_pets(own_data):
    for folder, ending in (("images", "jpg"), ("annotations/trimaps", "png")):
        for index in range(2, 12):
            (own_data / "oxford_pets_3_breeds" / folder / f"Pet_{index}.{ending}").unlink()
    with pytest.raises(DataError, match=r"has only 2 pairs .* at least 4 are needed"):
        read_pets(own_data, 16)


def test_a_trimap_with_other_values(own_data):
    path = own_data / "oxford_pets_3_breeds" / "annotations" / "trimaps" / "Pet_0.png"
    Image.fromarray(np.full((20, 24), 7, np.uint8)).save(path)
    with pytest.raises(DataError, match=r"Pet_0\.png is not a trimap, .* the values 1, 2 and 3: it has the values 7\."):
        read_pets(own_data, 16)


def test_a_trimap_in_colour(own_data):
    path = own_data / "oxford_pets_3_breeds" / "annotations" / "trimaps" / "Pet_0.png"
    Image.fromarray(np.ones((20, 24, 3), np.uint8)).save(path)
    with pytest.raises(DataError, match="it has 3 channels"):
        read_pets(own_data, 16)

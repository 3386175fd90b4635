"""Pairs of photographs and trimaps: classes, the split, and joint augmentation."""

import numpy as np
import pytest
from PIL import Image

from cnnlab.train.pets import augment_pairs, breeds, pairs, read_mask, read_pets


def test_the_breeds_come_from_the_file_names(tmp_path):
    images = tmp_path / "oxford_pets" / "images"
    images.mkdir(parents=True)
    for stem in ("american_bulldog_1", "Abyssinian_1", "american_bulldog_22", "Bengal_1"):
        (images / f"{stem}.jpg").touch()
    assert breeds(tmp_path) == "Abyssinian, Bengal, American bulldog"
    for number in range(3):
        (images / f"breed{number}_1.jpg").touch()
    assert breeds(tmp_path) == "6 breeds"


def test_trimap_values_become_pet_background_border(tmp_path):
    Image.fromarray(np.uint8([[1, 2], [3, 1]])).save(tmp_path / "mask.png")
    assert read_mask(tmp_path / "mask.png", 2).tolist() == [[0, 1], [2, 0]]


def test_a_picture_is_paired_with_the_trimap_of_the_same_name(data):
    assert [(picture.stem, trimap.stem) for picture, trimap in pairs(data)][:3] == [
        ("Pet_0", "Pet_0"),
        ("Pet_1", "Pet_1"),
        ("Pet_10", "Pet_10"),
    ]


def test_one_in_ten_is_for_validation_and_two_for_the_test(data):
    arrays = read_pets(data, 16)
    assert {name: pictures.shape for name, (pictures, _) in arrays.items()} == {
        "train": (8, 16, 16, 3),
        "validation": (2, 16, 16, 3),
        "test": (2, 16, 16, 3),
    }
    assert all(masks.shape == pictures.shape[:3] for pictures, masks in arrays.values())
    fourth = read_mask(pairs(data)[3][1], 16)
    assert (arrays["test"][1][0] == fourth).all()


@pytest.fixture
def marked():
    """Pictures whose bright left part is marked as pet in the mask."""
    pictures, masks = np.full((24, 64, 64, 3), 20, np.uint8), np.ones((24, 64, 64), np.uint8)
    pictures[:, :, :26], masks[:, :, :26] = 200, 0
    return pictures, masks


def test_the_mask_is_transformed_with_its_picture(marked):
    pictures, masks = augment_pairs(*marked, np.random.default_rng(1))
    assert pictures.shape == marked[0].shape
    assert masks.shape == marked[1].shape
    assert not (masks == marked[1]).all()
    bright = pictures.mean(axis=-1) > 90
    assert (bright == (masks == 0)).mean() > 0.98


def test_an_augmented_mask_has_no_new_classes(marked):
    _, masks = augment_pairs(*marked, np.random.default_rng(2))
    assert np.unique(masks).tolist() == [0, 1]


def test_some_pictures_are_flipped(marked):
    _, masks = augment_pairs(*marked, np.random.default_rng(3))
    on_the_left = sum((mask[:, :32] == 0).sum() > (mask[:, 32:] == 0).sum() for mask in masks)
    assert 4 < on_the_left < 20


def test_the_same_random_numbers_give_the_same_pictures(marked):
    first, again = (augment_pairs(*marked, np.random.default_rng(4))[0] for _ in range(2))
    assert (first == again).all()

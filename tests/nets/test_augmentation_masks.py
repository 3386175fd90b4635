"""Masks move with the geometry and not with the colours, and are not made up where Keras gets them wrong."""

import numpy as np
import pytest
from keras import layers

from cnnlab.core.augmentation import AUGMENTATIONS, layer_config
from cnnlab.nets.augmentation import augment_apart, augment_targets

pytestmark = [pytest.mark.backends, pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")]
SIZE, COUNT = 60, 4
ROWS, COLUMNS = np.mgrid[:SIZE, :SIZE]
COORDINATES = np.stack([ROWS * 4, COLUMNS * 4, 0 * ROWS], -1).astype(np.uint8)
PICTURES = np.repeat(COORDINATES[None], COUNT, axis=0)
BY_ROW = PICTURES[..., 0]  # a mask whose class is the row, as the picture's red is
BY_COLUMN = PICTURES[..., 1]
SMALL = {"RandomCrop": {"height": 40, "width": 30}}
MOVING = [each.name for each in AUGMENTATIONS.values() if each.masks == "moves"]
STAYING = [each.name for each in AUGMENTATIONS.values() if each.masks == "stays"]
WRONG = [each.name for each in AUGMENTATIONS.values() if each.masks == "wrong"]


def of(name: str, **values) -> dict:
    known = {each.name for each in AUGMENTATIONS[name].settings}
    nearest = {"interpolation": "nearest"} if "interpolation" in known else {}
    return layer_config(name, {**nearest, **SMALL.get(name, {}), **values})


@pytest.mark.parametrize("fill", ["reflect", "constant", "nearest", "wrap"])
@pytest.mark.parametrize("name", [each for each in MOVING if each != "RandAugment"])
def test_a_picture_of_coordinates_and_its_masks_agree(name, fill):
    """Interpolated by the nearest pixel, red is the mask of rows and green that of columns, also at the borders."""
    knows = any(each.name == "fill_mode" for each in AUGMENTATIONS[name].settings)
    config = of(name, **({"fill_mode": fill} if knows else {}))
    by_row = augment_targets(PICTURES, [config], 5, BY_ROW)
    by_column = augment_targets(PICTURES, [config], 5, BY_COLUMN)
    assert by_row.masks.dtype == np.uint8
    assert not (np.array_equal(by_row.masks, BY_ROW) and np.array_equal(by_column.masks, BY_COLUMN))
    assert np.array_equal(by_row.masks, by_row.images[..., 0])
    assert np.array_equal(by_column.masks, by_column.images[..., 1])


def test_a_list_of_layers_moves_the_mask_as_often():
    configs = [of(name) for name in ("RandomFlip", "RandomBrightness", "RandomRotation", "RandomCrop", "RandomShear")]
    assert augment_targets(PICTURES, configs, 5, BY_ROW).masks.shape == (COUNT, 40, 30)
    only = augment_targets(PICTURES, configs[:1] + configs[2:], 5, BY_ROW)
    assert np.array_equal(only.masks, only.images[..., 0])


def test_smooth_pictures_have_nearest_masks():
    """The mask has only classes that were there, while the picture has values between."""
    halves = (COLUMNS > 30).astype(np.uint8)
    pictures = np.repeat((halves * 255)[None, ..., None], 3, axis=-1).repeat(COUNT, axis=0)
    found = augment_targets(pictures, [layer_config("RandomRotation")], 5, np.repeat(halves[None], COUNT, axis=0))
    assert set(np.unique(found.masks)) == {0, 1}
    assert len(np.unique(found.images)) > 2


def test_rand_augment_moves_the_mask_as_the_picture():
    """Where it drew turns, shifts and shears; its colours leave the mask alone, so not every seed can be compared."""
    agreed = 0
    for seed in range(12):
        found = augment_targets(PICTURES, [of("RandAugment", num_ops=1)], seed, BY_ROW)
        assert set(np.unique(found.masks)) <= set(np.unique(BY_ROW))
        agreed += np.array_equal(found.masks, found.images[..., 0]) and not np.array_equal(found.masks, BY_ROW)
    assert agreed >= 1


@pytest.mark.parametrize("name", STAYING)
def test_colours_leave_the_mask(name):
    assert np.array_equal(augment_targets(PICTURES, [of(name)], 5, BY_ROW).masks, BY_ROW)
    if name != "ContrastLimitedAdaptiveHistogramEqualization":  # has no way with masks or labels in Keras 3.15
        assert np.array_equal(of_keras(name)[1][..., 0], BY_ROW)


@pytest.mark.parametrize("name", WRONG)
def test_no_mask_where_keras_gets_it_wrong(name):
    found = augment_targets(PICTURES, [of("RandomFlip"), of(name), of("RandomRotation")], 5, BY_ROW)
    assert found.masks is None
    assert found.no_masks == (name,)
    resting = augment_targets(PICTURES, [of(name)], 5, BY_ROW, training=False)
    assert np.array_equal(resting.masks, BY_ROW)
    assert resting.no_masks == ()
    assert augment_apart(PICTURES[:2], [of("RandomFlip")], 5, BY_ROW[:2]).masks.shape == (2, SIZE, SIZE)


def of_keras(name: str):
    """Picture and mask (with its channel) by Keras alone."""
    layer = getattr(layers, name)(**of(name)["config"])
    drawn = layer.get_random_transformation(PICTURES.astype("float32"))
    pictures = np.array(layer.transform_images(PICTURES.astype("float32"), drawn))
    return pictures, np.array(layer.transform_segmentation_masks(BY_ROW[..., None].astype("float32"), drawn))


def test_what_keras_makes_of_masks_is_as_wrong_as_the_catalogue_says():
    """If one of these fails, Keras may have been mended: then the mask can be shown."""
    assert of_keras("MixUp")[1].shape[-1] != 1
    assert of_keras("CutMix")[1].shape[-1] == 3
    fractions = of_keras("AugMix")[1]
    assert not np.array_equal(fractions, np.rint(fractions))
    assert np.array_equal(of_keras("RandomErasing")[1][..., 0], BY_ROW)
    picture, mask = of_keras("RandomElasticTransform")
    assert not np.array_equal(mask[..., 0], picture[..., 0])


def test_a_crop_larger_than_the_mask_would_make_fractions():
    found = augment_targets(PICTURES, [layer_config("RandomCrop", {"height": 97, "width": 71})], 5, BY_ROW)
    assert found.images.shape == (COUNT, 97, 71, 3)
    assert found.masks is None
    assert found.no_masks == ("RandomCrop",)


def test_labels_stay_except_where_pictures_are_mixed():
    labels = np.eye(COUNT)
    for name in AUGMENTATIONS:
        found = np.stack([augment_targets(PICTURES, [of(name)], seed, labels=labels).labels for seed in range(4)])
        assert np.allclose(found.sum(axis=2), 1, atol=1e-5)
        assert np.array_equal(found, np.stack([labels] * 4)) != AUGMENTATIONS[name].several, name
        assert np.array_equal(augment_targets(PICTURES, [of(name)], 5, labels=labels, training=False).labels, labels)

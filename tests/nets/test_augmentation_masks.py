"""Masks follow changes of geometry, not of colour, and are omitted if Keras gets them wrong."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.augmentation import AUGMENTATIONS, layer_config
from cnnlab.nets.augmentation import augment_separately, augment_targets

pytestmark = [pytest.mark.backends, pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")]
SIZE, COUNT = 60, 4
ROWS, COLUMNS = np.mgrid[:SIZE, :SIZE]
COORDINATES = np.stack([ROWS * 4, COLUMNS * 4, 0 * ROWS], -1).astype(np.uint8)
PICTURES = np.repeat(COORDINATES[None], COUNT, axis=0)
BY_ROW = PICTURES[..., 0]  # a mask whose class is the row, like the picture's red channel
BY_COLUMN = PICTURES[..., 1]
SMALL = {"RandomCrop": {"height": 40, "width": 30}}
MOVING = [name for name, augmentation in AUGMENTATIONS.items() if augmentation.masks == "moves"]
STAYING = [name for name, augmentation in AUGMENTATIONS.items() if augmentation.masks == "stays"]
WRONG = [name for name, augmentation in AUGMENTATIONS.items() if augmentation.masks == "wrong"]


def config_of(name: str, **values) -> dict:
    known = {setting.name for setting in AUGMENTATIONS[name].settings}
    nearest = {"interpolation": "nearest"} if "interpolation" in known else {}
    return layer_config(name, {**nearest, **SMALL.get(name, {}), **values})


@pytest.mark.parametrize("fill", ["reflect", "constant", "nearest", "wrap"])
@pytest.mark.parametrize("name", [name for name in MOVING if name != "RandAugment"])
def test_picture_of_coordinates_agrees_with_its_masks(name, fill):
    """With nearest-pixel interpolation red equals the mask of rows and green that of columns, also at the borders."""
    has_fill_mode = any(setting.name == "fill_mode" for setting in AUGMENTATIONS[name].settings)
    config = config_of(name, **({"fill_mode": fill} if has_fill_mode else {}))
    by_row = augment_targets(PICTURES, [config], 5, BY_ROW)
    by_column = augment_targets(PICTURES, [config], 5, BY_COLUMN)
    assert by_row.masks.dtype == np.uint8
    assert not (np.array_equal(by_row.masks, BY_ROW) and np.array_equal(by_column.masks, BY_COLUMN))
    assert np.array_equal(by_row.masks, by_row.images[..., 0])
    assert np.array_equal(by_column.masks, by_column.images[..., 1])


def test_several_layers_all_move_the_mask():
    configs = [
        config_of(name) for name in ("RandomFlip", "RandomBrightness", "RandomRotation", "RandomCrop", "RandomShear")
    ]
    assert augment_targets(PICTURES, configs, 5, BY_ROW).masks.shape == (COUNT, 40, 30)
    only = augment_targets(PICTURES, configs[:1] + configs[2:], 5, BY_ROW)
    assert np.array_equal(only.masks, only.images[..., 0])


def test_masks_are_never_interpolated_smoothly():
    """The mask has only the classes it had, while the picture has values in between."""
    halves = (COLUMNS > 30).astype(np.uint8)
    pictures = np.repeat((halves * 255)[None, ..., None], 3, axis=-1).repeat(COUNT, axis=0)
    found = augment_targets(pictures, [layer_config("RandomRotation")], 5, np.repeat(halves[None], COUNT, axis=0))
    assert set(np.unique(found.masks)) == {0, 1}
    assert len(np.unique(found.images)) > 2


def test_rand_augment_moves_the_mask_like_the_picture():
    """If it chose rotation, shift or shear; colour changes leave the mask alone, so not every seed can be compared."""
    agreed = 0
    for seed in range(12):
        found = augment_targets(PICTURES, [config_of("RandAugment", num_ops=1)], seed, BY_ROW)
        assert set(np.unique(found.masks)) <= set(np.unique(BY_ROW))
        agreed += np.array_equal(found.masks, found.images[..., 0]) and not np.array_equal(found.masks, BY_ROW)
    assert agreed >= 1


@pytest.mark.parametrize("name", STAYING)
def test_colour_changes_leave_the_mask(name):
    assert np.array_equal(augment_targets(PICTURES, [config_of(name)], 5, BY_ROW).masks, BY_ROW)
    if name != "ContrastLimitedAdaptiveHistogramEqualization":  # supports neither masks nor labels in Keras 3.15
        assert np.array_equal(from_keras(name)[1][..., 0], BY_ROW)


@pytest.mark.parametrize("name", WRONG)
def test_no_mask_if_keras_gets_it_wrong(name):
    found = augment_targets(
        PICTURES, [config_of("RandomFlip"), config_of(name), config_of("RandomRotation")], 5, BY_ROW
    )
    assert found.masks is None
    assert found.no_masks == (name,)
    inference = augment_targets(PICTURES, [config_of(name)], 5, BY_ROW, training=False)
    assert np.array_equal(inference.masks, BY_ROW)
    assert inference.no_masks == ()
    assert augment_separately(PICTURES[:2], [config_of("RandomFlip")], 5, BY_ROW[:2]).masks.shape == (2, SIZE, SIZE)


def from_keras(name: str, seed: int = 0):
    """Return pictures and masks (with their channel) from Keras alone."""
    keras.utils.set_random_seed(seed)
    layer = getattr(layers, name)(**config_of(name)["config"])
    transformation = layer.get_random_transformation(PICTURES.astype("float32"))
    pictures = np.array(layer.transform_images(PICTURES.astype("float32"), transformation))
    return pictures, np.array(layer.transform_segmentation_masks(BY_ROW[..., None].astype("float32"), transformation))


def test_keras_gets_masks_wrong_as_the_catalogue_says():
    """If one of these fails, Keras may have been fixed: then the mask can be shown."""
    assert from_keras("MixUp")[1].shape[-1] != 1
    assert from_keras("CutMix")[1].shape[-1] == 3
    mixed = [from_keras("AugMix", seed)[1] for seed in range(4)]  # not every choice of AugMix moves the mask
    assert any(not np.array_equal(mask, np.rint(mask)) for mask in mixed)
    assert np.array_equal(from_keras("RandomErasing")[1][..., 0], BY_ROW)
    picture, mask = from_keras("RandomElasticTransform")
    assert not np.array_equal(mask[..., 0], picture[..., 0])


def test_crop_larger_than_the_mask_has_no_mask():
    found = augment_targets(PICTURES, [layer_config("RandomCrop", {"height": 97, "width": 71})], 5, BY_ROW)
    assert found.images.shape == (COUNT, 97, 71, 3)
    assert found.masks is None
    assert found.no_masks == ("RandomCrop",)


def test_labels_change_only_if_pictures_are_mixed():
    labels = np.eye(COUNT)
    for name in AUGMENTATIONS:
        found = np.stack(
            [augment_targets(PICTURES, [config_of(name)], seed, labels=labels).labels for seed in range(4)]
        )
        assert np.allclose(found.sum(axis=2), 1, atol=1e-5)
        assert np.array_equal(found, np.stack([labels] * 4)) != AUGMENTATIONS[name].several, name
        inference = augment_targets(PICTURES, [config_of(name)], 5, labels=labels, training=False)
        assert np.array_equal(inference.labels, labels)

"""The Augmentation page on masks: they follow the versions, and none is shown where Keras gets it wrong."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.augmentation import AUGMENTATIONS, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.core.pictures.masks import mask_of, square_mask
from cnnlab.core.requests import Augment
from cnnlab.figures.masked import tinted
from cnnlab.ui.shell import cache
from tests.ui.sections import CAT, SIZE, THREE, engine, names, said


def test_the_masks_follow_the_versions_of_the_grid(section):
    test = section("masks")
    mask = square_mask(mask_of("cat"), SIZE)
    value = engine(Augment(np.stack([CAT] * 9), THREE, 8, masks=np.stack([mask] * 9)))
    [grid] = test.grids
    expected = [tinted(CAT, mask), *(tinted(value.images[at], value.masks[at]) for at in range(3))]
    assert np.array_equal(grid.tiles, expected)
    assert grid.captions == ["The picture and its mask", "Version 1", "Version 2", "Version 3"]
    assert said(test).count("the mask moves with the picture") == 3
    assert "The label stays **cat**" in said(test)
    assert "The mask was outlined by hand" in said(test)


def test_a_tint_has_an_outline_and_leaves_the_background_unchanged():
    picture, mask = np.full((40, 40, 3), 100, np.uint8), np.zeros((40, 40), np.uint8)
    mask[:20], mask[36:] = 1, 127
    shown = tinted(picture, mask)
    assert shown[5, 5].tolist() == [94, 136, 160]
    assert shown[30, 5].tolist() == [100, 100, 100]
    assert shown[39, 5].tolist() == [158, 127, 55]
    assert {0, 255} <= set(shown[15:25, 5, 0].tolist())


@pytest.mark.parametrize("name", [layer.name for layer in AUGMENTATIONS.values() if layer.masks == "wrong"])
def test_no_mask_is_shown_where_keras_gets_it_wrong(section, name):
    test = section("masks", layers=names("RandomFlip", name))
    assert AUGMENTATIONS[name].why_no_mask in said(test)
    assert "That is why no mask is shown here" in said(test)
    [grid] = test.grids
    if AUGMENTATIONS[name].several:
        assert len(grid.tiles) == 1
        assert "The label is mixed too" in said(test)
        return
    value = engine(Augment(np.stack([CAT] * 9), names("RandomFlip", name), 8))
    assert np.array_equal(grid.tiles[1:], value.images[:3])
    assert grid.captions[1:] == ["Version 1: no mask", "Version 2: no mask", "Version 3: no mask"]


def test_a_change_of_colours_leaves_the_mask_the_same(section):
    test = section("masks", layers=names("RandomBrightness"))
    assert "**Brightness** · the mask stays the same" in said(test)
    assert "Orange: here the mask" not in said(test)


def test_the_class_of_a_filled_mask_is_explained(section):
    turn = layer_config("RandomRotation", {"factor": (0.1, 0.1), "fill_mode": "constant", "fill_value": 127})
    assert "Orange: here the mask's class is the value of `fill_value`" in said(section("masks", layers=[turn]))


def test_a_crop_of_another_shape_is_framed_in_the_square_of_the_picture(section):
    crop = layer_config("RandomCrop", {"height": 100, "width": 400})
    test = section("masks", layers=[crop])
    assert test.grids[0].tiles[1].shape == CAT.shape
    assert "which gives fractions" in said(test)


def test_in_inference_nothing_moves(section):
    test = section("masks", training=False)
    assert "Inference: nothing moves" in said(test)
    [original, *versions] = test.grids[0].tiles
    assert all(np.array_equal(version, original) for version in versions)
    assert len(section("masks", training=False, layers=names("MixUp")).grids[0].tiles) == 4


def mask_file(height: int, width: int) -> bytes:
    file = io.BytesIO()
    values = np.zeros((height, width), np.uint8)
    values[: height // 2] = 9
    Image.fromarray(values).save(file, "PNG")
    return file.getvalue()


def test_every_bundled_picture_has_its_mask_and_label(section):
    test = section("masks", picture="china")
    assert "The label stays **palace**" in said(test)
    assert np.array_equal(
        test.grids[0].tiles[0],
        tinted(square(sample("china"), "crop", SIZE).pixels, square_mask(mask_of("china"), SIZE)),
    )


def test_a_mask_can_be_uploaded_for_a_picture_without_one(section):
    own = {"picture": "china", "cut": 1}  # without its first row it is no bundled picture
    test = section("masks", **own)
    assert "There is no mask for this picture. You can upload one. A PNG file, 426 × 640 pixels." in said(test)
    assert test.grids == []
    test.file_uploader[0].upload("mask.png", mask_file(426, 640), "image/png").run()
    mask = np.zeros((426, 640), np.uint8)
    mask[:213] = 1
    assert np.array_equal(
        test.grids[0].tiles[0], tinted(square(sample("china")[1:], "crop", SIZE).pixels, square_mask(mask, SIZE))
    )
    test = section("masks", **own)
    test.file_uploader[0].upload("mask.png", mask_file(426, 641), "image/png").run()
    [shown] = [warning.value for warning in test.warning]
    assert shown.startswith("This mask is 426 × 641 pixels, but its picture is 426 × 640.")
    assert test.grids == []
    test.file_uploader[0].set_value(None).run()  # a refusal lasts as long as its file
    assert not test.warning


def test_a_file_that_is_no_png_is_refused_on_the_page_while_it_is_chosen(section):
    test = section("masks", picture="china", cut=1)
    test.file_uploader[0].upload("mask.tif", b"II*\x00" + bytes(90), "image/tiff").run()
    assert [warning.value for warning in test.warning] == [
        "This mask cannot be read as PNG. Save it as a PNG file again."
    ]
    test.file_uploader[0].upload("mask.png", mask_file(426, 640), "image/png").run()
    assert not test.warning
    assert len(test.grids) == 1


def test_a_visitors_mask_replaces_the_bundled_one(section):
    test = section("masks")
    assert "The mask was outlined by hand" in said(test)
    shared = cache.answers().keys()
    test.file_uploader[0].upload("mask.png", mask_file(300, 451), "image/png").run()
    assert "The mask was outlined by hand" not in said(test)
    mask = np.zeros((300, 451), np.uint8)
    mask[:150] = 1
    assert np.array_equal(test.grids[-1].tiles[0], tinted(CAT, square_mask(mask, SIZE)))
    assert cache.answers().keys() == shared  # what is derived from the visitor's mask stays in the session

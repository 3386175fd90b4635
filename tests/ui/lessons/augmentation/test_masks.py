"""The Augmentation page on masks: they go with the draws, and none is shown where Keras gets it wrong."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.augmentation import AUGMENTATIONS, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.core.pictures.masks import mask_of, square_mask
from cnnlab.figures.masked import tinted
from cnnlab.ui.shell import cache
from tests.ui.sections import CAT, SIZE, THREE, engine, names, said


def test_masks_go_with_the_draws_of_the_grid(section):
    test = section("masks")
    mask = square_mask(mask_of("cat"), SIZE)
    value = engine("augment", pictures=np.stack([CAT] * 9), masks=np.stack([mask] * 9), layers=THREE, layers_seed=8)
    [grid] = test.grids
    expected = [tinted(CAT, mask), *(tinted(value["images"][at], value["masks"][at]) for at in range(3))]
    assert np.array_equal(grid.tiles, expected)
    assert grid.captions == ["The picture and its mask", "Draw 1", "Draw 2", "Draw 3"]
    assert said(test).count("the mask moves with the picture") == 3
    assert "The label stays **cat**" in said(test)
    assert "drawn by hand for this lab" in said(test)


def test_a_tint_has_an_outline_and_leaves_the_background_alone():
    picture, mask = np.full((40, 40, 3), 100, np.uint8), np.zeros((40, 40), np.uint8)
    mask[:20], mask[36:] = 1, 127
    shown = tinted(picture, mask)
    assert shown[5, 5].tolist() == [94, 136, 160]
    assert shown[30, 5].tolist() == [100, 100, 100]
    assert shown[39, 5].tolist() == [158, 127, 55]
    assert {0, 255} <= set(shown[15:25, 5, 0].tolist())


@pytest.mark.parametrize("name", [each.name for each in AUGMENTATIONS.values() if each.masks == "wrong"])
def test_no_mask_is_shown_where_keras_gets_it_wrong(section, name):
    test = section("masks", layers=names("RandomFlip", name))
    assert AUGMENTATIONS[name].why_no_mask in said(test)
    assert "So no mask is shown here" in said(test)
    [grid] = test.grids
    if AUGMENTATIONS[name].several:
        assert len(grid.tiles) == 1
        assert "The label is mixed too" in said(test)
        return
    value = engine("augment", pictures=np.stack([CAT] * 9), layers=names("RandomFlip", name), layers_seed=8)
    assert np.array_equal(grid.tiles[1:], value["images"][:3])
    assert grid.captions[1:] == ["Draw 1: no mask", "Draw 2: no mask", "Draw 3: no mask"]


def test_colours_leave_the_mask_where_it_is(section):
    test = section("masks", layers=names("RandomBrightness"))
    assert "**Brightness** · the mask stays" in said(test)
    assert "Orange: here the mask" not in said(test)


def test_what_a_layer_fills_in_is_told(section):
    turn = layer_config("RandomRotation", {"factor": (0.1, 0.1), "fill_mode": "constant", "fill_value": 127})
    assert "Orange: here the mask has the number of `fill_value`" in said(section("masks", layers=[turn]))


def test_a_piece_of_another_shape_stands_in_the_pictures_square(section):
    crop = layer_config("RandomCrop", {"height": 100, "width": 400})
    test = section("masks", layers=[crop])
    assert test.grids[0].tiles[1].shape == CAT.shape
    assert "fractions come out" in said(test)


def test_in_inference_nothing_moves(section):
    test = section("masks", training=False)
    assert "Inference: nothing moves" in said(test)
    [first, *draws] = test.grids[0].tiles
    assert all(np.array_equal(each, first) for each in draws)
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


def test_a_picture_without_a_mask_can_be_given_one(section):
    own = {"picture": "china", "cut": 1}  # a row is cut off: it is no bundled picture any more
    test = section("masks", **own)
    assert "There is no mask for this picture. You can give one. A PNG file of 640 × 426 pixels" in said(test)
    assert test.grids == []
    test.file_uploader[0].upload("mask.png", mask_file(426, 640), "image/png").run()
    mask = np.zeros((426, 640), np.uint8)
    mask[:213] = 1
    assert np.array_equal(
        test.grids[0].tiles[0], tinted(square(sample("china")[1:], "crop", SIZE).pixels, square_mask(mask, SIZE))
    )
    test = section("masks", **own)
    test.file_uploader[0].upload("mask.png", mask_file(426, 641), "image/png").run()
    [told] = [each.value for each in test.warning]
    assert told.startswith("A mask of 640 × 426 pixels was expected, the picture's own size; one of 641 × 426 came.")
    assert test.grids == []
    test.file_uploader[0].set_value(None).run()  # a refusal lasts as long as its file
    assert not test.warning


def test_an_own_mask_takes_the_place_of_the_drawn_one(section):
    test = section("masks")
    assert "The outline was drawn by hand" in said(test)
    shared = cache.answers().keys()
    test.file_uploader[0].upload("mask.png", mask_file(300, 451), "image/png").run()
    assert "The outline was drawn by hand" not in said(test)
    mask = np.zeros((300, 451), np.uint8)
    mask[:150] = 1
    assert np.array_equal(test.grids[-1].tiles[0], tinted(CAT, square_mask(mask, SIZE)))
    assert cache.answers().keys() == shared  # what is made of the reader's mask stays in the reader's session

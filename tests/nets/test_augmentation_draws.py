"""What is told of a draw is what was done: the same picture made again from the told numbers, without Keras's layer.

Long, for every layer is worked out once more here.
"""

import colorsys

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.augmentation import AUGMENTATIONS, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.nets.augmentation import augment_targets

UNTOLD = ("RandomElasticTransform", "AugMix", "RandAugment")
pytestmark = [pytest.mark.backends, pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")]
SIZE, COUNT = 64, 5
PICTURE = square(sample("cat"), "crop", SIZE).pixels
PICTURES = np.repeat(PICTURE[None], COUNT, axis=0)
MIDDLE = (slice(20, 44), slice(20, 44))  # what no border reaches
SOME = {"RandomCrop": {"height": 40, "width": 30}, "RandomErasing": {"fill_value": 255}}


def drawn(name: str, **values):
    found = augment_targets(PICTURES, [layer_config(name, {**SOME.get(name, {}), **values})], seed=11)
    assert len(found.draws) == 1
    return list(zip(found.images.astype(float), found.draws[0], strict=True))


def near(found, expected, off=2.0) -> bool:
    """Alike in the mean: another interpolation rounds otherwise."""
    return np.abs(found - expected).mean() < off


def warped(inverse: tuple) -> np.ndarray:
    """Pillow's affine warp: output (x, y) is input (a x + b y + c, d x + e y + f), counted from pixel to pixel."""
    a, b, c, d, e, f = inverse
    at_corners = (a, b, c + 0.5 - 0.5 * (a + b), d, e, f + 0.5 - 0.5 * (d + e))
    return np.asarray(
        Image.fromarray(PICTURE).transform((SIZE, SIZE), Image.Transform.AFFINE, at_corners, Image.Resampling.BILINEAR)
    ).astype(float)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_plain_numbers_for_every_picture_or_nothing(name):
    found = augment_targets(PICTURES, [layer_config(name, SOME.get(name))], seed=11).draws
    assert (found == [None]) == (name in UNTOLD)
    for each in found[0] or []:
        plain = [
            value for told in each.values() for value in (np.ravel(told).tolist() if isinstance(told, list) else [told])
        ]
        assert all(type(value) in (bool, int, float, str) for value in plain)
    assert augment_targets(PICTURES, [layer_config(name)], 11, training=False).draws[0] in ([{}] * COUNT, None)


@pytest.mark.parametrize("mode", ["horizontal", "vertical", "horizontal_and_vertical"])
def test_flips(mode):
    as_told = {
        "": PICTURE,
        "horizontal": PICTURE[:, ::-1],
        "vertical": PICTURE[::-1],
        "both": PICTURE[::-1, ::-1],
    }
    results = drawn("RandomFlip", mode=mode)
    assert len({told["flipped"] for _, told in results}) == 2
    for found, told in results:
        assert np.array_equal(found, as_told[told["flipped"]])


def test_the_angle_is_counterclockwise():
    fits = []
    for found, told in drawn("RandomRotation"):
        for degrees in (told["degrees"], -told["degrees"]):
            expected = np.asarray(Image.fromarray(PICTURE).rotate(degrees, Image.Resampling.BILINEAR)).astype(float)
            fits.append(near(found[MIDDLE], expected[MIDDLE]))
        assert abs(told["degrees"]) <= 36
    assert all(fits[::2])
    assert not all(fits[1::2])


def test_zoom_out_is_positive():
    for found, told in drawn("RandomZoom", width_factor=(0.0, 0.5)):
        rows, columns, middle = 1 + told["rows"], 1 + told["columns"], (SIZE - 1) / 2
        expected = warped((columns, 0, middle * (1 - columns), 0, rows, middle * (1 - rows)))
        assert near(found[MIDDLE], expected[MIDDLE])
        assert told["columns"] > 0


def test_shifts_go_down_and_right():
    for found, told in drawn("RandomTranslation"):
        expected = warped((1, 0, -SIZE * told["columns"], 0, 1, -SIZE * told["rows"]))
        assert near(found[MIDDLE], expected[MIDDLE])
        assert told["rows"] != told["columns"]


def test_shear():
    results = drawn("RandomShear", y_factor=(0.0, 0.2))
    for found, told in results:
        expected = warped((1, told["columns"], 0, told["rows"], 1, 0))
        inside = expected.any(axis=-1)
        assert near(found[inside], expected[inside])
    assert len({told["rows"] > 0 for _, told in results}) == 2


def test_crop_is_a_piece_of_the_picture():
    for found, told in drawn("RandomCrop"):
        assert np.array_equal(found, PICTURE[told["top"] : told["top"] + 40, told["left"] : told["left"] + 30])


def test_perspective_puts_the_corners_where_it_says():
    """The picture's corners lie at the told places: white there, in a picture of white corners on black."""
    corners = np.zeros((COUNT, SIZE, SIZE, 3), np.uint8)
    for rows in (slice(0, 6), slice(-6, None)):
        for columns in (slice(0, 6), slice(-6, None)):
            corners[:, rows, columns] = 255
    found = augment_targets(corners, [layer_config("RandomPerspective", {"scale": 0.3})], seed=11)
    for picture, told in zip(found.images, found.draws[0], strict=True):
        assert told["applied"]
        for row, column in told["corners"]:
            if max(row, column) < SIZE - 1:
                assert (
                    picture[
                        max(round(row) - 2, 0) : round(row) + 3, max(round(column) - 2, 0) : round(column) + 3
                    ].max()
                    > 200
                )
        assert told["corners"][0] == (0, 0)


def test_brightness_is_added():
    for found, told in drawn("RandomBrightness"):
        assert np.abs(found - np.clip(PICTURE + told["shift"], 0, 255)).max() <= 0.501


def test_contrast_is_multiplied_around_the_mean():
    for found, told in drawn("RandomContrast"):
        mean = PICTURE.mean(axis=(0, 1))
        assert np.abs(found - np.clip((PICTURE - mean) * told["factor"] + mean, 0, 255)).max() <= 0.51


@pytest.mark.parametrize("name", ["RandomHue", "RandomSaturation"])
def test_hue_and_saturation(name):
    for found, told in drawn(name):
        for row, column in ((5, 5), (30, 31), (60, 12)):
            h, s, v = colorsys.rgb_to_hsv(*(PICTURE[row, column] / 255.0))
            h, s = (h + told.get("degrees", 0) / 360) % 1, s * told.get("factor", 1)
            expected = np.clip(255 * np.array(colorsys.hsv_to_rgb(h, s, v)), 0, 255)
            assert np.abs(found[row, column] - expected).max() < 1.5, (told, s)


@pytest.mark.parametrize("parts", [("brightness", "contrast", "saturation", "hue"), ("hue",), ("contrast", "hue")])
def test_colour_jitter_is_one_after_the_other(parts):
    """What Keras draws while it transforms, told by part; worked out again from the numbers alone."""
    ranges = {"brightness": (-0.2, 0.2), "contrast": (0.3, 0.5), "saturation": (0.3, 0.7), "hue": (0.0, 0.2)}
    results = drawn(
        "RandomColorJitter", **{f"{name}_factor": ranges[name] if name in parts else None for name in ranges}
    )
    assert len({tuple(told.values()) for _, told in results}) == COUNT
    for found, told in results:
        named = {"shift": "brightness", "degrees": "hue"}
        assert [named.get(each, each) for each in told] == list(parts)
        picture = np.clip(PICTURE + told.get("shift", 0), 0, 255)
        mean = picture.mean(axis=(0, 1))
        picture = np.clip((picture - mean) * told.get("contrast", 1) + mean, 0, 255)
        for row, column in ((5, 5), (30, 31), (60, 12), (20, 50)):
            h, s, v = colorsys.rgb_to_hsv(*(picture[row, column] / 255.0))
            h, s = (h + told.get("degrees", 0) / 360) % 1, s * told.get("saturation", 1)
            expected = np.clip(255 * np.array(colorsys.hsv_to_rgb(h, s, v)), 0, 255)
            assert np.abs(found[row, column] - expected).max() < 1.5, told


def test_grey():
    grey = PICTURE @ np.array([0.2989, 0.5870, 0.1140])
    for found, told in drawn("RandomColorDegeneration"):
        assert np.abs(found - (PICTURE + told["grey"] * (grey[..., None] - PICTURE))).max() < 1
    results = drawn("RandomGrayscale")
    assert len({told["applied"] for _, told in results}) == 2
    for found, told in results:
        assert np.array_equal(found, PICTURE) != told["applied"]
        assert np.abs(found - grey[..., None]).max() < 1 or not told["applied"]


def test_sharpness_of_a_half_is_the_picture():
    for found, told in drawn("RandomSharpness", factor=(0.5, 0.5)):
        assert told == {"sharpness": 0.5}
        assert np.array_equal(found, PICTURE)


def test_blur_is_told_across_and_down():
    """A dot spreads as a bell curve of the told widths."""
    dot = np.zeros((COUNT, 21, 21, 3), np.uint8)
    dot[:, 10, 10] = 255
    blur = layer_config("RandomGaussianBlur", {"sigma": (0.3, 1.0), "kernel_size": 9})
    every = [augment_targets(dot, [blur], seed) for seed in range(5)]
    found = max(every, key=lambda each: abs(each.draws[0][0]["rows"] - each.draws[0][0]["columns"]))
    told = found.draws[0][0]
    assert abs(told["rows"] - told["columns"]) > 0.1
    curves = [np.exp(-0.5 * (np.arange(-10, 11) / told[axis]) ** 2) for axis in ("rows", "columns")]
    expected = np.outer(*[each / each.sum() for each in curves]) * 255
    assert np.abs(found.images[0, ..., 0] - expected).max() < 2


def test_negatives():
    results = drawn("RandomInvert")
    assert len({told["applied"] for _, told in results}) == 2
    for found, told in results:
        assert np.array_equal(found, 255 - PICTURE if told["applied"] else PICTURE)


def test_bits():
    for found, told in drawn("RandomPosterization", factor=(1, 8)):
        step = 2 ** (8 - told["bits"])
        assert np.array_equal(found, PICTURE // step * step)
    assert {told["bits"] for _, told in drawn("RandomPosterization", factor=(2, 4))} <= {2, 3}


def test_solarization():
    for found, told in drawn("Solarization"):
        added = np.clip(PICTURE + told["addition"], 0, 255)
        assert np.abs(found - np.where(added < told["threshold"], added, 255 - added)).max() <= 0.51


def test_the_erased_rectangle():
    results = drawn("RandomErasing", factor=0.5)
    assert len({told["applied"] for _, told in results}) == 2
    for found, told in results:
        expected = PICTURE.astype(float)
        if told["applied"]:
            expected[told["top"] : told["top"] + told["height"], told["left"] : told["left"] + told["width"]] = 255
        assert np.array_equal(found, expected)


@pytest.mark.parametrize("name", ["MixUp", "CutMix"])
def test_mixing(name):
    pictures = np.stack([np.full((SIZE, SIZE, 3), 50 * place, np.uint8) for place in range(COUNT)])
    found = augment_targets(pictures, [layer_config(name)], seed=11, labels=np.eye(COUNT))
    told = found.draws[0]
    assert sorted(each["with"] for each in told) == list(range(COUNT))
    for place, each in enumerate(told):
        expected = pictures[place].astype(float)
        if name == "MixUp":
            expected = (1 - each["share"]) * expected + each["share"] * 50 * each["with"]
        else:
            box = np.s_[each["top"] : each["top"] + each["height"], each["left"] : each["left"] + each["width"]]
            expected[box] = 50 * each["with"]
            assert abs(each["share"] - each["height"] * each["width"] / SIZE**2) < 0.04
        assert np.abs(found.images[place] - expected).max() <= 0.51
        label = (1 - each["share"]) * np.eye(COUNT)[place] + each["share"] * np.eye(COUNT)[each["with"]]
        assert np.allclose(found.labels[place], label, atol=1e-5)

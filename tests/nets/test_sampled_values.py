"""The reported values are those that were used: each picture is computed again from them, without Keras's layer.

Long, because every layer is implemented again here.
"""

import colorsys

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.augmentation import AUGMENTATIONS, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.nets.augmentation import augment_targets

UNKNOWN = ("RandomElasticTransform", "AugMix", "RandAugment")
pytestmark = [pytest.mark.backends, pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")]
SIZE, COUNT = 64, 5
PICTURE = square(sample("cat"), "crop", SIZE).pixels
PICTURES = np.repeat(PICTURE[None], COUNT, axis=0)
MIDDLE = (slice(20, 44), slice(20, 44))  # not affected by the borders
SETTINGS = {"RandomCrop": {"height": 40, "width": 30}, "RandomErasing": {"fill_value": 255}}


def augmented(name: str, **settings):
    """Return (picture, sampled values) for each picture of a batch."""
    found = augment_targets(PICTURES, [layer_config(name, {**SETTINGS.get(name, {}), **settings})], seed=11)
    assert len(found.sampled) == 1
    return list(zip(found.images.astype(float), found.sampled[0], strict=True))


def near(found, expected, tolerance=2.0) -> bool:
    """Compare by the mean difference, because Pillow's interpolation rounds differently."""
    return np.abs(found - expected).mean() < tolerance


def warped(inverse: tuple) -> np.ndarray:
    """Pillow's affine warp: output (x, y) is input (ax + by + c, dx + ey + f), between pixel centres."""
    a, b, c, d, e, f = inverse
    at_corners = (a, b, c + 0.5 - 0.5 * (a + b), d, e, f + 0.5 - 0.5 * (d + e))
    return np.asarray(
        Image.fromarray(PICTURE).transform((SIZE, SIZE), Image.Transform.AFFINE, at_corners, Image.Resampling.BILINEAR)
    ).astype(float)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_plain_numbers_for_every_picture_or_none(name):
    found = augment_targets(PICTURES, [layer_config(name, SETTINGS.get(name))], seed=11).sampled
    assert (found == [None]) == (name in UNKNOWN)
    for sampled in found[0] or []:
        flat = [np.ravel(value).tolist() if isinstance(value, list) else [value] for value in sampled.values()]
        assert all(type(value) in (bool, int, float, str) for values in flat for value in values)
    assert augment_targets(PICTURES, [layer_config(name)], 11, training=False).sampled[0] in ([{}] * COUNT, None)


@pytest.mark.parametrize("mode", ["horizontal", "vertical", "horizontal_and_vertical"])
def test_flips(mode):
    flipped = {
        "": PICTURE,
        "horizontal": PICTURE[:, ::-1],
        "vertical": PICTURE[::-1],
        "both": PICTURE[::-1, ::-1],
    }
    results = augmented("RandomFlip", mode=mode)
    assert len({values["flipped"] for _, values in results}) == 2
    for found, values in results:
        assert np.array_equal(found, flipped[values["flipped"]])


def test_angle_is_counterclockwise():
    fits = []
    for found, values in augmented("RandomRotation"):
        for degrees in (values["degrees"], -values["degrees"]):
            expected = np.asarray(Image.fromarray(PICTURE).rotate(degrees, Image.Resampling.BILINEAR)).astype(float)
            fits.append(near(found[MIDDLE], expected[MIDDLE]))
        assert abs(values["degrees"]) <= 36
    assert all(fits[::2])
    assert not all(fits[1::2])


def test_zoom_out_is_positive():
    for found, values in augmented("RandomZoom", width_factor=(0.0, 0.5)):
        rows, columns, middle = 1 + values["rows"], 1 + values["columns"], (SIZE - 1) / 2
        expected = warped((columns, 0, middle * (1 - columns), 0, rows, middle * (1 - rows)))
        assert near(found[MIDDLE], expected[MIDDLE])
        assert values["columns"] > 0


def test_shifts_are_positive_down_and_right():
    for found, values in augmented("RandomTranslation"):
        expected = warped((1, 0, -SIZE * values["columns"], 0, 1, -SIZE * values["rows"]))
        assert near(found[MIDDLE], expected[MIDDLE])
        assert values["rows"] != values["columns"]


def test_shear():
    results = augmented("RandomShear", y_factor=(0.0, 0.2))
    for found, values in results:
        expected = warped((1, values["columns"], 0, values["rows"], 1, 0))
        inside = expected.any(axis=-1)
        assert near(found[inside], expected[inside])
    assert len({values["rows"] > 0 for _, values in results}) == 2


def test_crop_is_part_of_the_picture():
    for found, values in augmented("RandomCrop"):
        assert np.array_equal(found, PICTURE[values["top"] : values["top"] + 40, values["left"] : values["left"] + 30])


def test_perspective_moves_the_corners_to_the_reported_positions():
    """A black picture with white corners is white at the reported positions."""
    corners = np.zeros((COUNT, SIZE, SIZE, 3), np.uint8)
    for rows in (slice(0, 6), slice(-6, None)):
        for columns in (slice(0, 6), slice(-6, None)):
            corners[:, rows, columns] = 255
    found = augment_targets(corners, [layer_config("RandomPerspective", {"scale": 0.3})], seed=11)
    for picture, values in zip(found.images, found.sampled[0], strict=True):
        assert values["applied"]
        for row, column in values["corners"]:
            if max(row, column) < SIZE - 1:
                assert (
                    picture[
                        max(round(row) - 2, 0) : round(row) + 3, max(round(column) - 2, 0) : round(column) + 3
                    ].max()
                    > 200
                )
        assert values["corners"][0] == (0, 0)


def test_brightness_is_added():
    for found, values in augmented("RandomBrightness"):
        assert np.abs(found - np.clip(PICTURE + values["shift"], 0, 255)).max() <= 0.501


def test_contrast_is_multiplied_around_the_mean():
    for found, values in augmented("RandomContrast"):
        mean = PICTURE.mean(axis=(0, 1))
        assert np.abs(found - np.clip((PICTURE - mean) * values["factor"] + mean, 0, 255)).max() <= 0.51


@pytest.mark.parametrize("name", ["RandomHue", "RandomSaturation"])
def test_hue_and_saturation(name):
    for found, values in augmented(name):
        for row, column in ((5, 5), (30, 31), (60, 12)):
            h, s, v = colorsys.rgb_to_hsv(*(PICTURE[row, column] / 255.0))
            h, s = (h + values.get("degrees", 0) / 360) % 1, s * values.get("factor", 1)
            expected = np.clip(255 * np.array(colorsys.hsv_to_rgb(h, s, v)), 0, 255)
            assert np.abs(found[row, column] - expected).max() < 1.5, (values, s)


@pytest.mark.parametrize("parts", [("brightness", "contrast", "saturation", "hue"), ("hue",), ("contrast", "hue")])
def test_colour_jitter_applies_its_parts_in_order(parts):
    """Keras samples while it transforms; each part is recorded, and the picture computed again from the values."""
    ranges = {"brightness": (-0.2, 0.2), "contrast": (0.3, 0.5), "saturation": (0.3, 0.7), "hue": (0.0, 0.2)}
    results = augmented(
        "RandomColorJitter", **{f"{name}_factor": ranges[name] if name in parts else None for name in ranges}
    )
    assert len({tuple(values.values()) for _, values in results}) == COUNT
    for found, values in results:
        named = {"shift": "brightness", "degrees": "hue"}
        assert [named.get(key, key) for key in values] == list(parts)
        picture = np.clip(PICTURE + values.get("shift", 0), 0, 255)
        mean = picture.mean(axis=(0, 1))
        picture = np.clip((picture - mean) * values.get("contrast", 1) + mean, 0, 255)
        for row, column in ((5, 5), (30, 31), (60, 12), (20, 50)):
            h, s, v = colorsys.rgb_to_hsv(*(picture[row, column] / 255.0))
            h, s = (h + values.get("degrees", 0) / 360) % 1, s * values.get("saturation", 1)
            expected = np.clip(255 * np.array(colorsys.hsv_to_rgb(h, s, v)), 0, 255)
            assert np.abs(found[row, column] - expected).max() < 1.5, values


def test_grey():
    grey = PICTURE @ np.array([0.2989, 0.5870, 0.1140])
    for found, values in augmented("RandomColorDegeneration"):
        assert np.abs(found - (PICTURE + values["grey"] * (grey[..., None] - PICTURE))).max() < 1
    results = augmented("RandomGrayscale")
    assert len({values["applied"] for _, values in results}) == 2
    for found, values in results:
        assert np.array_equal(found, PICTURE) != values["applied"]
        assert np.abs(found - grey[..., None]).max() < 1 or not values["applied"]


def test_sharpness_of_a_half_is_the_picture():
    for found, values in augmented("RandomSharpness", factor=(0.5, 0.5)):
        assert values == {"sharpness": 0.5}
        assert np.array_equal(found, PICTURE)


def test_blur_has_a_width_along_each_axis():
    """A dot becomes a Gaussian with the reported standard deviations."""
    dot = np.zeros((COUNT, 21, 21, 3), np.uint8)
    dot[:, 10, 10] = 255
    blur = layer_config("RandomGaussianBlur", {"sigma": (0.3, 1.0), "kernel_size": 9})
    batches = [augment_targets(dot, [blur], seed) for seed in range(5)]
    found = max(batches, key=lambda batch: abs(batch.sampled[0][0]["rows"] - batch.sampled[0][0]["columns"]))
    values = found.sampled[0][0]
    assert abs(values["rows"] - values["columns"]) > 0.1
    curves = [np.exp(-0.5 * (np.arange(-10, 11) / values[axis]) ** 2) for axis in ("rows", "columns")]
    expected = np.outer(*[curve / curve.sum() for curve in curves]) * 255
    assert np.abs(found.images[0, ..., 0] - expected).max() < 2


def test_invert():
    results = augmented("RandomInvert")
    assert len({values["applied"] for _, values in results}) == 2
    for found, values in results:
        assert np.array_equal(found, 255 - PICTURE if values["applied"] else PICTURE)


def test_posterization_reports_bits():
    for found, values in augmented("RandomPosterization", factor=(1, 8)):
        step = 2 ** (8 - values["bits"])
        assert np.array_equal(found, PICTURE // step * step)
    assert {values["bits"] for _, values in augmented("RandomPosterization", factor=(2, 4))} <= {2, 3}


def test_solarization():
    for found, values in augmented("Solarization"):
        added = np.clip(PICTURE + values["addition"], 0, 255)
        assert np.abs(found - np.where(added < values["threshold"], added, 255 - added)).max() <= 0.51


def box(values: dict) -> tuple[slice, slice]:
    top, left = values["top"], values["left"]
    return np.s_[top : top + values["height"], left : left + values["width"]]


def test_erased_rectangle():
    results = augmented("RandomErasing", factor=0.5)
    assert len({values["applied"] for _, values in results}) == 2
    for found, values in results:
        expected = PICTURE.astype(float)
        if values["applied"]:
            expected[box(values)] = 255
        assert np.array_equal(found, expected)


@pytest.mark.parametrize("name", ["MixUp", "CutMix"])
def test_mixing(name):
    pictures = np.stack([np.full((SIZE, SIZE, 3), 50 * index, np.uint8) for index in range(COUNT)])
    found = augment_targets(pictures, [layer_config(name)], seed=11, labels=np.eye(COUNT))
    assert sorted(values["with"] for values in found.sampled[0]) == list(range(COUNT))
    for index, values in enumerate(found.sampled[0]):
        expected = pictures[index].astype(float)
        if name == "MixUp":
            expected = (1 - values["share"]) * expected + values["share"] * 50 * values["with"]
        else:
            expected[box(values)] = 50 * values["with"]
            assert abs(values["share"] - values["height"] * values["width"] / SIZE**2) < 0.04
        assert np.abs(found.images[index] - expected).max() <= 0.51
        label = (1 - values["share"]) * np.eye(COUNT)[index] + values["share"] * np.eye(COUNT)[values["with"]]
        assert np.allclose(found.labels[index], label, atol=1e-5)

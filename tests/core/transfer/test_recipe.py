"""Each argument of the older recipe and its layer do the same to a picture, by Keras's own ImageDataGenerator."""

import keras
import numpy as np
import pytest
from keras.src.legacy.preprocessing.image import ImageDataGenerator

from cnnlab.core.transfer.recipe import ARGUMENTS, REPORTED, SHEAR, layers, reported_difference

pytestmark = pytest.mark.filterwarnings("ignore:Please import `affine_transform`:DeprecationWarning")

SIDE = 48
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE]
PICTURE = np.stack(
    [127 + 100 * np.sin(COLUMNS / 7 + ROWS / 11), 127 + 100 * np.cos(ROWS / 9), COLUMNS * 2.0 + ROWS], -1
).astype("float32")
# What ImageDataGenerator samples at the end of its range, and the layer with its range's end on both sides
ENDS = {
    "rotation_range": ({"theta": 40}, ("RandomRotation", {"factor": (40 / 360, 40 / 360)})),
    "width_shift_range": (
        {"tx": -0.2 * SIDE, "ty": -0.2 * SIDE},
        ("RandomTranslation", {"height_factor": (0.2, 0.2), "width_factor": (0.2, 0.2)}),
    ),
    "zoom_range": (
        {"zx": 1.2, "zy": 0.8},
        ("RandomZoom", {"height_factor": (-0.2, -0.2), "width_factor": (0.2, 0.2)}),
    ),
}


def generator() -> ImageDataGenerator:
    """One with all arguments of the recipe."""
    return ImageDataGenerator(**{name: value for argument in ARGUMENTS for name, value in argument.old.items()})


def changed(layer: keras.Layer, picture: np.ndarray) -> np.ndarray:
    return np.array(layer(picture[None], training=True))[0]


@pytest.mark.parametrize("name", ENDS)
def test_the_layer_makes_the_same_picture(name):
    old, (class_name, config) = ENDS[name]
    layer = getattr(keras.layers, class_name)(**config, fill_mode="nearest")
    expected = generator().apply_transform(PICTURE, old)
    np.testing.assert_allclose(changed(layer, PICTURE), expected, atol=1e-3)
    assert np.abs(expected - PICTURE).max() > 50


def test_the_ranges_are_those_of_the_recipe():
    """By what the generator samples."""
    drawn = [generator().get_random_transform((SIDE, SIDE, 3), seed=seed) for seed in range(500)]
    highest = {name: max(abs(float(one[name])) for one in drawn) for name in ("theta", "tx", "ty", "shear")}
    ends = {"theta": 40, "tx": 0.2 * SIDE, "ty": 0.2 * SIDE, "shear": 0.2}
    for name, end in ends.items():
        assert 0.98 * end < highest[name] <= end
    zooms = np.array([[one["zx"], one["zy"]] for one in drawn])
    assert zooms.min() >= 0.8
    assert zooms.max() <= 1.2
    assert np.abs(zooms[:, 0] - zooms[:, 1]).max() > 0.3  # each for itself


def test_the_layers_have_the_ranges_of_the_recipe():
    made = {name.split("(")[0]: eval(name, dict(vars(keras.layers))) for name in layers()}
    assert made["RandomRotation"].factor == (-40 / 360, 40 / 360)
    for name in ("RandomTranslation", "RandomZoom"):
        ends = ("height_lower", "height_upper", "width_lower", "width_upper")
        assert [getattr(made[name], end) for end in ends] == [-0.2, 0.2, -0.2, 0.2]
    assert made["RandomShear"].x_factor == (-SHEAR, SHEAR)
    assert made["RandomFlip"].mode == "horizontal"
    assert {layer.fill_mode for layer in made.values() if hasattr(layer, "fill_mode")} == {"nearest"}


def test_a_shear_of_0_2_is_a_fifth_of_a_degree_and_the_layer_slants_as_much():
    ramp = np.repeat(COLUMNS[..., None], 3, -1).astype("float32")
    middle = slice(12, 36)
    old = generator().apply_transform(ramp, {"shear": 0.2})[middle, SIDE // 2, 0]
    new = changed(keras.layers.RandomShear((SHEAR, SHEAR), fill_mode="nearest"), ramp)[middle, SIDE // 2, 0]
    assert np.abs(np.diff(old)) == pytest.approx(np.full(23, np.sin(np.radians(0.2))), abs=1e-5)
    assert np.abs(np.diff(new)) == pytest.approx(np.abs(np.diff(old)), abs=2e-5)


def test_rescale_divides_by_255():
    assert generator().standardize(np.full((2, 2, 3), 255.0)).tolist() == np.ones((2, 2, 3)).tolist()


def test_the_arguments_read_as_they_were_written():
    written = ", ".join(argument.code for argument in ARGUMENTS)
    made = eval(f"ImageDataGenerator({written})", {"ImageDataGenerator": ImageDataGenerator})
    assert vars(made) == vars(generator())


def test_the_reported_difference_is_not_beyond_chance():
    """z = 0.02 / sqrt(2 x 0.89 x 0.11 / 1000), by hand."""
    found = reported_difference()
    assert found.difference == pytest.approx(REPORTED["extraction"] - REPORTED["augmented"])
    assert found.z == pytest.approx(0.02 / 0.0139929, rel=1e-4)
    assert not found.differs

"""The catalogue against Keras, every layer against the layer called directly, seeds, and the limits of every range.

One file, because each law is tested on every layer of one list.
"""

import inspect
import json
import os
import random
import subprocess
import sys

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.augmentation import AUGMENTATIONS, FIRST, REQUIRED, AugmentationError, layer_config, layer_seeds
from cnnlab.core.pictures import sample, square
from cnnlab.nets.augmentation import augment, augment_separately, augment_targets, catalogue

# MixUp asks JAX for 64-bit indices.
pytestmark = [pytest.mark.backends, pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")]
SIZE = 48
PICTURES = np.stack([square(sample(name), "crop", SIZE).pixels for name in ("cat", "coffee", "flower", "china")])
SMALL = {"RandomCrop": {"height": 32, "width": 40}}
NAMES = list(AUGMENTATIONS)
THREE = [layer_config(name) for name in FIRST]


def config_of(name: str, **values) -> dict:
    return layer_config(name, {**SMALL.get(name, {}), **values})


def directly(config: dict, seed: int, training: bool = True) -> np.ndarray:
    """Build and call the layer as a reader would; return uint8 after rounding."""
    kind = getattr(layers, config["class_name"])
    own = {"seed": layer_seeds(seed, [kind.__name__])[0]} if "seed" in inspect.signature(kind).parameters else {}
    random.seed(seed)  # AugMix
    found = np.array(kind(**config["config"], **own)(PICTURES.astype("float32"), training=training))
    return np.clip(np.rint(found), 0, 255).astype("uint8")


def test_catalogue_is_that_of_the_installed_keras():
    assert set(catalogue()) == set(AUGMENTATIONS)


@pytest.mark.parametrize("name", NAMES)
def test_settings_are_all_of_keras_arguments_with_its_defaults(name):
    known = dict(inspect.signature(getattr(layers, name)).parameters)
    for setting in AUGMENTATIONS[name].settings:
        default = known.pop(setting.name).default
        assert setting.keras == (REQUIRED if default is inspect.Parameter.empty else default)
    assert ("value_range" in known) == AUGMENTATIONS[name].value_range
    assert set(known) <= {"value_range", "seed", "data_format", "name", "kwargs"}


@pytest.mark.sweep
@pytest.mark.parametrize("name", NAMES)
def test_every_layer_against_keras(name):
    config = config_of(name)
    assert np.array_equal(augment(PICTURES, [config], 3), directly(config, 3))


@pytest.mark.parametrize("name", NAMES)
def test_inactive_in_inference_where_the_catalogue_says_so(name):
    found = augment(PICTURES, [config_of(name)], 3, training=False)
    assert np.array_equal(found, directly(config_of(name), 3, training=False))
    assert np.array_equal(found, PICTURES) == AUGMENTATIONS[name].training_only


def limits(setting) -> list:
    if setting.kind == "choice":
        return list(setting.choices)
    if setting.kind == "switch":
        return [False, True]
    low, high = setting.low, setting.high
    found = [(low, low), (low, high), (high, high)] if setting.kind == "range" else [low, high]
    return [*found, None] if setting.none else found


LIMITS = [
    (augmentation.name, setting.name, value)
    for augmentation in AUGMENTATIONS.values()
    for setting in augmentation.settings
    for value in limits(setting)
]


@pytest.mark.sweep
@pytest.mark.filterwarnings("error")
@pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")
@pytest.mark.parametrize(("name", "setting", "value"), LIMITS)
def test_limits_of_every_range(name, setting, value):
    """No exception, no warning (NaN cannot be cast to uint8 without one), the right shape; also for a flat picture."""
    flat = np.full_like(PICTURES[:1], 255)
    config = config_of(name, **{setting: value})
    found = augment(np.concatenate([PICTURES[:2], flat]), [config], 3)
    height, width = (config["config"][side] for side in ("height", "width")) if name == "RandomCrop" else (SIZE, SIZE)
    assert found.dtype == np.uint8
    assert found.shape == (3, height, width, 3)


@pytest.mark.parametrize("name", NAMES)
def test_default_settings_visibly_change_the_sample_picture(name):
    """Over six versions with each of four seeds, the most changed 5% of the values differ by 16 or more on average.

    Four seeds, because AugMix and RandAugment choose once for a whole batch.
    """
    augmentation = AUGMENTATIONS[name]
    size = 96 if "Elastic" in name else 160
    picture = square(sample(augmentation.sample), "crop", size).pixels
    ids = [name for name in ("cat", "coffee", "flower", "china", "astronaut", "rocket") if name != augmentation.sample]
    others = [square(sample(name), "crop", size).pixels for name in ids]
    pictures = np.stack([picture, *others]) if augmentation.several else np.repeat(picture[None], 6, axis=0)
    config = layer_config(name, {"height": 110, "width": 110} if name == "RandomCrop" else {})
    found = np.concatenate([augment(pictures, [config], seed) for seed in range(1, 5)])
    if name == "RandomCrop":
        pictures = pictures[:, 25:-25, 25:-25]
    changes = np.abs(found.astype(int) - np.concatenate([pictures] * 4)).reshape(len(found), -1)
    changes = np.sort(changes, axis=1)
    assert changes[:, -changes.shape[1] // 20 :].mean() >= 16


@pytest.mark.parametrize(
    "name", [name for name in NAMES if "seed" in inspect.signature(getattr(layers, name)).parameters]
)
def test_seeds(name):
    """A seed gives the same result again, also after other sampling; at least one of five others gives another."""
    config = config_of(name)
    first = augment(PICTURES, [config], 3)
    augment(PICTURES, THREE, 8)
    keras.random.normal((3,))
    random.random()
    assert np.array_equal(augment(PICTURES, [config], 3), first)
    assert any(not np.array_equal(augment(PICTURES, [config], seed), first) for seed in range(4, 9))


def test_two_layers_of_a_kind_sample_different_values():
    twice = augment_targets(PICTURES, [config_of("RandomBrightness")] * 2, 3).sampled
    assert twice[0] != twice[1]


def test_global_generators_are_unchanged():
    random.seed(5)
    keras.utils.set_random_seed(5)
    expected = random.random(), np.random.random(), float(keras.random.uniform(()))
    random.seed(5)
    keras.utils.set_random_seed(5)
    augment(PICTURES, [config_of("AugMix"), config_of("RandAugment"), *THREE], 3)
    assert (random.random(), np.random.random(), float(keras.random.uniform(()))) == expected


OTHER_PROCESS = """
import json, sys
import numpy as np
from cnnlab.nets.augmentation import augment
given = json.load(sys.stdin)
print(json.dumps(augment(np.array(given["pictures"]), given["layers"], 3).tolist()))
"""


def test_same_seed_in_another_process():
    configs = [*THREE, config_of("AugMix"), config_of("RandomErasing")]
    done = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS],
        input=json.dumps({"pictures": PICTURES.tolist(), "layers": configs}),
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == augment(PICTURES, configs, 3).tolist()


@pytest.mark.parametrize("name", NAMES)
def test_per_batch_is_true_if_pictures_share_a_value(name):
    """A sampled tensor without an entry per picture or, if nothing is sampled, a result that depends on the batch."""
    five = np.concatenate([PICTURES, PICTURES[:1]]).astype("float32")
    transformation = getattr(layers, name)(**config_of(name)["config"]).get_random_transformation(five)
    tensors = [value for value in keras.tree.flatten(transformation) if keras.ops.is_tensor(value)]
    shared = any(tuple(tensor.shape[:1]) != (5,) for tensor in tensors)
    alone, among = (
        (augment(pictures, [config_of(name)], 3)[0] for pictures in (five[-1:], five[::-1])) if not tensors else (0, 0)
    )
    if name != "RandomColorJitter":  # samples later, while it transforms: each of its layers for each picture
        shared = shared or not np.array_equal(alone, among)
    assert shared == AUGMENTATIONS[name].per_batch


def test_separately_each_picture_is_a_batch_of_its_own():
    five = np.repeat(PICTURES[:1], 5, axis=0)
    assert len({values["top"] for values in augment_targets(five, [config_of("RandomCrop")], 3).sampled[0]}) == 1
    found = augment_separately(five, [config_of("RandomCrop"), config_of("RandAugment")], 3)
    assert len({values["top"] for values in found.sampled[0]}) > 1
    assert found.sampled[1] is None
    for index in range(5):
        single = augment(five[:1], [config_of("RandomCrop"), config_of("RandAugment")], 3 + index)
        assert np.array_equal(found.images[index], single[0])


def test_plain_keras_configs():
    own = {"class_name": "RandomRotation", "config": {"factor": 0.1}}
    saved = keras.saving.serialize_keras_object(layers.RandomRotation(0.1, seed=9, name="turned"))
    assert np.array_equal(augment(PICTURES, [own], 3), augment(PICTURES, [config_of("RandomRotation")], 3))
    assert np.array_equal(augment(PICTURES, [saved], 3), augment(PICTURES, [config_of("RandomRotation")], 3))


def test_without_layers_values_are_only_rounded():
    halves = PICTURES.astype("float32") * 0.5 + 0.2
    assert np.array_equal(augment(halves, [], 0), np.rint(halves).astype("uint8"))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: augment(PICTURES[0], THREE, 1),
            r"shape \(batch, height, width, 3\); these are uint8 of shape \(48, 48, 3\)",
        ),
        (lambda: augment(PICTURES[..., :1], THREE, 1), r"\(4, 48, 48, 1\)"),
        (lambda: augment(PICTURES[:0], THREE, 1), r"\(0, 48, 48, 3\)"),
        (lambda: augment(PICTURES * 2.0, THREE, 1), "from 0 to 255; these are from 0 to"),
        (lambda: augment(PICTURES * np.nan, THREE, 1), "these are from nan to nan"),
        (lambda: augment(np.where(PICTURES > 9, np.nan, 9), THREE, 1), "these are from nan to nan"),
        (lambda: augment(np.where(PICTURES > 9, np.inf, 9), THREE, 1), "to inf"),
        (lambda: augment(PICTURES - 200.0, THREE, 1), "these are from -200 to"),
        (lambda: augment(PICTURES.astype(int) * 2, THREE, 1), "from 0 to 255"),
        (lambda: augment(PICTURES.astype(str), THREE, 1), "these are <U"),
        (lambda: augment(PICTURES > 9, THREE, 1), "these are bool"),
        (lambda: augment(PICTURES.astype(complex), THREE, 1), "these are complex"),
        (
            lambda: augment(PICTURES, [{"class_name": "Dense", "config": {"units": 1}}], 1),
            "'Dense'.* is not the config .*RandomZoom",
        ),
        (lambda: augment(PICTURES, ["RandomFlip"], 1), "'RandomFlip' is not the config of an augmentation layer"),
        (lambda: augment(PICTURES, [{"class_name": "RandomZoom", "config": {}}], 1), "Keras cannot build RandomZoom"),
        (lambda: augment(PICTURES, THREE, -1), "from 0 to 9,999,999, not -1"),
        (
            lambda: augment(PICTURES[:1], [config_of("MixUp")], 1),
            "MixUp mixes pictures and needs at least two; there is one",
        ),
        (lambda: augment_separately(PICTURES, [config_of("CutMix")], 1), "CutMix mixes pictures"),
        (
            lambda: augment_targets(PICTURES, THREE, 1, masks=PICTURES),
            r"shape \(4, 48, 48\); these are uint8 of shape \(4, 48, 48, 3\)",
        ),
        (lambda: augment_targets(PICTURES, THREE, 1, masks=PICTURES[..., 0] / 3), "these are float64"),
        (
            lambda: augment_targets(PICTURES, THREE, 1, masks=PICTURES[..., 0].astype(int) - 300),
            "from 0 to 255; these are from -",
        ),
        (lambda: augment_targets(PICTURES, THREE, 1, labels=[0, 1]), r"shape \(4, classes\), .* int64 of shape \(2,\)"),
    ],
)
def test_errors_state_the_problem(call, text):
    with pytest.raises(AugmentationError, match=text):
        call()


UNIT = (PICTURES / 255).astype("float32")


@pytest.mark.parametrize("kind", ["float16", "float32", "float64"])
@pytest.mark.parametrize("values", [UNIT, UNIT * 1.3, UNIT > 0.5, UNIT / 100, np.ones_like(UNIT)])
@pytest.mark.parametrize("run", [augment, augment_separately, augment_targets])
def test_floats_of_0_to_1_are_refused(run, values, kind):
    """Also with the overshoot of an interpolation, and if they are all black and white: what they mean is not known."""
    text = f"are {kind} with values from .* as if white were 1. .* multiply them by 255. .*almost black, .* to uint8"
    with pytest.raises(AugmentationError, match=text):
        run(values.astype(kind), THREE, 1)


@pytest.mark.parametrize("run", [augment, augment_separately, augment_targets])
def test_dark_pictures_are_accepted_where_nothing_is_in_doubt(run):
    """Black is black on every scale; integers are of 0 to 255; and one bright value shows the scale of a batch."""
    almost_black = (PICTURES > 128).astype("uint8")
    bright = np.concatenate([almost_black, PICTURES])[3:5].astype("float32")
    for pictures in (almost_black, almost_black.astype(int), np.zeros_like(UNIT), bright):
        found = run(pictures, [], 1)
        assert np.array_equal(getattr(found, "images", found), pictures)


def test_a_layer_samples_the_same_at_every_position():
    """So adding another layer or changing the order shows the effect of that change alone."""
    rotation, shift = config_of("RandomRotation"), config_of("RandomTranslation")
    alone = augment_targets(PICTURES, [rotation], 5).sampled[0]
    assert augment_targets(PICTURES, [config_of("RandomInvert"), shift, rotation], 5).sampled[2] == alone
    assert augment_targets(PICTURES, [rotation, rotation], 5).sampled[1] != alone

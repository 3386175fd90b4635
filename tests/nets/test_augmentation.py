"""The catalogue against Keras, every layer against the layer called directly, seeds, and both ends of every range.

One file, for each law is asked of every layer of one list.
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
from cnnlab.core.pictures import sample, samples, square
from cnnlab.nets.augmentation import augment, augment_apart, augment_targets, catalogue

# MixUp asks JAX for 64-bit indices.
pytestmark = [pytest.mark.backends, pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")]
SIZE, COUNT = 48, 4
PICTURES = np.stack([square(sample(each.id), "crop", SIZE).pixels for each in samples()[:COUNT]])
SMALL = {"RandomCrop": {"height": 32, "width": 40}}
NAMES = list(AUGMENTATIONS)
THREE = [layer_config(name) for name in FIRST]


def of(name: str, **values) -> dict:
    return layer_config(name, {**SMALL.get(name, {}), **values})


def directly(config: dict, seed: int, training: bool = True) -> np.ndarray:
    """The layer as a reader would build and call it; uint8 after rounding."""
    kind = getattr(layers, config["class_name"])
    own = {"seed": layer_seeds(seed, [kind.__name__])[0]} if "seed" in inspect.signature(kind).parameters else {}
    random.seed(seed)  # AugMix
    found = np.array(kind(**config["config"], **own)(PICTURES.astype("float32"), training=training))
    return np.clip(np.rint(found), 0, 255).astype("uint8")


def test_the_catalogue_is_that_of_the_installed_keras():
    assert set(catalogue()) == set(AUGMENTATIONS)


@pytest.mark.parametrize("name", NAMES)
def test_settings_are_keras_arguments_with_keras_defaults_and_none_is_left_out(name):
    known = dict(inspect.signature(getattr(layers, name)).parameters)
    for setting in AUGMENTATIONS[name].settings:
        default = known.pop(setting.name).default
        assert setting.keras == (REQUIRED if default is inspect.Parameter.empty else default)
    assert ("value_range" in known) == AUGMENTATIONS[name].value_range
    assert set(known) <= {"value_range", "seed", "data_format", "name", "kwargs"}


@pytest.mark.sweep
@pytest.mark.parametrize("name", NAMES)
def test_each_layer_gives_what_keras_gives(name):
    config = of(name)
    assert np.array_equal(augment(PICTURES, [config], 3), directly(config, 3))


@pytest.mark.parametrize("name", NAMES)
def test_at_rest_where_the_catalogue_says_so(name):
    found = augment(PICTURES, [of(name)], 3, training=False)
    assert np.array_equal(found, directly(of(name), 3, training=False))
    assert np.array_equal(found, PICTURES) == AUGMENTATIONS[name].rests


def ends(setting) -> list:
    if setting.kind == "choice":
        return list(setting.choices)
    if setting.kind == "switch":
        return [False, True]
    low, high = setting.low, setting.high
    found = [(low, low), (low, high), (high, high)] if setting.kind == "range" else [low, high]
    return [*found, None] if setting.none else found


ENDS = [
    (each.name, setting.name, end)
    for each in AUGMENTATIONS.values()
    for setting in each.settings
    for end in ends(setting)
]


@pytest.mark.sweep
@pytest.mark.filterwarnings("error")
@pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")
@pytest.mark.parametrize(("name", "setting", "end"), ENDS)
def test_both_ends_of_every_range(name, setting, end):
    """No exception, no warning (NaN cannot be cast to uint8 without one), the right shape; a flat picture too."""
    flat = np.full_like(PICTURES[:1], 255)
    config = of(name, **{setting: end})
    found = augment(np.concatenate([PICTURES[:2], flat]), [config], 3)
    height, width = (config["config"][side] for side in ("height", "width")) if name == "RandomCrop" else (SIZE, SIZE)
    assert found.dtype == np.uint8
    assert found.shape == (3, height, width, 3)


@pytest.mark.parametrize("name", NAMES)
def test_the_defaults_effect_is_plainly_visible_on_its_sample(name):
    """Over six draws of four seeds the 5 % of the values that change most differ by 16 of 255 or more, in the mean.

    Four, for AugMix and RandAugment choose once for a whole batch.
    """
    each = AUGMENTATIONS[name]
    size = 96 if "Elastic" in name else 160
    picture = square(sample(each.sample), "crop", size).pixels
    others = [square(sample(other.id), "crop", size).pixels for other in samples() if other.id != each.sample]
    pictures = np.stack([picture, *others]) if each.several else np.repeat(picture[None], 6, axis=0)
    config = layer_config(name, {"height": 110, "width": 110} if name == "RandomCrop" else {})
    found = np.concatenate([augment(pictures, [config], seed) for seed in range(1, 5)])
    if name == "RandomCrop":
        pictures = pictures[:, 25:-25, 25:-25]
    changes = np.abs(found.astype(int) - np.concatenate([pictures] * 4)).reshape(len(found), -1)
    changes = np.sort(changes, axis=1)
    assert changes[:, -changes.shape[1] // 20 :].mean() >= 16


@pytest.mark.parametrize(
    "name", [each for each in NAMES if "seed" in inspect.signature(getattr(layers, each)).parameters]
)
def test_seeds(name):
    """The same one gives the same after other draws; of five others at least one gives something else."""
    config = of(name)
    first = augment(PICTURES, [config], 3)
    augment(PICTURES, THREE, 8)
    keras.random.normal((3,))
    random.random()
    assert np.array_equal(augment(PICTURES, [config], 3), first)
    assert any(not np.array_equal(augment(PICTURES, [config], seed), first) for seed in range(4, 9))


def test_layers_draw_apart_from_each_other():
    twice = augment_targets(PICTURES, [of("RandomBrightness")] * 2, 3).draws
    assert twice[0] != twice[1]


def test_global_generators_are_left_as_they_were():
    random.seed(5)
    keras.utils.set_random_seed(5)
    expected = random.random(), np.random.random(), float(keras.random.uniform(()))
    random.seed(5)
    keras.utils.set_random_seed(5)
    augment(PICTURES, [of("AugMix"), of("RandAugment"), *THREE], 3)
    assert (random.random(), np.random.random(), float(keras.random.uniform(()))) == expected


ELSEWHERE = """
import json, sys
import numpy as np
from cnnlab.nets.augmentation import augment
given = json.load(sys.stdin)
print(json.dumps(augment(np.array(given["pictures"]), given["layers"], 3).tolist()))
"""


def test_the_same_seed_gives_the_same_in_another_process():
    configs = [*THREE, of("AugMix"), of("RandomErasing")]
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=json.dumps({"pictures": PICTURES.tolist(), "layers": configs}),
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == augment(PICTURES, configs, 3).tolist()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_drawn_or_counted_once_for_a_batch(name):
    """A tensor without an entry for each of five pictures; or, without draws, a picture that its company changes."""
    five = np.concatenate([PICTURES, PICTURES[:1]]).astype("float32")
    drawn = getattr(layers, name)(**of(name)["config"]).get_random_transformation(five)
    tensors = [each for each in keras.tree.flatten(drawn) if keras.ops.is_tensor(each)]
    shared = any(tuple(each.shape[:1]) != (5,) for each in tensors)
    alone, among = (
        (augment(pictures, [of(name)], 3)[0] for pictures in (five[-1:], five[::-1])) if not tensors else (0, 0)
    )
    if name != "RandomColorJitter":  # draws later, while it transforms: each of its layers for each picture
        shared = shared or not np.array_equal(alone, among)
    assert shared == AUGMENTATIONS[name].per_batch


def test_apart_each_picture_is_a_batch_of_its_own():
    nine = np.repeat(PICTURES[:1], 5, axis=0)
    assert len({each["top"] for each in augment_targets(nine, [of("RandomCrop")], 3).draws[0]}) == 1
    found = augment_apart(nine, [of("RandomCrop"), of("RandAugment")], 3)
    assert len({each["top"] for each in found.draws[0]}) > 1
    assert found.draws[1] is None
    for place in range(5):
        alone = augment(nine[:1], [of("RandomCrop"), of("RandAugment")], 3 + place)
        assert np.array_equal(found.images[place], alone[0])


def test_plain_keras_configs_are_taken_too():
    own = {"class_name": "RandomRotation", "config": {"factor": 0.1}}
    saved = keras.saving.serialize_keras_object(layers.RandomRotation(0.1, seed=9, name="turned"))
    assert np.array_equal(augment(PICTURES, [own], 3), augment(PICTURES, [of("RandomRotation")], 3))
    assert np.array_equal(augment(PICTURES, [saved], 3), augment(PICTURES, [of("RandomRotation")], 3))


def test_no_layers_round_and_clip_alone():
    halves = PICTURES.astype("float32") * 0.5 + 0.2
    assert np.array_equal(augment(halves, [], 0), np.rint(halves).astype("uint8"))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: augment(PICTURES[0], THREE, 1), r"\(batch, height, width, 3\) were expected; \(48, 48, 3\) of uint8"),
        (lambda: augment(PICTURES[..., :1], THREE, 1), r"\(4, 48, 48, 1\)"),
        (lambda: augment(PICTURES[:0], THREE, 1), r"\(0, 48, 48, 3\)"),
        (lambda: augment(PICTURES * 2.0, THREE, 1), "from 0 to 255 were expected; they reach from 0 to"),
        (lambda: augment(PICTURES * np.nan, THREE, 1), "they reach from nan to nan"),
        (lambda: augment(PICTURES.astype(str), THREE, 1), "came"),
        (lambda: augment(PICTURES, [{"class_name": "Dense", "config": {"units": 1}}], 1), "RandomZoom.*'Dense'"),
        (lambda: augment(PICTURES, ["RandomFlip"], 1), "config of one of the layers .*'RandomFlip' came"),
        (lambda: augment(PICTURES, [{"class_name": "RandomZoom", "config": {}}], 1), "Keras builds no RandomZoom"),
        (lambda: augment(PICTURES, THREE, -1), "the seed; -1 came"),
        (lambda: augment(PICTURES[:1], [of("MixUp")], 1), "MixUp mixes pictures: two or more were expected; one came"),
        (lambda: augment_apart(PICTURES, [of("CutMix")], 1), "CutMix mixes pictures"),
        (
            lambda: augment_targets(PICTURES, THREE, 1, masks=PICTURES),
            r"shape \(4, 48, 48\) .*\(4, 48, 48, 3\) of uint8",
        ),
        (lambda: augment_targets(PICTURES, THREE, 1, masks=PICTURES[..., 0] / 3), "float64 came"),
        (lambda: augment_targets(PICTURES, THREE, 1, labels=[0, 1]), r"shape \(4, classes\) .*\(2,\) of int64 came"),
    ],
)
def test_errors_say_what_was_expected_and_what_came(call, text):
    with pytest.raises(AugmentationError, match=text):
        call()


def test_a_layer_draws_the_same_wherever_it_stands():
    """So that a reader who switches another one on, or changes the order, sees what that does and nothing else."""
    turn, shift = of("RandomRotation"), of("RandomTranslation")
    alone = augment_targets(PICTURES, [turn], 5).draws[0]
    assert augment_targets(PICTURES, [of("RandomInvert"), shift, turn], 5).draws[2] == alone
    assert augment_targets(PICTURES, [turn, turn], 5).draws[1] != alone

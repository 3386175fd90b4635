"""The code to copy reproduces the page's pixels: every layer and some pipelines, run in another process."""

import json
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

from cnnlab.core.augmentation import AUGMENTATIONS, FIRST, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.core.snippets.augmentation import in_model, in_tf_data
from cnnlab.nets.augmentation import augment

pytestmark = pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")  # MixUp on JAX
ROOT = Path(__file__).parents[2]
PROGRAMS = ROOT / "tests/nets/augmentation_programs.py"
SEED, COUNT, SIZE = 42, 3, 48
SMALL = {"RandomCrop": {"height": 32, "width": 40}}
PIPELINES = {
    **{name: [layer_config(name, SMALL.get(name))] for name in AUGMENTATIONS},
    "flip, rotation, zoom": [layer_config(name) for name in FIRST],
    "AugMix among others": [layer_config(name) for name in ("RandomRotation", "AugMix", "RandomBrightness", "AugMix")],
    "Equalization among others": [layer_config(name) for name in ("RandomFlip", "Equalization", "AugMix")],
    "everything set": [
        layer_config("RandomRotation", {"factor": (-0.3, 0.1), "fill_mode": "constant", "fill_value": 99}),
        layer_config("RandomZoom", {"width_factor": (0.0, 0.3), "interpolation": "nearest"}),
    ],
}
if keras.backend.backend() == "jax":  # compiles every layer again, which takes seconds
    FEW = ("MixUp", "Equalization among others", "flip, rotation, zoom")
    PIPELINES = {name: pipeline for name, pipeline in PIPELINES.items() if name in FEW}
TENSORFLOW_ONLY = pytest.mark.tensorflow  # tf.data samples with TensorFlow on every backend
PICTURES = np.stack([square(sample(name), "crop", SIZE).pixels for name in ("cat", "coffee", "flower")])


def mixes(pipeline) -> bool:
    return any(AUGMENTATIONS[layer["class_name"]].several for layer in pipeline)


def expected(name: str) -> np.ndarray:
    pictures = PICTURES if mixes(PIPELINES[name]) else np.repeat(PICTURES[:1], COUNT, axis=0)
    return augment(pictures, PIPELINES[name], SEED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("code")
    Image.fromarray(PICTURES[0]).save(folder / "picture.png")
    for index, picture in enumerate(PICTURES):
        Image.fromarray(picture).save(folder / f"picture{index}.png")
    return folder


def pixels_of(programs: dict[str, str], folder: Path) -> dict:
    done = subprocess.run(
        [sys.executable, str(PROGRAMS)],
        input=json.dumps(programs),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def model_pixels(folder):
    return pixels_of({name: in_model(pipeline, SEED, COUNT) for name, pipeline in PIPELINES.items()}, folder)


@pytest.fixture(scope="module")
def tf_data_pixels(folder):
    return pixels_of({name: in_tf_data(pipeline, SEED, COUNT) for name, pipeline in PIPELINES.items()}, folder)


@pytest.mark.sweep
@pytest.mark.parametrize("name", PIPELINES)
def test_model_code_reproduces_the_pages_pixels(name, model_pixels):
    assert not isinstance(model_pixels[name], str), model_pixels[name]
    assert np.array_equal(np.array(model_pixels[name]), expected(name))


@pytest.mark.sweep
@TENSORFLOW_ONLY
@pytest.mark.parametrize("name", PIPELINES)
def test_tf_data_code_reproduces_the_pages_pixels(name, tf_data_pixels):
    assert not isinstance(tf_data_pixels[name], str), tf_data_pixels[name]
    assert np.array_equal(np.array(tf_data_pixels[name]), expected(name))


@pytest.mark.parametrize("write", [in_model, pytest.param(in_tf_data, marks=TENSORFLOW_ONLY)])
def test_batch_of_several_pictures(write, folder):
    layers = [layer_config(name) for name in FIRST]
    found = pixels_of({"several": write(layers, SEED, COUNT, several=True)}, folder)["several"]
    assert np.array_equal(np.array(found), augment(PICTURES, layers, SEED)), found


def test_arguments_equal_to_keras_defaults_are_omitted():
    code = in_model([layer_config(name) for name in FIRST], SEED)
    assert 'RandomFlip("horizontal", seed=4200)' in code
    assert "RandomRotation(0.1, seed=4201)" in code
    assert "RandomZoom(0.2, seed=4202)" in code
    assert keras.backend.backend() not in code

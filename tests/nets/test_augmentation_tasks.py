"""The engine's two augmentation tasks, and predictions for many augmented versions of one picture."""

import numpy as np
import pytest

from cnnlab.core.augmentation import FIRST, AugmentationError, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import Augment, PredictAugmented
from cnnlab.engine import tasks
from cnnlab.engine.context import Context
from cnnlab.nets import catalog
from cnnlab.nets.augmentation import augment, augment_separately, augment_targets, predict_versions

THREE = [layer_config(name) for name in FIRST]
MODELS = ["cats_dogs_scratch", "cats_dogs_augmented"]
PICTURE = sample("cat")


@pytest.fixture
def context() -> Context:
    return Context()


def test_augment_returns_the_augmented_batch(context):
    pictures = np.stack([square(PICTURE, "crop", 40).pixels] * 3)
    masks, labels = (pictures[..., 0] > 100).astype(np.uint8), np.eye(3)
    answer = tasks.TASKS[Augment](context, Augment(pictures, THREE, 4, masks=masks, labels=labels))
    expected = augment_targets(pictures, THREE, 4, masks, labels)
    for name in ("images", "masks", "labels"):
        assert np.array_equal(getattr(answer, name), getattr(expected, name))
    assert (answer.sampled, answer.no_masks) == (expected.sampled, expected.no_masks)
    inference = tasks.TASKS[Augment](context, Augment(pictures, THREE, 4, training=False))
    assert np.array_equal(inference.images, pictures)
    apart = tasks.TASKS[Augment](context, Augment(pictures, THREE, 4, apart=True))
    assert np.array_equal(apart.images, augment_separately(pictures, THREE, 4).images)


def test_predictions_for_augmented_versions_are_those_of_keras(context):
    """The networks end in one sigmoid unit, the probability of the second class."""
    answer = tasks.TASKS[PredictAugmented](context, PredictAugmented(MODELS, PICTURE, THREE, 4, count=6))
    pictures = np.repeat(square(PICTURE, "crop", 180).pixels[None], 6, axis=0)
    assert np.array_equal(answer.images, augment(pictures, THREE, 4))
    for name in MODELS:
        predictions = np.array(catalog.load(name)(answer.images.astype("float32"), training=False))[:, 0]
        assert answer.probabilities[name].shape == (6, 2)
        assert np.allclose(answer.probabilities[name][:, 1], predictions, atol=1e-4)
        assert np.allclose(answer.probabilities[name].sum(axis=1), 1, atol=1e-5)
        plain = np.array(catalog.load(name)(pictures[:1].astype("float32"), training=False))[0, 0]
        assert answer.plain[name][1] == pytest.approx(float(plain), abs=1e-4)


def test_network_with_softmax_and_resized_crop():
    model = catalog.load("efficientnet_lite0")
    crop = layer_config("RandomCrop", {"height": 100, "width": 150})
    found = predict_versions(model, PICTURE, [crop], seed=4, count=3)
    assert found.images.shape == (3, 224, 224, 3)
    assert len({image.tobytes() for image in found.images}) == 3, "a batch shares one crop, so each must be its own"
    assert np.allclose(found.probabilities, np.array(model(found.images.astype("float32"), training=False)), atol=1e-4)


@pytest.mark.parametrize(
    ("layers", "count", "text"),
    [
        ([layer_config("MixUp")], 3, "only one picture, but these layers mix several: MixUp. Remove"),
        (THREE, 0, "versions must be from 1 to 64, not 0"),
    ],
)
def test_errors_state_the_problem(layers, count, text):
    with pytest.raises(AugmentationError, match=text):
        predict_versions(catalog.load(MODELS[0]), PICTURE, layers, 4, count)


@pytest.mark.parametrize(
    "picture", [PICTURE / 255, PICTURE.astype("float32"), PICTURE[..., 0], PICTURE[None], PICTURE[:0]]
)
def test_the_picture_for_predictions_must_be_of_0_to_255(picture):
    with pytest.raises(AugmentationError, match=r"must be uint8 \(height, width, 3\), .* this one is (uint8|float)"):
        predict_versions(catalog.load(MODELS[0]), picture, THREE, 4, 1)

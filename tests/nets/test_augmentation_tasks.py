"""The engine's two tasks on augmentation, and what networks say of many draws of one picture."""

import numpy as np
import pytest

from cnnlab.core.augmentation import FIRST, AugmentationError, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.engine import tasks
from cnnlab.engine.worker import Context
from cnnlab.nets import catalog
from cnnlab.nets.augmentation import augment, augment_apart, augment_targets, scatter

THREE = [layer_config(name) for name in FIRST]
MODELS = ["cats_dogs_scratch", "cats_dogs_augmented"]
PICTURE = sample("cat")


@pytest.fixture
def context() -> Context:
    return Context(1, lambda *_: None, set())


def test_augment_hands_over_what_the_nets_give(context):
    pictures = np.stack([square(PICTURE, "crop", 40).pixels] * 3)
    masks, labels = (pictures[..., 0] > 100).astype(np.uint8), np.eye(3)
    answer = tasks.TASKS["augment"](context, pictures=pictures, layers=THREE, layers_seed=4, masks=masks, labels=labels)
    expected = augment_targets(pictures, THREE, 4, masks, labels)
    assert set(answer) == {"images", "masks", "labels", "draws", "no_masks"}
    for name in ("images", "masks", "labels"):
        assert np.array_equal(answer[name], getattr(expected, name))
    assert answer["draws"] == expected.draws
    resting = tasks.TASKS["augment"](context, pictures=pictures, layers=THREE, layers_seed=4, training=False)
    assert np.array_equal(resting["images"], pictures)
    apart = tasks.TASKS["augment"](context, pictures=pictures, layers=THREE, layers_seed=4, apart=True)
    assert np.array_equal(apart["images"], augment_apart(pictures, THREE, 4).images)


def test_scatter_is_what_keras_says_of_each_picture(context):
    """The networks end in one sigmoid unit, the second class's probability."""
    answer = tasks.TASKS["scatter"](context, models=MODELS, picture=PICTURE, layers=THREE, layers_seed=4, count=6)
    pictures = np.repeat(square(PICTURE, "crop", 180).pixels[None], 6, axis=0)
    assert np.array_equal(answer["images"], augment(pictures, THREE, 4))
    for name in MODELS:
        said = np.array(catalog.load(name)(answer["images"].astype("float32"), training=False))[:, 0]
        assert answer["probabilities"][name].shape == (6, 2)
        assert np.allclose(answer["probabilities"][name][:, 1], said, atol=1e-4)
        assert np.allclose(answer["probabilities"][name].sum(axis=1), 1, atol=1e-5)
        plain = np.array(catalog.load(name)(pictures[:1].astype("float32"), training=False))[0, 0]
        assert answer["plain"][name][1] == pytest.approx(float(plain), abs=1e-4)


def test_a_network_with_a_softmax_and_a_crop_made_its_size_again():
    model = catalog.load("efficientnet_lite0")
    crop = layer_config("RandomCrop", {"height": 100, "width": 150})
    found = scatter(model, PICTURE, [crop], seed=4, count=3)
    assert found.images.shape == (3, 224, 224, 3)
    assert len({each.tobytes() for each in found.images}) == 3, "one place for a batch, so each is a batch of its own"
    assert np.allclose(found.probabilities, np.array(model(found.images.astype("float32"), training=False)), atol=1e-4)


@pytest.mark.parametrize(
    ("layers", "count", "text"),
    [
        ([layer_config("MixUp")], 3, "take one picture were expected; MixUp came, which mixes several. Take it out"),
        (THREE, 0, "From 1 to 64 draws were expected; 0 came"),
    ],
)
def test_errors_say_what_was_expected_and_what_came(layers, count, text):
    with pytest.raises(AugmentationError, match=text):
        scatter(catalog.load(MODELS[0]), PICTURE, layers, 4, count)

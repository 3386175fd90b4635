"""The bases of transfer learning: the bundled one at other sizes, and the preprocessing of VGG16."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from cnnlab.nets import catalog
from cnnlab.nets.zoo.transfer import dense_head, on_base, unfreeze_from
from cnnlab.train.applications import APPLICATIONS
from cnnlab.train.bases import first_to_tune, input_size, load_base
from cnnlab.train.errors import RecipeError
from cnnlab.train.pack import plain, save_model
from cnnlab.train.transfer import with_head


def test_the_bundled_base_has_the_bundled_weights_at_another_size():
    base = load_base(size=96).model
    classifier = catalog.load("efficientnet_lite0")
    assert base.output_shape == (None, 3, 3, 1280)
    for name in ("stem_conv", "block4b_depthwise_norm", "head_conv"):
        ours, bundled = base.get_layer(name).get_weights(), classifier.get_layer(name).get_weights()
        assert all((a == b).all() for a, b in zip(ours, bundled, strict=True))


def test_vgg16_gets_bgr_minus_the_imagenet_means():
    picture = np.zeros((1, 1, 1, 3), "float32")
    picture[...] = (200.0, 150.0, 100.0)
    prepared = load_base("vgg16", 32, weights=None).preprocess(picture.copy())
    assert np.asarray(prepared).ravel() == pytest.approx([100 - 103.939, 150 - 116.779, 200 - 123.68], abs=1e-4)


def test_a_saved_vgg16_model_includes_its_preprocessing(tmp_path):
    keras.utils.set_random_seed(0)
    base = load_base("vgg16", 32, weights=None)
    model = plain(with_head(base, "cats", 2, augmented=True), "cats")
    save_model(model, tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    pictures = np.random.default_rng(0).uniform(0, 255, (2, 32, 32, 3)).astype("float32")
    outside = on_base(base.model, dense_head((1, 1, 512), 2, flatten=True), "outside")
    for layer in ("dense", "predictions"):
        outside.get_layer(layer).set_weights(model.get_layer(layer).get_weights())
    base.model.set_weights(model.get_layer("vgg16").get_weights())
    expected = outside.predict(keras.applications.vgg16.preprocess_input(pictures.copy()), verbose=0)
    assert loaded.predict(pictures, verbose=0) == pytest.approx(expected, abs=1e-5)


def test_the_vgg16_recipe_flattens_5_5_512_at_180():
    model = with_head(load_base("vgg16", input_size("vgg16"), weights=None), "cats", 2, augmented=False)
    assert model.get_layer("vgg16").output.shape == (None, 5, 5, 512)
    assert model.get_layer("flatten").output.shape == (None, 12_800)
    trained = {weight.path for weight in model.trainable_weights}
    assert trained == {"dense/kernel", "dense/bias", "predictions/kernel", "predictions/bias"}


# One network of each family: the larger ones have the same layer names and take minutes to build.
FAMILIES = [
    "vgg16",
    "vgg19",
    "xception",
    "resnet50",
    "resnet50_v2",
    "inception_v3",
    "inception_resnet_v2",
    "mobilenet",
    "mobilenet_v2",
    "mobilenet_v3_small",
    "mobilenet_v3_large",
    "densenet121",
    "nasnet_mobile",
    "efficientnet_b0",
    "efficientnet_v2_b0",
    "convnext_tiny",
]


@pytest.mark.sweep
@pytest.mark.parametrize("name", FAMILIES)
def test_fine_tuning_trains_the_last_block_of_every_family(name):
    base = load_base(name, 96, weights=None).model
    unfreeze_from(base, first_to_tune(name))
    before = [layer.name for layer in base.layers].index(first_to_tune(name))
    assert before > len(base.layers) / 2
    assert not any(layer.trainable_weights for layer in base.layers[:before])
    assert any(layer.trainable_weights for layer in base.layers[before:])


def test_every_network_of_keras_applications_is_a_base():
    builders = {
        name for name in dir(keras.applications) if name[0].isupper() and callable(getattr(keras.applications, name))
    }
    assert {application.build.__name__ for application in APPLICATIONS.values()} == builders
    assert len(APPLICATIONS) == len(builders) > 30


def test_the_error_for_an_unknown_base_lists_the_known_ones():
    with pytest.raises(
        RecipeError, match=r"There is no base 'vgg61'\. Choose one of these with --base: efficientnet_lite0, vgg16, "
    ):
        input_size("vgg61")


def test_weights_that_cannot_be_downloaded(monkeypatch):
    def no_network(**_):
        raise OSError("Name or service not known")

    monkeypatch.setitem(APPLICATIONS, "vgg16", replace(APPLICATIONS["vgg16"], build=no_network))
    with pytest.raises(
        RecipeError, match=r"weights of vgg16 could not be .* Name or service not known.*leave --base out"
    ):
        load_base("vgg16")

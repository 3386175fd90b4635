"""The networks trained by the project: published parameter counts, layer tables, values of 0-255 at the input."""

import keras
import numpy as np
import pytest

from cnnlab.nets.zoo.augmenting import augmentation
from cnnlab.nets.zoo.cats_dogs import cats_dogs_convnet
from cnnlab.nets.zoo.clever_hans import clever_hans
from cnnlab.nets.zoo.digits import fashion_mnist_convnet, mnist_convnet
from cnnlab.nets.zoo.efficientnet_lite import efficientnet_lite0
from cnnlab.nets.zoo.mini_xception import mini_xception
from cnnlab.nets.zoo.pets_encoder_decoder import pets_encoder_decoder
from cnnlab.nets.zoo.pets_unet import SKIPS, pets_unet

NETWORKS = {
    "mnist": (mnist_convnet, 104_202, (28, 28, 1), (10,)),
    "mnist without pooling": (lambda: mnist_convnet(pooling=False), 712_202, (28, 28, 1), (10,)),
    "fashion": (fashion_mnist_convnet, 1_413_834, (28, 28, 1), (10,)),
    "scratch": (cats_dogs_convnet, 991_041, (180, 180, 3), (1,)),
    "augmented": (lambda: cats_dogs_convnet(augmented=True), 991_041, (180, 180, 3), (1,)),
    "Clever Hans": (clever_hans, 97_569, (128, 128, 3), (1,)),
    "mini-Xception": (mini_xception, 721_857, (180, 180, 3), (1,)),
    "encoder-decoder": (pets_encoder_decoder, 2_880_643, (200, 200, 3), (200, 200, 3)),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_parameters_and_shapes(name):
    build, parameters, input_shape, output_shape = NETWORKS[name]
    model = build()
    assert model.count_params() == parameters
    assert (model.input_shape, model.output_shape) == ((None, *input_shape), (None, *output_shape))


def test_layer_table_of_mnist_convnet():
    model = mnist_convnet()
    rows = {layer.name: (layer.output.shape[1:], layer.count_params()) for layer in model.layers}
    assert {name: rows[name] for name in ("conv1", "pool1", "conv2", "pool2", "conv3", "flatten", "predictions")} == {
        "conv1": ((26, 26, 32), 320),
        "pool1": ((13, 13, 32), 0),
        "conv2": ((11, 11, 64), 18_496),
        "pool2": ((5, 5, 64), 0),
        "conv3": ((3, 3, 128), 73_856),
        "flatten": ((1152,), 0),
        "predictions": ((10,), 11_530),
    }


def test_without_pooling_the_dense_layer_has_61952_inputs():
    assert mnist_convnet(pooling=False).get_layer("flatten").output.shape == (None, 61_952)


def test_scratch_network_has_no_pooling_before_its_dense_layer():
    names = [layer.name for layer in cats_dogs_convnet().layers]
    assert names[-4:] == ["pool4", "conv5", "flatten", "predictions"]


@pytest.mark.parametrize("name", ["mnist", "fashion", "scratch", "Clever Hans", "mini-Xception"])
def test_values_are_scaled_inside_the_network(name):
    scaling = next(layer for layer in NETWORKS[name][0]().layers if isinstance(layer, keras.layers.Rescaling))
    assert float(scaling(np.float32([255.0]))[0]) == pytest.approx(1.0)


def test_augmentation_changes_pictures_only_in_training():
    keras.utils.set_random_seed(0)
    layer = augmentation((16, 16, 3))
    pictures = np.random.default_rng(0).uniform(0, 255, (4, 16, 16, 3)).astype("float32")
    inference, training = (np.array(layer(pictures, training=flag)) for flag in (False, True))
    assert (inference == pictures).all()
    assert np.abs(training - pictures).max() > 10


def test_shortcuts_of_mini_xception_have_the_shape_of_their_block():
    model = mini_xception()
    for index, filters in enumerate((32, 64, 128, 256, 512), start=1):
        shortcut, pool = (model.get_layer(f"block{index}_{name}").output.shape for name in ("shortcut", "pool"))
        assert shortcut == pool
        assert shortcut[-1] == filters


@pytest.fixture(scope="module")
def unet():
    return pets_unet(efficientnet_lite0(input_size=64))


def test_unet_returns_three_classes_for_each_pixel(unet):
    assert unet.output_shape == (None, 64, 64, 3)
    probabilities = unet.predict(np.zeros((1, 64, 64, 3), "float32"), verbose=0)
    assert probabilities.sum(axis=-1) == pytest.approx(1.0, abs=1e-5)


def test_unet_has_skip_connections_at_every_size(unet):
    for index, (skip, size) in enumerate(zip(SKIPS, (4, 8, 16, 32), strict=True), start=1):
        joined = unet.get_layer(f"up{index}_skip")
        skipped = unet.get_layer(skip).output.shape
        assert joined.output.shape[1:3] == skipped[1:3] == (size, size)
        assert joined.output.shape[-1] == joined.input[0].shape[-1] + skipped[-1]


def test_unet_trains_its_encoder_except_batch_normalization(unet):
    assert unet.get_layer("stem_conv").trainable
    assert not unet.get_layer("stem_norm").trainable
    assert unet.get_layer("up1a_norm").trainable


def test_unet_omits_the_encoders_head(unet):
    names = {layer.name for layer in unet.layers}
    assert not names & {"head_conv", "pool", "predictions_1"}

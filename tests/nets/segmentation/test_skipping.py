"""Skip connections switched off, against models without them and by hand; the stages of a network."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from cnnlab.core.pictures import sample
from cnnlab.nets import catalog
from cnnlab.nets.segmentation import SegmentationNetwork, Skipping, Stages
from cnnlab.nets.zoo.pets_unet import BOTTOM, SKIPS
from tests.nets.segmentation.networks import SIZE, SOFTMAX, network

pytestmark = pytest.mark.backends
PICTURE = np.random.default_rng(0).integers(0, 256, (SIZE, SIZE, 3)).astype("float32")


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(3)


def test_zeros_in_place_of_a_skip_connection():
    """The same weights in a model whose decoder gets zeros from Keras's own subtraction."""
    model = network(SOFTMAX["argument"])
    up, wide = model.get_layer("up_size").output, model.get_layer("wide").output
    x = layers.Concatenate()([up, wide - wide])
    x = model.get_layer("scores")(model.get_layer("last")(x))
    expected = ops.convert_to_numpy(keras.Model(model.input, x)(PICTURE[None]))
    skipping = Skipping(SegmentationNetwork(model))
    assert skipping.names == ("wide",)
    np.testing.assert_allclose(skipping(PICTURE[None], ["wide"]), expected, atol=1e-6)
    whole = ops.convert_to_numpy(model(PICTURE[None]))
    np.testing.assert_allclose(skipping(PICTURE[None], []), whole, atol=1e-6)
    assert np.abs(whole - expected).max() > 0.01


def test_only_the_named_argument_is_zeros():
    """A skip connection that is added, given as the second and as the first argument."""
    inputs = keras.Input((8, 8, 3))
    first = layers.Conv2D(3, 1, name="first")(inputs)
    second = layers.MaxPooling2D(2, name="second")(first)
    third = layers.MaxPooling2D(2, name="third")(second)
    up = layers.Subtract(name="inner")([layers.UpSampling2D(2)(third), second])
    outputs = layers.Subtract(name="outer")([first, layers.UpSampling2D(2)(up)])
    model = keras.Model(inputs, outputs)
    model.get_layer("first").set_weights([np.eye(3).reshape(1, 1, 3, 3), np.zeros(3)])
    network = SegmentationNetwork(model)
    skipping = Skipping(network)
    assert skipping.names == ("second", "first")
    picture = np.zeros((1, 8, 8, 3), "float32")
    picture[0, 0, 0, 0], picture[0, 2, 2, 0] = 2, 3
    # At (0, 0): second is 2, third 3, up 1, the output 2 - 1; logits of the other channels are 0
    for without, logit in (([], 1.0), (["second"], -1.0), (["first"], -1.0), (["first", "second"], -3.0)):
        found = skipping(picture, without)[0, 0, 0]
        np.testing.assert_allclose(found, np.exp([logit, 0, 0]) / np.exp([logit, 0, 0]).sum(), atol=1e-6)


def test_an_unknown_name_is_refused():
    skipping = Skipping(SegmentationNetwork(network(SOFTMAX["argument"])))
    with pytest.raises(ValueError, match=r"no skip connection from low\. Its skip connections come from wide"):
        skipping(PICTURE[None], ["low"])


def test_a_network_of_one_size_has_no_bottleneck():
    model = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(3, 1, name="scores"), layers.Softmax()])
    with pytest.raises(ValueError, match="no layer with a smaller output"):
        Skipping(SegmentationNetwork(model))


@pytest.mark.tensorflow
def test_the_networks_of_this_project():
    unet = SegmentationNetwork(catalog.load("pets_unet"))
    assert Skipping(unet).names == SKIPS
    plain = SegmentationNetwork(catalog.load("pets_segmentation"))
    assert Skipping(plain).names == ()


@pytest.mark.tensorflow
def test_the_stages_of_a_u_net():
    model = catalog.load("pets_unet")
    unet = SegmentationNetwork(model)
    picture = unet.input(sample("cat"))
    found = Stages(unet)(picture)
    assert [stage.role for stage in found] == ["down"] * 4 + ["bottom"] + ["up"] * 6
    assert tuple(stage.name for stage in found[:4]) == SKIPS[::-1]
    assert [stage.joins for stage in found[:5]] == ["up4_skip", "up3_skip", "up2_skip", "up1_skip", ""]
    assert found[4].name == BOTTOM
    assert [stage.shape[:2] for stage in found] == [(2**n, 2**n) for n in (7, 6, 5, 4, 3, 4, 5, 6, 7, 8, 8)]
    assert [stage.name for stage in found[5:]] == [*(f"up{n}b_relu" for n in range(1, 5)), "up5_relu", "predictions"]
    bottom = keras.Model(model.input, model.get_layer(BOTTOM).output)(picture[None], training=False)
    maps = ops.convert_to_numpy(bottom)[0]
    stage = found[4]
    assert stage.shape == maps.shape
    variances = maps.var(axis=(0, 1))
    assert list(stage.channels) == sorted(range(320), key=lambda channel: -variances[channel])[:8]
    low, high = maps.min(axis=(0, 1)), maps.max(axis=(0, 1))
    stretched = 255 * (maps - low) / (high - low)
    expected = np.moveaxis(stretched[..., list(stage.channels)], -1, 0)
    assert np.abs(stage.maps - expected).max() < 0.6


def test_the_stages_of_a_network_of_few_layers_are_its_layers():
    model = catalog.load("pets_segmentation")
    found = Stages(SegmentationNetwork(model))(np.zeros((200, 200, 3), "float32"))
    assert [stage.name for stage in found] == [layer.name for layer in model.layers if layer.weights]
    assert [stage.role for stage in found].index("bottom") == 5
    assert not any(stage.joins for stage in found)


def test_large_maps_are_averaged_and_equal_values_are_black():
    """A 260 x 200 map is shown in blocks of three, whose rest is left out."""
    inputs = keras.Input((260, 200, 1))
    x = layers.MaxPooling2D(2)(layers.Conv2D(1, 1, name="conv")(inputs))
    model = keras.Model(inputs, layers.UpSampling2D(2)(layers.Conv2D(2, 1, name="scores")(x)))
    model.get_layer("conv").set_weights([np.ones((1, 1, 1, 1)), np.zeros(1)])
    model.get_layer("scores").set_weights([np.zeros((1, 1, 1, 2)), np.ones(2)])
    picture = np.zeros((260, 200, 1), "float32")
    picture[3:6, 0:3, 0] = 9, 9, 0
    conv, scores = Stages(SegmentationNetwork(model))(picture)
    assert conv.maps.shape == (1, 86, 66)
    assert conv.maps[0, 1, 0] == 255
    assert conv.maps.sum() == 255
    assert not scores.maps.any()

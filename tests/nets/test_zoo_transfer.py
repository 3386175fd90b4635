"""A new head on a trained base: shapes, frozen layers, batch normalization."""

import keras
import numpy as np
import pytest

from cnnlab.nets.zoo.transfer import TransferError, dense_head, on_base, unfreeze_from


def small_base() -> keras.Model:
    inputs = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, name="first")(inputs)
    x = keras.layers.BatchNormalization(name="norm")(x)
    x = keras.layers.Conv2D(5, 3, name="second")(x)
    return keras.Model(inputs, x, name="small")


def test_output_shapes_of_vgg16_at_180_and_150():
    shapes = [
        keras.applications.VGG16(weights=None, include_top=False, input_shape=(size, size, 3)).output_shape
        for size in (180, 150)
    ]
    assert shapes == [(None, 5, 5, 512), (None, 4, 4, 512)]


def test_unfreezing_vgg16_from_its_fifth_block_freezes_all_but_the_last_four_layers():
    ours, expected = (
        keras.applications.VGG16(weights=None, include_top=False, input_shape=(180, 180, 3)) for _ in "12"
    )
    trained = unfreeze_from(ours, "block5_conv1")
    for layer in expected.layers[:-4]:
        layer.trainable = False
    assert [layer.trainable for layer in ours.layers] == [layer.trainable for layer in expected.layers]
    assert trained == ["block5_conv1", "block5_conv2", "block5_conv3"]
    count = sum(int(np.prod(weight.shape)) for weight in ours.trainable_weights)
    assert (count, ours.count_params()) == (7_079_424, 14_714_688)


def test_unfreezing_keeps_batch_normalization_frozen():
    base = small_base()
    assert unfreeze_from(base, "first") == ["first", "second"]
    assert not base.get_layer("norm").trainable


def test_unfreezing_from_an_unknown_layer_lists_the_known_ones():
    with pytest.raises(TransferError, match=r"small has no layer 'third'\. .*first, norm, second"):
        unfreeze_from(small_base(), "third")


@pytest.mark.parametrize(
    ("unfreeze", "changed"),
    [
        (lambda base: None, set()),
        (lambda base: unfreeze_from(base, "second"), {"second"}),
        (lambda base: unfreeze_from(base, "first"), {"first", "second"}),
    ],
)
def test_layers_of_the_base_that_change_in_training(unfreeze, changed):
    keras.utils.set_random_seed(0)
    base = small_base()
    model = on_base(base, dense_head((4, 4, 5), 2), "model")
    unfreeze(base)
    before = {layer.name: layer.get_weights() for layer in base.layers}
    model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy", jit_compile=False)
    model.fit(np.full((4, 8, 8, 3), 0.5), np.ones((4, 1)), verbose=0)  # small values: the sigmoid does not saturate
    found = {
        layer.name
        for layer in base.layers
        if any((old != new).any() for old, new in zip(before[layer.name], layer.get_weights(), strict=True))
    }
    assert found == changed


@pytest.mark.parametrize(
    ("features", "classes", "flatten", "parameters", "units"),
    [
        ((1280,), 2, False, 1280 * 256 + 256 + 257, 1),
        ((7, 7, 1280), 2, False, 1280 * 256 + 256 + 257, 1),
        ((5, 5, 512), 2, True, 5 * 5 * 512 * 256 + 256 + 257, 1),
        ((1280,), 5, False, 1280 * 256 + 256 + 5 * 257, 5),
    ],
)
def test_heads(features, classes, flatten, parameters, units):
    head = dense_head(features, classes, flatten)
    assert head.count_params() == parameters
    assert head.output_shape == (None, units)


def test_augmentation_is_inactive_in_inference():
    model = on_base(small_base(), dense_head((4, 4, 5), 2), "model", augmented=True)
    pictures = np.random.default_rng(0).uniform(0, 255, (2, 8, 8, 3)).astype("float32")
    first, again = (model.predict(pictures, verbose=0) for _ in range(2))
    assert (first == again).all()
    assert [layer.name for layer in model.layers][:3] == ["picture", "augmentation", "small"]

"""Receptive fields against the pixels that a unit really depends on."""

import itertools

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.layers import describe
from cnnlab.core.layers.receptive_field import ReceptiveField, merged, of_input, through
from cnnlab.core.network import read

SIZE = 28


def conv(kernel_size=3, **config):
    return layers.Conv2D(1, kernel_size, kernel_initializer="ones", **config)


def chain(*steps):
    return keras.Sequential([keras.Input((SIZE, SIZE, 1)), *steps])


def branches(*several, merge=layers.Add, before=()):
    """Branches, each a list of layers on the same map, that are merged again."""
    inputs = keras.Input((SIZE, SIZE, 1))
    entry = inputs
    for layer in before:
        entry = layer(entry)
    ends = []
    for branch in several:
        x = entry
        for layer in branch:
            x = layer(x)
        ends.append(x)
    return keras.Model(inputs, merge()(ends))


def depthwise(**config):
    return layers.DepthwiseConv2D(3, depthwise_initializer="ones", **config)


def separable(**config):
    return layers.SeparableConv2D(1, 3, depthwise_initializer="ones", pointwise_initializer="ones", **config)


MODELS = {
    "with pooling": lambda: chain(conv(), layers.MaxPooling2D(), conv(), layers.MaxPooling2D(), conv()),
    "without pooling": lambda: chain(conv(), conv(), conv()),
    "strides, same": lambda: chain(conv(strides=2, padding="same"), conv(strides=2, padding="same"), conv()),
    "an even kernel, same": lambda: chain(conv(4, padding="same"), conv(2, padding="same"), conv((1, 4))),
    "dilation": lambda: chain(conv(dilation_rate=2), conv(dilation_rate=(1, 3), padding="same")),
    "gaps between windows": lambda: chain(conv(2, strides=3), conv(2)),
    "pooling of every kind": lambda: chain(
        layers.AveragePooling2D(3, 2, "same"), layers.MaxPooling2D((2, 1)), layers.AveragePooling2D(2, 1)
    ),
    "depthwise and separable": lambda: chain(depthwise(strides=2), separable(padding="same"), depthwise()),
    "padded and cropped": lambda: chain(
        layers.ZeroPadding2D(((3, 0), (0, 2))), conv(5, strides=2), layers.Cropping2D(((1, 0), (0, 2))), conv()
    ),
    "layers without windows": lambda: chain(
        layers.Rescaling(2.0), conv(), layers.BatchNormalization(), layers.ReLU(), layers.Dropout(0.5), layers.Dense(1)
    ),
    "transposed with strides 1": lambda: chain(
        layers.Conv2DTranspose(1, 3, kernel_initializer="ones"),
        layers.Conv2DTranspose(1, 4, padding="same", kernel_initializer="ones"),
        conv(strides=2),
    ),
    "residual": lambda: branches([conv(padding="same"), conv(padding="same")], [layers.Activation("linear")]),
    "residual with a projection": lambda: branches(
        [separable(padding="same"), layers.MaxPooling2D(3, 2, "same")], [conv(1, strides=2, padding="same")]
    ),
    "inception": lambda: branches(
        [conv(1)],
        [conv(padding="same")],
        [conv(5, padding="same")],
        [layers.MaxPooling2D(3, 1, "same")],
        merge=layers.Concatenate,
        before=[conv(strides=2)],
    ),
    "branches that see different sides": lambda: branches(
        [layers.ZeroPadding2D(((2, 0), (0, 0))), conv((3, 1))], [layers.ZeroPadding2D(((0, 4), (0, 0))), conv((5, 1))]
    ),
}


def seen_by(model):
    """Which units see which pixels: (height, width, output height, output width), one impulse at a time."""
    impulses = np.eye(SIZE * SIZE, dtype="float32").reshape(-1, SIZE, SIZE, 1)
    outputs = np.array(model(impulses, training=False))
    return (outputs != 0).any(-1).reshape(SIZE, SIZE, *outputs.shape[1:3])


@pytest.mark.parametrize("name", MODELS)
def test_the_field_is_where_impulses_have_an_effect(name):
    """Exactly the field for units whose field lies inside the picture; at the border, no cell outside the field."""
    model = MODELS[name]()
    field = read(model.get_config()).table()[-1].receptive_field
    seen, inside = seen_by(model), 0
    for unit in np.ndindex(*seen.shape[2:]):
        for axis, index in enumerate(unit):
            cells = np.flatnonzero(seen[:, :, *unit].any(1 - axis))
            first = field.start[axis] + index * field.stride[axis]
            last = first + field.size[axis] - 1
            assert (cells >= first).all()
            assert (cells <= last).all()
            if first >= 0 and last + field.stride[axis] <= SIZE:
                assert (cells[0], cells[-1]) == (first, last)
                inside += 1
    assert inside >= 10


def test_pooling_enlarges_the_field_of_a_third_convolution():
    """From 7x7 to 18x18."""
    for pooling, size, stride in ((True, 18, 4), (False, 7, 1)):
        steps = [("Conv2D", 32), *([("MaxPooling2D", None)] if pooling else [])] * 2 + [("Conv2D", 128)]
        field = of_input(2)
        shape = (28, 28, 1)
        for kind, filters in steps:
            config = {"filters": filters, "kernel_size": 3} if filters else {"pool_size": 2}
            facts = describe({"class_name": kind, "config": config}, shape)
            field, shape = through(field, facts), facts.output_shape
        assert field == ReceptiveField((size, size), (stride, stride), (0, 0))


def test_a_sequence_has_one_axis():
    model = keras.Sequential([keras.Input((20, 2)), layers.Conv1D(1, 3, dilation_rate=4, padding="causal")])
    assert read(model.get_config()).table()[-1].receptive_field == ReceptiveField((9,), (1,), (-8,))


@pytest.mark.parametrize(
    "model",
    [
        lambda: branches([conv(strides=2, padding="same"), layers.UpSampling2D()], [layers.Activation("linear")]),
        lambda: branches([conv(strides=2)], [conv(), layers.Resizing(13, 13)]),
        lambda: branches([layers.GlobalMaxPooling2D(keepdims=True)], [conv()], merge=layers.Add),
        lambda: branches([conv(SIZE)], [conv()], merge=layers.Multiply),
        lambda: branches([conv()], [conv()], merge=lambda: layers.Concatenate(axis=1)),
        lambda: chain(conv(), layers.UpSampling2D()),
        lambda: chain(conv(), layers.LayerNormalization(axis=(1, 2))),
        lambda: chain(conv(), layers.GroupNormalization(1)),
        lambda: chain(conv(), layers.Flatten()),
        lambda: chain(conv(), layers.GlobalAveragePooling2D()),
        lambda: chain(conv(), layers.Permute((2, 1, 3))),
        lambda: chain(conv(), layers.Softmax(axis=1)),
        lambda: chain(conv(), layers.Conv2DTranspose(1, 3, strides=2), conv(strides=2)),
    ],
)
def test_the_field_is_undefined_where_no_window_slides(model):
    assert read(model().get_config()).table()[-1].receptive_field is None


def test_merging_by_hand_and_its_laws():
    left, right = ReceptiveField((3,), (2,), (-4,)), ReceptiveField((5,), (2,), (0,))
    assert merged([left, right]) == merged([right, left]) == ReceptiveField((9,), (2,), (-4,))
    assert merged([left, left]) == merged([left]) == left
    assert merged([left, None]) is None
    assert merged([left, ReceptiveField((3,), (1,), (-4,))]) is None


def test_the_field_of_two_layers_is_that_of_one_larger_layer():
    """Two layers of sizes a and b have the field of one of size a + b - 1; so three 3x3 see what one 7x7 sees."""
    for first, second in itertools.product((1, 2, 3, 5), repeat=2):
        steps = [
            describe({"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": size}}, (20, 20, 1))
            for size in (first, second, first + second - 1)
        ]
        assert through(through(of_input(2), steps[0]), steps[1]) == through(of_input(2), steps[2])
